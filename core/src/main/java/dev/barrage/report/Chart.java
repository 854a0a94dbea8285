package dev.barrage.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A chart as HTML: the plot is SVG stretched to whatever width there is, the labels are text beside
 * it, so that they keep their size, and nothing needs a script. The numbers are added as JSON for
 * the read-out under the pointer.
 *
 * @param id of the figure
 * @param xUnit {@code s} or {@code share}, {@code yUnit} {@code us} or {@code per_s}: how the
 *     read-out formats values
 */
record Chart(
    String id,
    String title,
    String note,
    Axis x,
    Axis y,
    String xUnit,
    String yUnit,
    double[] xs,
    List<Series> series,
    List<Band> bands,
    List<Mark> marks) {
  static final int WIDTH = 1000;
  static final int HEIGHT = 260;

  /**
   * @param style class of the line; {@code s1} … {@code s4}, also {@code dash}
   * @param values one for each x; NaN: none
   */
  record Series(String name, String style, double[] values) {}

  /** A stretch of the x axis that is set apart: warm-up, drain. */
  record Band(double from, double to, String label) {}

  /** A point of its own: an objective. */
  record Mark(double x, double y, String label) {}

  String html() {
    StringBuilder plot = new StringBuilder();
    bands.forEach(band -> plot.append(bandRect(band)));
    plot.append(grid(x, y));
    for (Series line : series) {
      plot.append("<path class=\"line ").append(line.style()).append("\" d=\"");
      plot.append(path(line.values())).append("\"/>");
    }
    return frame(id, title, note, legend(), x, y, plot.toString(), marksHtml(), data());
  }

  /** The parts that all charts have. */
  static String frame(
      String id,
      String title,
      String note,
      String legend,
      Axis x,
      Axis y,
      String plot,
      String over,
      String data) {
    return "<figure class=\"chart\" id=\""
        + id
        + "\"><figcaption><h3>"
        + Html.escape(title)
        + "</h3>"
        + legend
        + "</figcaption>"
        + (note.isEmpty() ? "" : "<p class=\"note\">" + Html.escape(note) + "</p>")
        + "<div class=\"plot\"><div class=\"y\" aria-hidden=\"true\">"
        + labels(y, "bottom")
        + "</div><div class=\"area\"><svg viewBox=\"0 0 "
        + WIDTH
        + " "
        + HEIGHT
        + "\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\""
        + Html.escape(title)
        + "\">"
        + plot
        + "</svg>"
        + over
        + "</div><div class=\"x\" aria-hidden=\"true\">"
        + labels(x, "left")
        + "</div></div>"
        + (data.isEmpty()
            ? ""
            : "<script type=\"application/json\">" + Html.scriptData(data) + "</script>")
        + "</figure>\n";
  }

  static String grid(Axis x, Axis y) {
    StringBuilder path = new StringBuilder("<path class=\"grid\" d=\"");
    y.ticks().forEach(tick -> path.append("M0 " + down(y, tick.value()) + "H" + WIDTH));
    x.ticks().forEach(tick -> path.append("M" + across(x, tick.value()) + " 0V" + HEIGHT));
    return path.append("\"/>").toString();
  }

  /** Labels too close to the one before are left out, on narrow screens more of them. */
  private static String labels(Axis axis, String side) {
    StringBuilder labels = new StringBuilder();
    double last = -1;
    double lastOnNarrow = -1;
    for (Axis.Tick tick : axis.ticks()) {
      double place = axis.place(tick.value());
      if (last >= 0 && place - last < 0.08) {
        continue;
      }
      last = place;
      boolean narrow = side.equals("bottom") || lastOnNarrow < 0 || place - lastOnNarrow > 0.16;
      lastOnNarrow = narrow ? place : lastOnNarrow;
      String edge = place < 0.03 ? "first" : place > 0.95 ? "last" : "";
      String style = (edge + (narrow ? "" : " wide")).strip();
      labels.append("<span").append(style.isEmpty() ? "" : " class=\"" + style + "\"");
      labels.append(" style=\"" + side + ":" + percent(place) + "\">");
      labels.append(Html.escape(tick.label())).append("</span>");
    }
    return labels.toString();
  }

  private String legend() {
    StringBuilder legend = new StringBuilder("<span class=\"legend\">");
    for (Series line : series) {
      legend.append("<span><i class=\"key " + line.style() + "\"></i>");
      legend.append(Html.escape(line.name())).append("</span>");
    }
    if (!marks.isEmpty()) {
      legend.append("<span><i class=\"key mark\"></i>objective</span>");
    }
    return legend.append("</span>").toString();
  }

  private String bandRect(Band band) {
    double from = x.place(band.from()) * WIDTH;
    double to = x.place(band.to()) * WIDTH;
    return """
    <rect class="band" x="%s" y="0" width="%s" height="%d"><title>%s</title></rect>\
    """
        .formatted(round(from), round(to - from), HEIGHT, Html.escape(band.label()));
  }

  private String marksHtml() {
    StringBuilder html = new StringBuilder();
    for (Band band : bands) {
      boolean right = x.place(band.from()) > 0.5;
      html.append("<b class=\"bandname\" style=\"");
      html.append(right ? "right:0" : "left:" + percent(x.place(band.from()))).append("\">");
      html.append(Html.escape(band.label())).append("</b>");
    }
    for (Mark mark : marks) {
      html.append(
          "<b class=\"mark\" style=\"left:%s;bottom:%s\" title=\"%s\"></b>"
              .formatted(
                  percent(x.place(mark.x())),
                  percent(y.place(mark.y())),
                  Html.escape(mark.label())));
    }
    return html.toString();
  }

  private String path(double[] values) {
    StringBuilder path = new StringBuilder();
    boolean drawing = false;
    for (int i = 0; i < xs.length; i++) {
      if (Double.isNaN(values[i])) {
        drawing = false;
        continue;
      }
      path.append(drawing ? "L" : "M").append(across(x, xs[i])).append(' ');
      path.append(down(y, values[i])).append(drawing ? "" : "h0");
      drawing = true;
    }
    return path.toString();
  }

  private String data() {
    List<String> lines = new ArrayList<>();
    for (Series line : series) {
      lines.add(
          "{\"name\":\"%s\",\"style\":\"%s\",\"v\":%s}"
              .formatted(line.name(), line.style(), numbers(line.values())));
    }
    return "{\"xUnit\":\"%s\",\"yUnit\":\"%s\",\"x\":%s,\"at\":%s,\"series\":[%s]}"
        .formatted(xUnit, yUnit, numbers(xs), places(), String.join(",", lines));
  }

  private String places() {
    double[] places = new double[xs.length];
    for (int i = 0; i < xs.length; i++) {
      places[i] = x.place(xs[i]);
    }
    return numbers(places);
  }

  private static String numbers(double[] values) {
    StringBuilder json = new StringBuilder("[");
    for (double value : values) {
      json.append(json.length() == 1 ? "" : ",");
      json.append(Double.isNaN(value) ? "null" : shortest(value));
    }
    return json.append(']').toString();
  }

  /** Five significant digits are enough to read; shares of requests need their nines. */
  private static String shortest(double value) {
    int digits = value > 0.9 && value < 1 ? 8 : 5;
    return new BigDecimal(value, new MathContext(digits)).stripTrailingZeros().toPlainString();
  }

  static String across(Axis x, double value) {
    return round(x.place(value) * WIDTH);
  }

  static String down(Axis y, double value) {
    return round((1 - y.place(value)) * HEIGHT);
  }

  static String round(double coordinate) {
    String text = String.format(Locale.ROOT, "%.1f", coordinate);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  static String percent(double place) {
    return String.format(Locale.ROOT, "%.2f%%", place * 100);
  }
}
