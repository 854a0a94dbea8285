package dev.barrage.plan.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Records of equal columns, as bytes in one array: a file of a million records is a few large
 * objects, and a cell is used where it stands.
 *
 * <pre>{@code
 * Table table = Table.read(Path.of("accounts.csv"), Table.Format.CSV, problems::add);
 * int cell = table.cell(row, column);
 * out.put(table.bytes(), table.from(cell), table.end(cell));
 * }</pre>
 */
public final class Table {
  private static final int MOST_MIB = 64;
  public static final int MAX_ROWS = 1_000_000;
  public static final int MAX_COLUMNS = 100;

  /** How a file is read. */
  public enum Format {
    /** RFC 4180, the first line naming the columns. */
    CSV,
    /** One JSON object a line, all with the members of the first. */
    JSON_LINES
  }

  /** What a cell was in its file. */
  public enum Kind {
    /** Text of no certain type. */
    TEXT,
    /** A string of JSON. */
    STRING,
    /** A number, boolean, null, array or object of JSON. */
    JSON
  }

  private static final Kind[] KINDS = Kind.values();

  private final List<String> columns;
  private final byte[] bytes;
  private final int[] ends;
  private final byte[] kinds;
  private final int rows;

  /**
   * @param kinds ordinals of {@link Kind} by cell; empty: all are text
   */
  Table(List<String> columns, byte[] bytes, int[] ends, byte[] kinds) {
    this.columns = List.copyOf(columns);
    this.bytes = bytes;
    this.ends = ends;
    this.kinds = kinds;
    this.rows = columns.isEmpty() ? 0 : ends.length / columns.size();
  }

  /**
   * Reads a file.
   *
   * @param problems told each mistake as {@code accounts.csv:17 what is wrong}; if there are any,
   *     the table holds what was right
   */
  public static Table read(Path file, Format format, Mistakes problems) {
    Table empty = new Table(List.of(), new byte[0], new int[0], new byte[0]);
    byte[] content;
    try {
      content = BoundedFile.bytes(file, MOST_MIB);
    } catch (BoundedFile.TooLargeException e) {
      problems.add(0, String.valueOf(e.getMessage()));
      return empty;
    } catch (IOException e) {
      problems.add(0, "cannot be read: " + e.getMessage());
      return empty;
    }
    return switch (format) {
      case CSV -> new CsvReader(content, problems).read();
      case JSON_LINES -> new JsonLinesReader(content, problems).read();
    };
  }

  public List<String> columns() {
    return columns;
  }

  public int rows() {
    return rows;
  }

  /** Number of a cell, for the methods below. */
  public int cell(int row, int column) {
    return row * columns.size() + column;
  }

  /** A cell's text in UTF-8 is {@code bytes()[from(cell), end(cell))}; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  public int from(int cell) {
    return cell == 0 ? 0 : ends[cell - 1];
  }

  public int end(int cell) {
    return ends[cell];
  }

  public Kind kind(int cell) {
    return kinds.length == 0 ? Kind.TEXT : KINDS[kinds[cell]];
  }
}
