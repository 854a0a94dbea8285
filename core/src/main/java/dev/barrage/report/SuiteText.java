package dev.barrage.report;

import dev.barrage.report.Html.Cell;
import dev.barrage.report.Html.Column;
import dev.barrage.verdict.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** A suite as a table: on the console, and as a page that links its runs. Pure. */
public final class SuiteText {
  private static final int WIDTH = 100;
  private static final int REASONS_SHOWN = 8;

  private SuiteText() {}

  /** The table for the console, ending with a line break. */
  public static String summary(SuiteRecord suite, Path directory, boolean colour) {
    Ink ink = Ink.of(colour);
    List<String> lines = new ArrayList<>();
    lines.add(ink.verdict(suite.verdict()) + "  " + ink.bold(Printable.line(suite.name(), 60)));
    lines.add("  " + sentence(suite));
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
          .forEach(r -> lines.add("  " + Printable.line(r, WIDTH)));
      if (reasons.size() > REASONS_SHOWN) {
        lines.add("  … and " + (reasons.size() - REASONS_SHOWN) + " more, see the report");
      }
    }
    lines.add("");
    lines.add("  Report  " + directory.resolve(HtmlReport.FILE_NAME));
    return String.join("\n", lines) + "\n";
  }

  private static String sentence(SuiteRecord suite) {
    String runs = suite.runs().size() + " of " + Figures.count(suite.planned(), "run");
    return suite.interrupted()
        ? "Ended early: " + runs + "; what follows is of those."
        : VerdictWords.sentence(suite.verdict()) + " " + runs + ".";
  }

  private static String row(String verdict, String... cells) {
    return String.format(
        Locale.ROOT,
        "  %-13s%-18s%4s%12s%10s%11s%11s%11s",
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
      Printable.line(part.scenario(), 17),
      Integer.toString(part.repetition()),
      Figures.perSecond(Tree.number(part.run(), "ok_per_s")),
      Figures.percent(SuiteJson.errorRatio(part)),
      Figures.us(Tree.number(part.run(), "latency_us", "p50")),
      Figures.us(Tree.number(part.run(), "latency_us", "p95")),
      Figures.us(Tree.number(part.run(), "latency_us", "p99"))
    };
  }

  private static List<String> reasons(SuiteRecord suite) {
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

  /** One HTML file beside the runs' directories. */
  public static String page(SuiteRecord suite) {
    List<Column> columns =
        List.of(
            Column.text("Verdict"),
            Column.text("Run"),
            Column.number("ok/s"),
            Column.number("Errors"),
            Column.number("p50"),
            Column.number("p95"),
            Column.number("p99"));
    List<List<Cell>> rows = suite.runs().stream().map(SuiteText::htmlRow).toList();
    StringBuilder why = new StringBuilder();
    reasons(suite).forEach(r -> why.append("<li>").append(Html.escape(r)).append("</li>\n"));
    return HtmlReport.page(
        suite.name(),
        "<header><div><h1>"
            + Html.escape(suite.name())
            + "</h1><p>"
            + Html.escape(suite.verdict() + ": " + sentence(suite))
            + "</p></div></header><main>\n"
            + Html.section("runs", "Runs", "", Html.table(columns, rows))
            + (why.isEmpty() ? "" : Html.section("why", "Why", "", "<ul>" + why + "</ul>"))
            + "</main>\n<footer>Made by Barrage from <code>"
            + SuiteJson.SCHEMA
            + "</code>.</footer>\n");
  }

  private static List<Cell> htmlRow(SuiteRecord.Part part) {
    String[] cells = cells(part);
    String link =
        "<a href=\""
            + Html.escape(part.directory() + "/" + HtmlReport.FILE_NAME)
            + "\">"
            + Html.escape(SuiteJson.title(part))
            + "</a>";
    Verdict verdict = part.verdict();
    return List.of(
        Cell.text(verdict.name()),
        Cell.html(link),
        Cell.figure(cells[2], Tree.number(part.run(), "ok_per_s")),
        Cell.figure(cells[3], SuiteJson.errorRatio(part)),
        Cell.figure(cells[4], Tree.number(part.run(), "latency_us", "p50")),
        Cell.figure(cells[5], Tree.number(part.run(), "latency_us", "p95")),
        Cell.figure(cells[6], Tree.number(part.run(), "latency_us", "p99")));
  }
}
