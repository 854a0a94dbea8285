package dev.barrage.plan;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code monitors}: what watches the target. */
final class MonitorsReader {
  static final List<String> KINDS = List.of("process", "prometheus", "health", "log");
  private static final List<String> KEYS =
      List.of("process", "prometheus", "health", "log", "series", "errors", "every", "optional");
  private static final Pattern SELECTOR = Pattern.compile("(pid|port|container)\\s+(\\S+)");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_-]{0,39}");
  private static final Pattern CONTAINER = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");
  private static final String USUAL_ERRORS = "\\b(ERROR|FATAL|PANIC|panic|emerg|crit)\\b";
  private static final Duration SHORTEST = Duration.ofMillis(100);

  private final Problems problems;
  private final PlanFolder folder;

  MonitorsReader(Problems problems, PlanFolder folder) {
    this.problems = problems;
    this.folder = folder;
  }

  List<Monitor> read(Node node) {
    List<Monitor> monitors = new ArrayList<>();
    Fields.each(
        problems,
        "monitors",
        node,
        (key, value) -> {
          String name = problems.attempt(key, "x", () -> name(key.getValue()));
          monitor(name, Fields.of(problems, "a monitor", value, KEYS)).ifPresent(monitors::add);
        });
    return monitors;
  }

  /**
   * A name that an objective can begin with.
   *
   * @throws IllegalArgumentException with what is allowed
   */
  static String name(String text) {
    boolean metric = ObjectiveParser.isMetric(text);
    if (!NAME.matcher(text).matches() || metric) {
      throw new IllegalArgumentException(
          Quoted.of(text)
              + (metric ? " is a metric of traffic; call the monitor something else" : "")
              + (metric
                  ? ""
                  : " cannot name a monitor; letters, digits, _ and -, beginning with a letter"));
    }
    return text;
  }

  private Optional<Monitor> monitor(String name, Fields fields) {
    List<String> kinds = KINDS.stream().filter(fields::has).toList();
    if (kinds.size() != 1) {
      problems.add(
          fields.node(),
          (kinds.isEmpty() ? "a monitor needs" : "a monitor has only one of")
              + " process, prometheus, health or log, e.g. process: port 8080");
      return Optional.empty();
    }
    Duration every = fields.value("every", Monitor.EVERY, MonitorsReader::every);
    boolean optional = fields.bool("optional", false);
    return source(kinds.getFirst(), fields)
        .map(source -> new Monitor(name, source, every, optional));
  }

  private static Duration every(String text) {
    Duration every = Durations.parsePositive(text);
    if (every.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("every is " + text + "; must be at least 100ms");
    }
    return every;
  }

  private Optional<Monitor.Source> source(String kind, Fields fields) {
    return switch (kind) {
      case "process" -> fields.optional("process", text -> process(text));
      case "prometheus" -> prometheus(fields);
      case "health" -> fields.optional("health", text -> new Monitor.Source.Health(url(text)));
      default -> log(fields);
    };
  }

  /**
   * {@code port 8080}, {@code pid 4711} or {@code container NAME}.
   *
   * @throws IllegalArgumentException with the text and what is allowed
   */
  static Monitor.Source.Process process(String text) {
    Matcher match = SELECTOR.matcher(text.strip());
    if (match.matches()) {
      String of = match.group(2);
      return new Monitor.Source.Process(
          switch (match.group(1)) {
            case "pid" ->
                new Monitor.Selector.Pid(Numbers.integer("pid", of, 1, Integer.MAX_VALUE));
            case "port" -> new Monitor.Selector.Port((int) Numbers.integer("port", of, 1, 65_535));
            default -> new Monitor.Selector.Container(container(of));
          });
    }
    throw new IllegalArgumentException(
        Quoted.of(text)
            + " names no process; write e.g. port 8080, pid 4711 or container gateway"
            + NearestWord.hint(text.split(" ", 2)[0], List.of("pid", "port", "container")));
  }

  private static String container(String name) {
    if (!CONTAINER.matcher(name).matches()) {
      throw new IllegalArgumentException(Quoted.of(name) + " is not the name of a container");
    }
    return name;
  }

  private Optional<Monitor.Source> prometheus(Fields fields) {
    Map<String, SeriesQuery> queries = new LinkedHashMap<>();
    fields
        .need("series", "series: {requests: rate(http_requests_total)}")
        .ifPresent(node ->
            Fields.each(
                problems,
                "series",
                node,
                (key, value) -> {
                  String name = problems.attempt(key, "x", () -> seriesName(key.getValue()));
                  SeriesQuery query =
                      problems.read(
                          value, new SeriesQuery("x", Map.of(), false), SeriesQuery::parse);
                  queries.put(name, query);
                }));
    return fields.optional("prometheus", text -> new Monitor.Source.Prometheus(url(text), queries));
  }

  private static String seriesName(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          Quoted.of(text)
              + " cannot name a series; letters, digits, _ and -, beginning with a letter");
    }
    return text;
  }

  private Optional<Monitor.Source> log(Fields fields) {
    Pattern errors = fields.value("errors", Pattern.compile(USUAL_ERRORS), ChecksReader::regex);
    return fields.optional(
        "log", text -> new Monitor.Source.Log(folder.path().resolve(text).normalize(), errors));
  }

  /** An absolute URL without user name. */
  static URI url(String text) {
    try {
      URI url = new URI(text);
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (http && url.getHost() != null && url.getRawUserInfo() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // The message below says it.
    }
    throw new IllegalArgumentException(
        Quoted.of(text) + " is not the URL of a page; write e.g. http://localhost:9090/metrics");
  }
}
