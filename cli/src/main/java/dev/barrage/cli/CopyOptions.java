package dev.barrage.cli;

import dev.barrage.report.HtmlReport;
import dev.barrage.report.JUnitXml;
import dev.barrage.report.K6Summary;
import dev.barrage.report.LocustCsv;
import dev.barrage.report.LocustHistory;
import dev.barrage.report.MarkdownReport;
import dev.barrage.report.OpenMetrics;
import dev.barrage.report.RunJson;
import dev.barrage.report.StoredRun;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Extra copies of a run's record, in the formats that people and other programs read. */
final class CopyOptions {
  @Option(
      names = "--json",
      arity = "0..1",
      fallbackValue = Copies.STANDARD_OUTPUT,
      paramLabel = "FILE",
      description = "An extra copy of run.json; - or nothing is standard output.")
  private @Nullable String json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "An extra copy of report.html; - is standard output.")
  private @Nullable String html;

  @Option(
      names = "--csv",
      paramLabel = "PREFIX",
      description =
          "Locust's files PREFIX_stats.csv, _stats_history.csv, _failures.csv, _exceptions.csv.")
  private @Nullable String csv;

  @Option(
      names = "--csv-full-history",
      description = "With --csv: the history has rows for each request, too.")
  private boolean csvFullHistory;

  @Mixin private final PipelineOptions pipeline = new PipelineOptions();

  @Option(
      names = {"--k6-summary", "--summary-export"},
      paramLabel = "FILE",
      description = "The summary that k6 exports, in its names; - is standard output.")
  private @Nullable String k6;

  @Option(
      names = "--openmetrics",
      paramLabel = "FILE",
      description = "The result as OpenMetrics text; - is standard output.")
  private @Nullable String openMetrics;

  /** What was asked for, a file each. */
  Copies<StoredRun> copies() {
    if (csvFullHistory && csv == null) {
      throw new UsageException("--csv-full-history goes with --csv PREFIX");
    }
    List<Copies.Copy<StoredRun>> copies = new ArrayList<>();
    Copies.add(copies, "--json", json, RunJson::write);
    Copies.add(copies, "--html", html, HtmlReport::write);
    pipeline.add(copies, JUnitXml::write, MarkdownReport::write);
    Copies.add(copies, "--k6-summary", k6, K6Summary::write);
    Copies.add(copies, "--openmetrics", openMetrics, OpenMetrics::write);
    addPrefixed(copies, "_stats.csv", LocustCsv::stats);
    addPrefixed(
        copies,
        "_stats_history.csv",
        csvFullHistory ? LocustHistory::writeFull : LocustHistory::write);
    addPrefixed(copies, "_failures.csv", LocustCsv::failures);
    addPrefixed(copies, "_exceptions.csv", LocustCsv::exceptions);
    return new Copies<>(copies);
  }

  /** Whether a copy tells of the latencies of each second, and so needs the interval logs. */
  boolean needLogs() {
    return csv != null;
  }

  /** Whether the run is to keep numbers by request and second. */
  boolean needRequestSeconds() {
    return csvFullHistory;
  }

  private void addPrefixed(
      List<Copies.Copy<StoredRun>> copies, String suffix, Copies.Format<StoredRun> format) {
    if (Copies.STANDARD_OUTPUT.equals(csv)) {
      throw new UsageException("--csv writes four files; give the beginning of their names");
    }
    if ("".equals(csv)) {
      throw new UsageException("--csv needs the beginning of the files' names");
    }
    Copies.add(copies, "--csv", csv == null ? null : csv + suffix, format);
  }
}
