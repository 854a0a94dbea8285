package dev.barrage.report;

import static dev.barrage.report.SummaryLines.WIDTH;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** A suite as a table on the console, at most {@value SummaryLines#WIDTH} columns. Pure. */
public final class SuiteText {
  private static final int REASONS_SHOWN = 8;

  private SuiteText() {}

  /** The table for the console, ending with a line break. */
  public static String summary(SuiteRecord suite, Path directory, boolean colour) {
    Ink ink = Ink.of(colour);
    List<String> lines = new ArrayList<>();
    lines.add(ink.verdict(suite.verdict()) + "  " + ink.bold(Printable.line(suite.name(), 60)));
    paragraph(lines, sentence(suite));
    lines.add("");
    lines.add(ink.dim(row("", "SCENARIO", "RUN", "OK/S", "ERRORS", "P50", "P95", "P99")));
    for (SuiteRecord.Part part : suite.runs()) {
      String verdict = part.verdict().name();
      lines.add(row(verdict, cells(part)).replaceFirst(verdict, ink.verdict(part.verdict())));
    }
    List<String> reasons = reasons(suite);
    if (!reasons.isEmpty()) {
      lines.add("");
      reasons.stream()
          .limit(REASONS_SHOWN)
          .forEach(reason -> paragraph(lines, Printable.line(reason, 400)));
      if (reasons.size() > REASONS_SHOWN) {
        lines.add("  … and " + (reasons.size() - REASONS_SHOWN) + " more, see the report");
      }
    }
    lines.add("");
    lines.add("  Report  " + directory.resolve(HtmlReport.FILE_NAME));
    return String.join("\n", lines) + "\n";
  }

  private static void paragraph(List<String> lines, String text) {
    Printable.wrap(text, WIDTH - 2).forEach(line -> lines.add("  " + line));
  }

  static String sentence(SuiteRecord suite) {
    return suite.interrupted()
        ? "Ended early: " + runs(suite) + "; what follows is of those."
        : VerdictWords.sentence(suite.verdict()) + " " + runs(suite) + ".";
  }

  /** {@code 6 of 6 runs}. */
  static String runs(SuiteRecord suite) {
    return suite.runs().size() + " of " + Figures.count(suite.planned(), "run");
  }

  private static String row(String verdict, String... cells) {
    return String.format(
        Locale.ROOT,
        "  %-13s%-16s%4s%10s%8s%9s%9s%9s",
        verdict,
        cells[0],
        cells[1],
        cells[2],
        cells[3],
        cells[4],
        cells[5],
        cells[6]);
  }

  private static String[] cells(SuiteRecord.Part part) {
    return new String[] {
      Printable.line(part.scenario(), 15),
      Integer.toString(part.repetition()),
      Figures.perSecond(Tree.number(part.run(), "ok_per_s")),
      Figures.percent(SuiteJson.errorRatio(part)),
      Figures.us(Tree.number(part.run(), "latency_us", "p50")),
      Figures.us(Tree.number(part.run(), "latency_us", "p95")),
      Figures.us(Tree.number(part.run(), "latency_us", "p99"))
    };
  }

  static List<String> reasons(SuiteRecord suite) {
    List<String> reasons = new ArrayList<>();
    if (!suite.problem().isEmpty()) {
      reasons.add(suite.problem());
    }
    for (SuiteRecord.Part part : suite.runs()) {
      for (JsonNode reason : part.run().path("reasons")) {
        reasons.add(SuiteJson.title(part) + ": " + Tree.text(reason, "message"));
      }
    }
    return reasons;
  }
}
