package dev.barrage.report;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes CSV as RFC 4180 has it, and Python's {@code csv} module: quoted only where needed, CRLF.
 */
final class Csv {
  private Csv() {}

  static void row(Appendable out, String... cells) throws IOException {
    row(out, Arrays.asList(cells));
  }

  static void row(Appendable out, List<String> cells) throws IOException {
    out.append(cells.stream().map(Csv::quoted).collect(Collectors.joining(","))).append("\r\n");
  }

  private static String quoted(String cell) {
    boolean needed = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return needed ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
