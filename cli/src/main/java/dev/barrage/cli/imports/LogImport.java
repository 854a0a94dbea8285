package dev.barrage.cli.imports;

import dev.barrage.cli.UsageException;
import dev.barrage.plan.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An access log as a plan that replays it: a task for each distinct request, and a file of arrivals
 * that says when each comes.
 *
 * <p>The log is read twice: to find the requests (the most frequent are kept), then the arrivals.
 */
public final class LogImport {
  private static final int MAX_DISTINCT = 200_000;

  /** Of the paths of all distinct requests together: they are kept until the log was read. */
  private static final int MAX_DISTINCT_CHARS = 32 << 20;

  private static final int MAX_TASKS = 5_000;

  /** Plans are at most 1 Mi characters. */
  private static final int MAX_TASK_CHARS = 700_000;

  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
  private static final Pattern ESCAPED = Pattern.compile("\\\\x([0-9A-Fa-f]{2})");
  private static final String LOCAL = "http://localhost:8080";

  /**
   * How to import.
   *
   * @param format nginx's log_format, {@code combined} or {@code envoy}; empty: found out
   * @param target base URL; a log does not say it
   * @param speed {@code 2} is twice as fast
   */
  public record Options(
      Optional<String> format, Optional<String> target, String speed, boolean dropQuery) {}

  /** A distinct request: how often, with which status (−1: several), and its place in the plan. */
  private static final class Seen {
    final String method;
    final String path;
    int count;
    int status;
    int task = -1;

    Seen(String method, String path, int status) {
      this.method = method;
      this.path = path;
      this.status = status;
    }
  }

  private final Path file;
  private final Options options;
  private final Draft draft;
  private final Map<String, Seen> requests = new LinkedHashMap<>();
  private final Map<String, Integer> refused = new LinkedHashMap<>();
  private Optional<LogFormat> format;
  private long firstUs = Long.MAX_VALUE;
  private long malformed;
  private String firstMalformed = "";
  private LogArrivals arrivals = new LogArrivals(0);

  private LogImport(Path file, Options options) {
    this.file = file;
    this.options = options;
    this.draft = new Draft(String.valueOf(file.getFileName()));
    this.format =
        options
            .format()
            .map(text ->
                switch (text) {
                  case "combined" -> LogFormat.COMBINED;
                  case "envoy" -> LogFormat.ENVOY;
                  default -> new LogFormat(text);
                });
  }

  /**
   * @throws IOException the log cannot be read
   * @throws UsageException no line of it is of the format, or none can be imported
   */
  public static LogImport read(Path file, Options options) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new UsageException(file + " is not a regular file; a log is read twice");
    }
    LogImport log = new LogImport(file, options);
    log.findRequests();
    log.chooseTasks();
    log.findArrivals();
    return log;
  }

  /** Writes the arrivals, as the plan's load reads them. */
  public void writeArrivals(Path to) throws IOException {
    arrivals.write(to);
  }

  /**
   * The plan.
   *
   * @param arrivalsName the file of arrivals, relative to the plan
   */
  public Imported plan(String arrivalsName) {
    List<Draft.Task> tasks = new ArrayList<>();
    requests.values().stream()
        .filter(seen -> seen.task >= 0)
        .sorted(Comparator.comparingInt(seen -> seen.task))
        .forEach(seen -> tasks.add(task(seen)));
    draft.users.add(new Draft.User("client", tasks));
    draft.target.put("url", target());
    String name = arrivalsName.matches("\\S+") ? arrivalsName : '"' + arrivalsName + '"';
    String speed = options.speed().equals("1") ? "" : " at " + options.speed() + "x";
    double seconds = arrivals.lengthUs() / 1e6 / Double.parseDouble(options.speed());
    draft.load.add("replay " + name + speed + " for " + ((long) seconds + 1) + "s");
    return Imported.of(draft);
  }

  private String target() {
    if (options.target().isEmpty()) {
      draft.note("the target, which a log does not hold: --target or -H gives it");
      return LOCAL;
    }
    return Address.of(options.target().get()).target();
  }

  private static Draft.Task task(Seen seen) {
    DraftRequest request = new DraftRequest(seen.method, seen.path);
    if (seen.status >= 400) {
      request.expect(Map.of("status", seen.status));
    }
    return new Draft.Task(List.of(Draft.Step.of(request)), List.of());
  }

  private interface Visitor {
    void visit(LogFormat.Entry entry, String path);
  }

  /** Hands on the lines whose requests a plan can send. */
  private void walk(Visitor visitor) throws IOException {
    try (LogLines lines = new LogLines(file)) {
      for (String raw; (raw = lines.next()) != null; ) {
        String line = unescaped(raw);
        if (format.isEmpty()) {
          format = LogFormat.of(line);
        }
        Optional<LogFormat.Entry> entry = format.flatMap(known -> known.read(line));
        Optional<String> path = entry.flatMap(e -> path(e.uri()));
        if (entry.isPresent() && path.isPresent()) {
          visitor.visit(entry.get(), path.get());
        } else if (malformed++ == 0) {
          firstMalformed =
              "line " + lines.number() + ": " + DraftText.printable(Address.shortened(line));
        }
      }
    }
  }

  /** What nginx escapes because of its log is as it was in the request, percent-encoded. */
  private static String unescaped(String line) {
    Matcher escaped = ESCAPED.matcher(line);
    return line.indexOf('\\') < 0 ? line : escaped.replaceAll("%$1");
  }

  private Optional<String> path(String uri) {
    String path = uri.replaceFirst("(?i)^https?://[^/?#]*(?=/)", "").replaceFirst("#.*", "");
    if (!path.startsWith("/") || path.length() > 8_000) {
      return Optional.empty();
    }
    int mark = path.indexOf('?');
    if (mark < 0 || options.dropQuery()) {
      return Optional.of(Address.encoded(mark < 0 ? path : path.substring(0, mark)));
    }
    return Optional.of(
        Address.encoded(path.substring(0, mark + 1) + query(path.substring(mark + 1))));
  }

  /** Secrets have one variable for all of their values. */
  private String query(String query) {
    List<String> pairs = new ArrayList<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = Address.decoded(pair.substring(0, Math.max(0, equals)));
      boolean secret = equals > 0 && Secrets.isSecretName(name) && pair.length() > equals + 1;
      String variable = name.replaceAll("[^A-Za-z0-9_]", "_").replaceFirst("^[^A-Za-z_]", "_");
      pairs.add(
          secret && variable.length() <= 80
              ? pair.substring(0, equals + 1)
                  + draft.leftOut.open(variable, "parameter " + name + ", the same in all requests")
              : pair);
    }
    return String.join("&", pairs);
  }

  private void findRequests() throws IOException {
    int[] unknown = {0};
    long[] chars = {0};
    walk((entry, path) -> {
      String method = entry.method().toUpperCase(Locale.ROOT);
      if (WITH_BODY.contains(method) || !DraftRequest.isKnown(method)) {
        refused.merge(method.length() <= 20 ? method : "other methods", 1, Integer::sum);
        return;
      }
      String key = method + " " + path;
      Seen seen = requests.get(key);
      boolean full = requests.size() == MAX_DISTINCT || chars[0] > MAX_DISTINCT_CHARS;
      if (seen == null && full) {
        unknown[0]++;
        return;
      }
      if (seen == null) {
        seen = new Seen(method, path, entry.status());
        requests.put(key, seen);
        chars[0] += key.length();
      }
      seen.count++;
      seen.status = seen.status == entry.status() ? seen.status : -1;
      firstUs = Math.min(firstUs, entry.atUs());
    });
    if (requests.isEmpty()) {
      throw new UsageException(nothing());
    }
    if (malformed > 0) {
      draft.note(malformed + " lines that are not of the format; the first is " + firstMalformed);
    }
    refused.forEach((method, count) ->
        draft.note(
            count
                + " requests with "
                + DraftText.printable(method)
                + (WITH_BODY.contains(method) ? ": a log does not hold their bodies" : "")));
    if (unknown[0] > 0) {
      draft.note(
          unknown[0]
              + " requests other than the first "
              + requests.size()
              + " distinct ones; try --drop-query");
    }
  }

  private String nothing() {
    if (malformed > 0) {
      return draft.source
          + " is not an access log of "
          + (options.format().isEmpty()
              ? "nginx (combined) or Envoy; --format tells another"
              : "that --format")
          + "; "
          + firstMalformed;
    }
    return draft.source
        + (refused.isEmpty()
            ? " is empty"
            : " holds only requests with bodies, which are not in a log");
  }

  private void chooseTasks() {
    List<Seen> frequent = new ArrayList<>(requests.values());
    frequent.sort(Comparator.comparingInt((Seen seen) -> -seen.count)); // stable
    int chars = 0;
    int tasks = 0;
    long left = 0;
    for (Seen seen : frequent) {
      chars += seen.path.length() + 40;
      if (tasks < MAX_TASKS && chars < MAX_TASK_CHARS) {
        seen.task = tasks++;
      } else {
        left += seen.count;
      }
    }
    if (left > 0) {
      draft.note(left + " requests other than the " + tasks + " most frequent; try --drop-query");
    }
  }

  private void findArrivals() throws IOException {
    arrivals = new LogArrivals(firstUs);
    walk((entry, path) -> {
      Seen seen = requests.get(entry.method().toUpperCase(Locale.ROOT) + " " + path);
      if (seen != null && seen.task >= 0) {
        if (entry.atUs() - firstUs > LogArrivals.MAX_LENGTH_US) {
          draft.note("requests later than 200 days after the first");
        } else if (arrivals.count() < LogArrivals.MAX) {
          arrivals.add(entry.atUs(), entry.coarse(), seen.task);
        } else {
          draft.note("requests after the first " + LogArrivals.MAX);
        }
      }
    });
    arrivals.finish();
  }
}
