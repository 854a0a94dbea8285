package dev.barrage.report;

import dev.barrage.report.Html.Cell;
import dev.barrage.report.Html.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The part of a run's report on how it went: trends over the steady stage, and a spike. */
final class RunCourse {
  private final JsonNode run;

  RunCourse(JsonNode run) {
    this.run = run;
  }

  /** Empty where the run was too short for either. */
  String html() {
    return spike() + trends();
  }

  private String spike() {
    JsonNode spike = Tree.at(run, "spike");
    if (!spike.isObject()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<ul>");
    SpikeWords.lines(spike)
        .forEach(line -> html.append("<li>").append(Html.escape(line)).append("</li>"));
    return Html.section(
        "spike",
        "The spike",
        "By intended time. Refused: answered, but not as wished; recovered: p95 is within a tenth"
            + " of before for a second, and stays.",
        html.append("</ul>").toString());
  }

  private String trends() {
    List<List<Cell>> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> trend : Tree.at(run, "trend").properties()) {
      if (trend.getValue().has("change_ratio")) {
        String figure = trend.getKey().replace("_degradation", "");
        rows.add(
            List.of(
                Cell.text(figure),
                Cell.text(share(trend.getValue(), "change_ratio")),
                Cell.text(
                    share(trend.getValue(), "change_low_ratio")
                        + " to "
                        + share(trend.getValue(), "change_high_ratio"))));
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

  private static String share(JsonNode trend, String name) {
    double value = Tree.number(trend, name);
    return Double.isNaN(value)
        ? Figures.NONE
        : (value < 0 ? "−" : "+") + Figures.percent(Math.abs(value));
  }
}
