package dev.barrage.report;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * What a gateway adds, as a few lines of text of at most {@value SummaryLines#WIDTH} columns.
 * Stateless.
 */
public final class OverheadText {
  private OverheadText() {}

  /** The lines of an {@code overhead.json} tree. */
  public static String of(JsonNode overhead) {
    StringBuilder text = new StringBuilder();
    paragraph(text, "", Tree.text(overhead, "verdict") + "  " + sentence(overhead));
    for (JsonNode reason : Tree.list(overhead, "reasons")) {
      String message = Printable.line(Tree.text(reason, "message"), 300);
      paragraph(text, "  ", Tree.text(reason, "verdict") + ": " + message);
    }
    text.append('\n').append(row("", "through", "direct", "added", "95% interval", "ratio"));
    for (JsonNode at : Tree.list(overhead, "added")) {
      if (!Tree.flag(at, "headline")) {
        continue;
      }
      text.append(
          row(
              name(at),
              Figures.us(Tree.number(at, "gateway_us")),
              Figures.us(Tree.number(at, "direct_us")),
              us(Tree.number(at, "added_us")),
              interval(at),
              String.format(Locale.ROOT, "%.2f", Tree.number(at, "ratio"))));
    }
    text.append('\n');
    paragraph(text, "", notes(overhead));
    JsonNode cpu = overhead.path("cpu_us_per_request");
    if (cpu.isObject()) {
      paragraph(text, "", "CPU of the gateway: " + cpu(cpu));
    }
    return text.toString();
  }

  private static void paragraph(StringBuilder text, String indent, String words) {
    for (String line : Printable.wrap(words, SummaryLines.WIDTH - indent.length())) {
      text.append(indent).append(line).append('\n');
    }
  }

  /** What it comes to, in one sentence. */
  static String sentence(JsonNode overhead) {
    StringBuilder told = new StringBuilder();
    for (JsonNode at : Tree.list(overhead, "added")) {
      if (name(at).equals("p50") || name(at).equals("p99")) {
        told.append(told.isEmpty() ? "The gateway adds " : ", ");
        told.append(us(Tree.number(at, "added_us"))).append(" at ").append(name(at));
      }
    }
    return told.isEmpty() ? "Too few good answers to compare." : told + ".";
  }

  /** What the figures rest on. */
  static String notes(JsonNode overhead) {
    return String.format(
        Locale.ROOT,
        "%s good answers through the gateway, %s direct; intervals over %d blocks of %s.",
        Tree.shownCount(overhead, "gateway", "ok"),
        Tree.shownCount(overhead, "direct", "ok"),
        Tree.count(overhead, "blocks"),
        Figures.seconds(Tree.number(overhead, "block_s")));
  }

  /** CPU time per request with its interval. */
  static String cpu(JsonNode cpu) {
    double value = Tree.number(cpu, "value");
    return Double.isNaN(value)
        ? "not known: too few looks at its process"
        : Figures.us(value)
            + " per request ("
            + us(Tree.number(cpu, "low"))
            + " to "
            + us(Tree.number(cpu, "high"))
            + ")";
  }

  static String name(JsonNode at) {
    return "p" + Figures.plainDecimal(Tree.number(at, "percentile"));
  }

  static String interval(JsonNode at) {
    return us(Tree.number(at, "added_low_us")) + " to " + us(Tree.number(at, "added_high_us"));
  }

  /** A difference may be below zero. */
  static String us(double us) {
    return us < 0 ? "-" + Figures.us(-us) : Figures.us(us);
  }

  private static String row(
      String name, String gateway, String direct, String added, String interval, String ratio) {
    return String.format(
            Locale.ROOT,
            "  %-6s %10s %10s %10s  %-24s %6s",
            name,
            gateway,
            direct,
            added,
            interval,
            ratio)
        + "\n";
  }
}
