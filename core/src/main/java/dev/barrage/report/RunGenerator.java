package dev.barrage.report;

import dev.barrage.plan.Durations;
import dev.barrage.plan.Numbers;
import dev.barrage.report.Html.Cell;
import dev.barrage.report.Html.Column;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The part of a run's report that says whether the generator was fit to measure. */
final class RunGenerator {
  private final JsonNode run;
  private final JsonNode health;
  private final JsonNode limits;

  RunGenerator(JsonNode run) {
    this.run = run;
    this.health = Tree.at(run, "generator");
    this.limits = Tree.at(run, "plan", "validity");
  }

  /**
   * @param sendLagChart the chart that goes below the table; may be empty
   */
  String html(String sendLagChart) {
    List<List<Cell>> rows = new ArrayList<>();
    limited(rows, "Send lag p99", Tree.number(run, "send_lag_us", "p99"), sendLagLimitUs(), "us");
    limited(rows, "Longest loop stall", "loop_stall_ms_max", "loop stall");
    limited(rows, "Longest collector pause", "gc_pause_ms_max", "gc pause");
    limited(rows, "Largest clock jump", "clock_jump_ms_max", "clock jump");
    limited(
        rows, "CPU time stolen", Tree.number(run, "host", "steal_ratio"), share("steal"), "ratio");
    plain(rows, "Busiest loop", Figures.percent(Tree.number(health, "cpu_busy")));
    plain(rows, "CPU per request", Figures.us(Tree.number(health, "cpu_us_per_request")));
    plain(rows, "Could have sent about", Figures.perSecond(Tree.number(health, "ceiling_per_s")));
    plain(rows, "Headroom", Figures.percent(Tree.number(health, "headroom")));
    plain(rows, "Event loops", Tree.shownCount(health, "threads"));
    plain(rows, "Memory", memory());
    List<Column> columns =
        List.of(
            Column.text("Of the generator"),
            Column.number("Measured"),
            Column.number("Limit"),
            Column.text(""));
    return Html.section(
        "generator",
        "Generator health",
        "Beyond a limit the run is INVALID: then the generator, not the target, made the numbers.",
        Html.table(columns, rows) + sendLagChart);
  }

  /** A share of latency p99 if that is more. */
  private double sendLagLimitUs() {
    double limitUs = us("send lag");
    double shareUs = share("send lag share") * Tree.number(run, "latency_us", "p99");
    return Double.isNaN(shareUs) ? limitUs : Math.max(limitUs, shareUs);
  }

  /** A duration among the plan's limits; NaN where the record has none that can be read. */
  private double us(String limit) {
    try {
      return Durations.parse(Tree.text(limits, limit)).toNanos() / 1e3;
    } catch (IllegalArgumentException e) {
      return Double.NaN;
    }
  }

  private double share(String limit) {
    try {
      return Numbers.share(Tree.text(limits, limit));
    } catch (IllegalArgumentException e) {
      return Double.NaN;
    }
  }

  private String memory() {
    double megabytes = Tree.number(health, "rss_mb_max");
    return Double.isNaN(megabytes) ? Figures.NONE : Figures.bytes((long) (megabytes * 1e6));
  }

  private void limited(List<List<Cell>> rows, String label, String valueMs, String limit) {
    limited(rows, label, Tree.number(health, valueMs) * 1e3, us(limit), "us");
  }

  private static void limited(
      List<List<Cell>> rows, String label, double value, double limit, String unit) {
    boolean known = !Double.isNaN(value) && !Double.isNaN(limit);
    String state =
        !known
            ? ""
            : value <= limit
                ? "<span class=\"pill v-PASS\">within</span>"
                : "<span class=\"pill v-INVALID\">beyond</span>";
    rows.add(
        List.of(
            Cell.text(label),
            Cell.text(Figures.value(value, unit)),
            Cell.text(Double.isNaN(limit) ? Figures.NONE : "≤ " + Figures.limit(limit, unit)),
            Cell.html(state)));
  }

  private static void plain(List<List<Cell>> rows, String label, String value) {
    rows.add(List.of(Cell.text(label), Cell.text(value), Cell.text(""), Cell.text("")));
  }
}
