package dev.barrage.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The files that {@code locust --csv PREFIX} writes, header for header: {@code _stats.csv}, {@code
 * _failures.csv} and {@code _exceptions.csv}; {@link LocustHistory} writes {@code
 * _stats_history.csv}.
 *
 * <p>Times are in milliseconds, percentiles of them whole ones, as in Locust. A request counts once
 * it has ended; its response time is Barrage's latency, from the intended time. Requests are of the
 * measured window, as {@code run.json} counts them; rates are over {@link CountedTime}, as
 * Locust's. Stateless.
 */
public final class LocustCsv {
  static final List<String> PERCENTILE_HEADERS =
      List.of("50%", "66%", "75%", "80%", "90%", "95%", "98%", "99%", "99.9%", "99.99%", "100%");

  /** Where a record has them. */
  private static final List<String> PERCENTILES =
      List.of("p50", "p66", "p75", "p80", "p90", "p95", "p98", "p99", "p99_9", "p99_99", "max");

  static final String NOT_AVAILABLE = "N/A";
  static final String AGGREGATED = "Aggregated";

  private static final List<String> STATS =
      Stream.concat(
              Stream.of(
                  "Type",
                  "Name",
                  "Request Count",
                  "Failure Count",
                  "Median Response Time",
                  "Average Response Time",
                  "Min Response Time",
                  "Max Response Time",
                  "Average Content Size",
                  "Requests/s",
                  "Failures/s"),
              PERCENTILE_HEADERS.stream())
          .toList();

  private LocustCsv() {}

  public static void stats(StoredRun stored, Appendable out) throws IOException {
    JsonNode run = stored.run();
    Csv.row(out, STATS);
    double countedS = CountedTime.ofS(run);
    for (JsonNode request : sorted(run)) {
      String content = average(Tree.number(request, "content_bytes"), ended(request));
      stats(out, Tree.text(request, "method"), name(request), request, content, countedS);
    }
    String content = average(Tree.number(run, "bytes", "content"), ended(run));
    stats(out, "", AGGREGATED, run, content, countedS);
  }

  private static void stats(
      Appendable out, String type, String name, JsonNode of, String content, double countedS)
      throws IOException {
    List<String> cells = new ArrayList<>(List.of(type, name));
    cells.addAll(totals(of, content));
    cells.add(decimal(ended(of) / countedS));
    cells.add(decimal(Tree.count(of, "counts", "failed") / countedS));
    for (String percentile : PERCENTILES) {
      boolean any = of.path("latency_us").isObject();
      cells.add(any ? wholeMs(Tree.number(of, "latency_us", percentile)) : NOT_AVAILABLE);
    }
    Csv.row(out, cells);
  }

  /** Count, failures, median, average, minimum, maximum, content: in both files alike. */
  static List<String> totals(JsonNode of, String content) {
    JsonNode latency = of.path("latency_us");
    return List.of(
        Long.toString(ended(of)),
        Long.toString(Tree.count(of, "counts", "failed")),
        wholeMs(Tree.number(latency, "p50")),
        decimal(Tree.number(latency, "mean") / 1e3),
        decimal(Tree.number(latency, "min") / 1e3),
        decimal(Tree.number(latency, "max") / 1e3),
        content);
  }

  public static void failures(StoredRun stored, Appendable out) throws IOException {
    JsonNode run = stored.run();
    Csv.row(out, "Method", "Name", "Error", "Occurrences", "First Seen", "Last Seen");
    for (JsonNode error : Tree.list(run, "errors")) {
      if (isException(error)) {
        continue;
      }
      String name = Tree.text(error, "request");
      String method = method(run, name);
      Csv.row(
          out,
          method,
          withoutMethod(name, method),
          Tree.text(error, "message"),
          Long.toString(Tree.count(error, "count")),
          second(Tree.text(error, "first_at")),
          second(Tree.text(error, "last_at")));
    }
  }

  /** What steps written in Java threw. */
  public static void exceptions(StoredRun stored, Appendable out) throws IOException {
    Csv.row(out, "Count", "Message", "Traceback", "Nodes");
    for (JsonNode error : Tree.list(stored.run(), "errors")) {
      if (isException(error)) {
        String count = Long.toString(Tree.count(error, "count"));
        Csv.row(out, count, Tree.text(error, "message"), Tree.text(error, "sample"), "local");
      }
    }
  }

  /** Thrown by the load test's own code: of no request, and in no count of requests. */
  private static boolean isException(JsonNode error) {
    return Tree.text(error, "outcome").equals("script_failed");
  }

  /** By name and method, as Locust has them. */
  static List<JsonNode> sorted(JsonNode run) {
    List<JsonNode> requests = Tree.list(run, "requests");
    Collections.sort(
        requests,
        Comparator.comparing(LocustCsv::name).thenComparing(one -> Tree.text(one, "method")));
    return requests;
  }

  /** Without the method that unnamed requests begin with: Locust has a column for it. */
  static String name(JsonNode request) {
    return withoutMethod(Tree.text(request, "name"), Tree.text(request, "method"));
  }

  private static String withoutMethod(String name, String method) {
    return !method.isEmpty() && name.startsWith(method + " ")
        ? name.substring(method.length() + 1)
        : name;
  }

  private static String method(JsonNode run, String name) {
    return Tree.list(run, "requests").stream()
        .filter(request -> Tree.text(request, "name").equals(name))
        .map(request -> Tree.text(request, "method"))
        .findFirst()
        .orElse("");
  }

  static long ended(JsonNode of) {
    return Tree.count(of, "counts", "ok") + Tree.count(of, "counts", "failed");
  }

  static String average(double bytes, long requests) {
    return requests == 0 || Double.isNaN(bytes) ? "0" : decimal(bytes / requests);
  }

  /** A time rounded to whole milliseconds; 0 without any. */
  static String wholeMs(double us) {
    return Double.isNaN(us) ? "0" : Long.toString(Math.round(us / 1e3));
  }

  /** As Python writes a float: {@code 5.0}, {@code 30.32}, never with an exponent. */
  static String decimal(double value) {
    if (!Double.isFinite(value)) {
      return "0.0";
    }
    String plain = Figures.plainDecimal(value);
    return plain.contains(".") ? plain : plain + ".0";
  }

  private static String second(String time) {
    return time.replaceFirst("\\.\\d+Z$", "Z");
  }
}
