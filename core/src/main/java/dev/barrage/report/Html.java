package dev.barrage.report;

import java.util.List;

/** Writes HTML. Text from outside enters only through {@link #escape}. */
final class Html {
  private Html() {}

  /** Safe between tags and inside quoted attributes; control characters become visible dots. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        case '\n', '\t' -> escaped.append(c);
        default -> escaped.append(isShown(c) ? c : '·');
      }
    }
    return escaped.toString();
  }

  /** Bidirectional overrides could make a text read as another one. */
  private static boolean isShown(char c) {
    boolean bidirectional = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return !Character.isISOControl(c) && !bidirectional && c != 0xFFFE && c != 0xFFFF;
  }

  /** JSON that cannot end the script element it stands in. */
  static String scriptData(String json) {
    return json.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
  }

  static String section(String id, String title, String note, String body) {
    return "<section class=\"card\" id=\""
        + id
        + "\"><h2>"
        + escape(title)
        + "</h2>"
        + (note.isEmpty() ? "" : "<p class=\"note\">" + escape(note) + "</p>")
        + body
        + "</section>\n";
  }

  /** A heading of a table's column. */
  record Column(String title, String style) {
    static Column text(String title) {
      return new Column(title, "");
    }

    /** Left out on narrow screens. */
    static Column wide(String title) {
      return new Column(title, "wide");
    }

    static Column number(String title) {
      return new Column(title, "n");
    }

    /** Left out on narrow screens. */
    static Column wideNumber(String title) {
      return new Column(title, "n wide");
    }
  }

  /**
   * A table's cell.
   *
   * @param html already escaped
   * @param sort what the column is sorted by; empty: the text
   */
  record Cell(String html, String sort) {
    static Cell text(String hostile) {
      return new Cell(escape(hostile), "");
    }

    static Cell html(String html) {
      return new Cell(html, "");
    }

    static Cell figure(String figure, double sort) {
      return new Cell(escape(figure), Double.isNaN(sort) ? "-1" : Double.toString(sort));
    }
  }

  static String table(List<Column> columns, List<List<Cell>> rows) {
    return table("", columns, rows, Integer.MAX_VALUE);
  }

  /** A table; rows from {@code shown} on carry class {@code more}. */
  static String table(String attributes, List<Column> columns, List<List<Cell>> rows, int shown) {
    StringBuilder table = new StringBuilder("<table" + attributes + "><thead><tr>");
    for (Column column : columns) {
      table.append("<th scope=\"col\"").append(style(column)).append('>');
      table.append(escape(column.title())).append("</th>");
    }
    table.append("</tr></thead><tbody>\n");
    for (int i = 0; i < rows.size(); i++) {
      table.append(i < shown ? "<tr>" : "<tr class=\"more\">");
      for (int j = 0; j < columns.size(); j++) {
        Cell cell = rows.get(i).get(j);
        table.append("<td").append(style(columns.get(j)));
        table.append(cell.sort().isEmpty() ? "" : " data-v=\"" + cell.sort() + "\"");
        table.append('>').append(cell.html()).append("</td>");
      }
      table.append("</tr>\n");
    }
    return table.append("</tbody></table>").toString();
  }

  private static String style(Column column) {
    return column.style().isEmpty() ? "" : " class=\"" + column.style() + "\"";
  }
}
