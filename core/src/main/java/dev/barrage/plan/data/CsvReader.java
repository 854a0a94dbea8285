package dev.barrage.plan.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads comma-separated values (RFC 4180).
 *
 * <p>Lines end in CR LF or LF. A field in quotes may hold commas, line breaks and doubled quotes.
 * Empty lines are passed over. Bytes are taken as they stand, but for a byte order mark.
 */
final class CsvReader {
  /** What ended a field. */
  private enum Stop {
    COMMA,
    LINE,
    FILE
  }

  private final byte[] in;
  private final Mistakes mistakes;
  private final Cells cells = new Cells();

  /** Where reading stands, and its line from 1. */
  private int at;

  private int line = 1;

  /** Fields are moved to the front of the array: without quotes they are no longer. */
  private int out;

  /** Whether the record being read has a mistake of its own, so that its fields do not count. */
  private boolean isBroken;

  CsvReader(byte[] content, Mistakes mistakes) {
    this.in = content;
    this.mistakes = mistakes;
  }

  Table read() {
    if (in.length >= 3 && in[0] == (byte) 0xef && in[1] == (byte) 0xbb && in[2] == (byte) 0xbf) {
      at = 3;
    }
    List<String> columns = header();
    int rows = 0;
    while (!columns.isEmpty() && nextRecord()) {
      int startedOn = line;
      int before = cells.count();
      int start = out;
      int fields = record();
      if (isBroken || fields != columns.size()) {
        if (!isBroken) {
          ragged(startedOn, fields, columns);
        }
        cells.cut(before);
        out = start;
      } else if (++rows > Table.MAX_ROWS) {
        mistakes.add(startedOn, "is beyond the " + Table.MAX_ROWS + " records that are read");
        break;
      }
      if (mistakes.isFull()) {
        break;
      }
    }
    if (rows == 0 && !columns.isEmpty() && mistakes.messages().isEmpty()) {
      mistakes.add(0, "has a header line but no records");
    }
    return new Table(columns, Arrays.copyOf(in, out), cells.ends(), new byte[0]);
  }

  private List<String> header() {
    if (!nextRecord()) {
      mistakes.add(0, "is empty; its first line names the columns, e.g. user,password");
      return List.of();
    }
    int startedOn = line;
    int fields = record();
    if (fields > Table.MAX_COLUMNS) {
      mistakes.add(startedOn, "has " + fields + " columns; at most " + Table.MAX_COLUMNS);
      return List.of();
    }
    List<String> columns = new ArrayList<>();
    int[] ends = cells.ends();
    for (int i = 0, from = 0; i < fields; from = ends[i++]) {
      String name = new String(in, from, ends[i] - from, StandardCharsets.UTF_8).strip();
      if (columns.contains(name)) {
        mistakes.add(startedOn, "names the column \"" + name + "\" twice");
      }
      columns.add(name);
    }
    cells.cut(0);
    out = 0;
    return columns;
  }

  private void ragged(int startedOn, int fields, List<String> columns) {
    mistakes.add(
        startedOn,
        "has "
            + (fields == 1 ? "1 field" : fields + " fields")
            + ", but the header line has "
            + columns.size()
            + ": "
            + String.join(",", columns));
  }

  /** Goes to the next line that is not empty; false at the end of the file. */
  private boolean nextRecord() {
    while (at < in.length && (in[at] == '\n' || isCrLf())) {
      endLine();
    }
    return at < in.length;
  }

  private int record() {
    int fields = 1;
    isBroken = false;
    while (field() == Stop.COMMA) {
      fields++;
    }
    return fields;
  }

  private Stop field() {
    if (at < in.length && in[at] == '"') {
      quoted();
    }
    while (at < in.length && in[at] != ',' && in[at] != '\n' && !isCrLf()) {
      if (in[at] == '"') {
        broken(line, "has a quote inside a field; write the field in quotes and \"\" for it");
        break;
      }
      in[out++] = in[at++];
    }
    cells.add(out, Table.Kind.TEXT);
    if (at == in.length) {
      return Stop.FILE;
    }
    if (in[at] == ',') {
      at++;
      return Stop.COMMA;
    }
    endLine();
    return Stop.LINE;
  }

  /** A field in quotes, up to what follows its last quote. */
  private void quoted() {
    int startedOn = line;
    at++;
    while (at < in.length) {
      byte c = in[at++];
      if (c == '"') {
        if (at == in.length || in[at] != '"') {
          if (at < in.length && in[at] != ',' && in[at] != '\n' && !isCrLf()) {
            broken(line, "goes on behind the closing quote of a field");
          }
          return;
        }
        at++;
      }
      line += c == '\n' ? 1 : 0;
      in[out++] = c;
    }
    broken(startedOn, "begins a field in quotes that never ends");
  }

  private boolean isCrLf() {
    return in[at] == '\r' && (at + 1 == in.length || in[at + 1] == '\n');
  }

  private void endLine() {
    at += in[at] == '\r' && at + 1 < in.length ? 2 : 1;
    line++;
  }

  private void broken(int onLine, String message) {
    mistakes.add(onLine, message);
    isBroken = true;
    while (at < in.length && in[at] != '\n') {
      at++;
    }
  }
}
