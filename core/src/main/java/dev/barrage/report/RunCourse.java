package dev.barrage.report;

import dev.barrage.report.Html.Cell;
import dev.barrage.report.Html.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The part of a run's report on how it went: rate limit, spike, trends over the steady stage. */
final class RunCourse {
  private static final String UNTOLD = "too uneven to tell";

  private final JsonNode run;

  RunCourse(JsonNode run) {
    this.run = run;
  }

  /** Empty where there was nothing of them, or the run was too short. */
  String html() {
    return limit() + spike() + trends();
  }

  private String limit() {
    JsonNode limit = Tree.at(run, "rate_limit");
    return limit.isObject()
        ? Html.section(
            "rate-limit",
            "The rate limit",
            "Of the answers to requests that may be refused with 429; what it lets through is from"
                + " the first refusal on.",
            list(LimitWords.lines(limit)))
        : "";
  }

  private String spike() {
    JsonNode spike = Tree.at(run, "spike");
    if (!spike.isObject()) {
      return "";
    }
    return Html.section(
        "spike",
        "The spike",
        "By intended time. Refused: answered, but not as wished; recovered: p95 is within a tenth"
            + " of before for a second, and stays.",
        list(SpikeWords.lines(spike)));
  }

  private static String list(List<String> lines) {
    StringBuilder html = new StringBuilder("<ul>");
    lines.forEach(line -> html.append("<li>").append(Html.escape(line)).append("</li>"));
    return html.append("</ul>").toString();
  }

  private String trends() {
    List<List<Cell>> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> trend : Tree.at(run, "trend").properties()) {
      if (trend.getValue().has("change_ratio")) {
        String figure = trend.getKey().replace("_degradation", "");
        rows.add(
            List.of(
                Cell.text(figure),
                Cell.text(isTold(trend.getValue()) ? change(trend.getValue()) : Figures.NONE),
                Cell.text(isTold(trend.getValue()) ? interval(trend.getValue()) : UNTOLD)));
      }
    }
    return rows.isEmpty()
        ? ""
        : Html.section(
            "trend",
            "Over the steady stage",
            "Change from its begin to its end by the fitted slope; an interval that holds zero"
                + " tells of no change.",
            Html.table(
                List.of(Column.text("Figure"), Column.number("Change"), Column.number("95%")),
                rows));
  }

  /** What begins near zero, or loses more than all of it, has no share that means anything. */
  private static boolean isTold(JsonNode trend) {
    return Stream.of("change_ratio", "change_low_ratio", "change_high_ratio")
        .mapToDouble(name -> Tree.number(trend, name))
        .allMatch(share -> share >= -1);
  }

  private static String change(JsonNode trend) {
    return share(trend, "change_ratio");
  }

  private static String interval(JsonNode trend) {
    return share(trend, "change_low_ratio") + " to " + share(trend, "change_high_ratio");
  }

  private static String share(JsonNode trend, String name) {
    double value = Tree.number(trend, name);
    String percent = Figures.percent(Math.abs(value));
    String sign = percent.equals(Figures.percent(0)) ? "" : value < 0 ? "−" : "+";
    return sign + percent;
  }
}
