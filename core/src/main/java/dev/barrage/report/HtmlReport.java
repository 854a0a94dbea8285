package dev.barrage.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Writes a run's record as one HTML file that needs nothing else: no network, no other files, and
 * for all but sorting, filtering and read-outs no script.
 *
 * <pre>
 *   HtmlReport.write(
 *       directory, runJson, directory.resolve("latency.hlog"), directory.resolve("service.hlog"));
 * </pre>
 *
 * <p>Everything in the record is treated as hostile: escaped where it is written, and a content
 * security policy lets no script run but the report's own. Longer runs are drawn with at most
 * {@value RunTimeline#MAX_POINTS} points. Stateless; may be used by several threads.
 */
public final class HtmlReport {
  /** Name of the report within a record directory. */
  public static final String FILE_NAME = "report.html";

  private HtmlReport() {}

  /**
   * Writes the report, by way of a temporary file beside it.
   *
   * @param directoryOrFile a directory gets {@value #FILE_NAME}; missing parents are made
   * @param run the tree of {@code run.json}
   * @param latencyLog interval log of latency; need not exist, the charts are then coarser
   * @param serviceLog interval log of service time; need not exist
   * @return the file written
   */
  public static Path write(Path directoryOrFile, JsonNode run, Path latencyLog, Path serviceLog)
      throws IOException {
    Path file =
        Files.isDirectory(directoryOrFile) ? directoryOrFile.resolve(FILE_NAME) : directoryOrFile;
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path partial = file.resolveSibling("." + file.getFileName() + ".partial");
    try {
      Files.writeString(partial, page(run, latencyLog, serviceLog));
      return Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /** The report's text. */
  public static String page(JsonNode run, Path latencyLog, Path serviceLog) {
    RunTimeline timeline = new RunTimeline(run);
    return page(
        run,
        timeline,
        LatencyLog.read(latencyLog, timeline.pointS()),
        LatencyLog.read(serviceLog, timeline.pointS()));
  }

  /** The text of the report on a run, with what its logs add to it if there are any. */
  public static String page(StoredRun stored) {
    return stored
        .directory()
        .map(dir ->
            page(
                stored.run(),
                dir.resolve(RecordDirectory.LATENCY_LOG),
                dir.resolve(RecordDirectory.SERVICE_LOG)))
        .orElseGet(() -> page(stored.run()));
  }

  public static void write(StoredRun stored, Appendable out) throws IOException {
    out.append(page(stored));
  }

  /** The text of a report on a run that kept no logs: without a heat map, coarser curves. */
  public static String page(JsonNode run) {
    return page(run, new RunTimeline(run), Optional.empty(), Optional.empty());
  }

  private static String page(
      JsonNode run,
      RunTimeline timeline,
      Optional<LatencyLog> latency,
      Optional<LatencyLog> service) {
    String script = resource("report.js");
    return head(Tree.text(run, "name"), resource("report.css"), script)
        + body(run, timeline, new RunCharts(run, timeline, latency, service))
        + "<script>"
        + script
        + "</script>\n</body>\n</html>\n";
  }

  /** Another page in the report's looks. */
  static String page(String name, String body) {
    String script = resource("report.js");
    return head(name, resource("report.css"), script)
        + body
        + "<script>"
        + script
        + "</script>\n</body>\n</html>\n";
  }

  private static String head(String name, String style, String script) {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
    style-src 'unsafe-inline'; img-src data:; script-src 'sha256-%s'; base-uri 'none'; \
    form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="generator" content="Barrage">
    <title>%s: load test</title>
    <link rel="icon" href="data:,">
    <style>%s</style>
    <noscript><style>tr.more { display: table-row }</style></noscript>
    </head>
    <body>
    """
        .formatted(sha256(script), Html.escape(name), style);
  }

  private static String body(JsonNode run, RunTimeline timeline, RunCharts charts) {
    RunOverview overview = new RunOverview(run);
    RunDetails details = new RunDetails(run);
    String percentiles = charts.percentiles() + details.distributions();
    String overTime = charts.throughput() + charts.latencyOverTime() + charts.heatMap();
    return title(run)
        + "<main>\n"
        + overview.verdict()
        + overview.tiles()
        + overview.objectives()
        + (percentiles.isEmpty() ? "" : card("distribution", percentiles))
        + (overTime.isEmpty() ? "" : card("over-time", overTime))
        + new RunCourse(run).html()
        + RunInjections.html(run)
        + RunHooks.html(run)
        + new RunMonitors(run, timeline).html()
        + details.outcomes()
        + details.requests()
        + details.groups()
        + new RunDiagnosis(run).html()
        + details.connections()
        + new RunGenerator(run).html(timeline.isEmpty() ? "" : charts.sendLag())
        + details.environment()
        + details.plan()
        + "</main>\n<footer>Made by Barrage from <code>"
        + Html.escape(Tree.text(run, "schema"))
        + "</code>. Latency: from the intended send time to the last byte, of every complete "
        + "response and of timeouts. Warm-up is drawn but in no figure.</footer>\n";
  }

  private static String title(JsonNode run) {
    String target = target(Tree.at(run, "plan", "target"));
    return header(
        Tree.text(run, "name"),
        (target.isEmpty() ? "" : "<span>" + Html.escape(target) + "</span> · ")
            + "<time>"
            + Html.escape(Figures.time(Tree.text(run, "started_at")))
            + "</time> · measured for "
            + Html.escape(Figures.seconds(Tree.number(run, "measured_s"))));
  }

  /**
   * The head of a page, with the switch that its script looks for.
   *
   * @param below the title, already escaped
   */
  static String header(String title, String below) {
    return "<header><div><h1>"
        + Html.escape(title)
        + "</h1><p>"
        + below
        + "</p></div><button type=\"button\" id=\"theme\" hidden>Light / dark</button></header>\n";
  }

  private static String target(JsonNode target) {
    List<String> urls = new ArrayList<>(List.of(Tree.text(target, "url")));
    Tree.list(target, "urls").forEach(url -> urls.add(url.asString()));
    return urls.stream().filter(url -> !url.isEmpty()).collect(Collectors.joining(", "));
  }

  private static String card(String id, String body) {
    return "<section class=\"card\" id=\"" + id + "\">" + body + "</section>\n";
  }

  private static String sha256(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program is incomplete: " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
