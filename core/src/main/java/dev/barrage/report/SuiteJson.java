package dev.barrage.report;

import dev.barrage.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code suite.json}, schema {@code barrage.suite/1}: the envelope of every record, {@code
 * scenarios[]} with the mean and range over repetitions, and {@code runs[]} with where each
 * recorded itself. Stateless, for any thread.
 */
public final class SuiteJson {
  public static final String SCHEMA = "barrage.suite/1";
  public static final String FILE = "suite.json";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Figures of a run that are summed up over its repetitions. */
  private static final List<String> FIGURES = List.of("throughput_per_s", "ok_per_s");

  private static final List<String> PERCENTILES = List.of("p50", "p95", "p99", "max");

  private SuiteJson() {}

  public static ObjectNode tree(SuiteRecord suite) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("schema", SCHEMA);
    json.put("verdict", suite.verdict().name());
    json.put("interrupted", suite.interrupted());
    reasons(json.putArray("reasons"), suite);
    json.put("name", suite.name());
    JsonNode first = suite.runs().isEmpty() ? MAPPER.nullNode() : suite.runs().getFirst().run();
    json.set("seed", first.path("seed"));
    json.put("started_at", suite.startedAt().truncatedTo(ChronoUnit.MILLIS).toString());
    json.put("ended_at", suite.endedAt().truncatedTo(ChronoUnit.MILLIS).toString());
    objectives(json.putArray("objectives"), suite);
    json.set("host", first.path("host"));
    json.put("planned", suite.planned());
    ArrayNode scenarios = json.putArray("scenarios");
    suite.scenarios().forEach(name -> scenarios.add(scenario(name, suite.of(name))));
    ArrayNode runs = json.putArray("runs");
    suite.runs().forEach(part -> runs.add(run(part)));
    return MAPPER.valueToTree(json); // what was missing becomes null
  }

  /** Writes the file at once: a reader sees the old one or the new one, never a part. */
  public static void write(Path directory, SuiteRecord suite) throws IOException {
    Path temporary = directory.resolve("." + FILE + ".tmp");
    String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree(suite)) + "\n";
    Files.writeString(temporary, text);
    Files.move(
        temporary,
        directory.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static void reasons(ArrayNode json, SuiteRecord suite) {
    if (!suite.problem().isEmpty()) {
      json.addObject()
          .put("rule", "not-begun")
          .put("verdict", Verdict.INCONCLUSIVE.name())
          .put("message", suite.problem())
          .putNull("value")
          .putNull("limit");
    }
    for (SuiteRecord.Part part : suite.runs()) {
      for (JsonNode reason : part.run().path("reasons")) {
        ObjectNode one = (ObjectNode) reason.deepCopy();
        one.put("message", title(part) + ": " + Tree.text(reason, "message"));
        json.add(one);
      }
    }
  }

  /** {@code smoke, run 2}. */
  static String title(SuiteRecord.Part part) {
    return part.scenario() + ", run " + part.repetition();
  }

  /** Each objective of a scenario once, as its worst repetition met it. */
  private static void objectives(ArrayNode json, SuiteRecord suite) {
    for (String scenario : suite.scenarios()) {
      int count = suite.of(scenario).getFirst().run().path("objectives").size();
      for (int i = 0; i < count; i++) {
        int index = i;
        JsonNode worst =
            suite.of(scenario).stream()
                .map(part -> part.run().path("objectives").path(index))
                .max(
                    Comparator.comparing((JsonNode o) -> Verdict.valueOf(Tree.text(o, "verdict")))
                        .thenComparingDouble(SuiteJson::badness))
                .orElseThrow();
        json.add(((ObjectNode) worst.deepCopy()).put("scenario", scenario));
      }
    }
  }

  /** More is worse; not reached is worst. */
  private static double badness(JsonNode objective) {
    double value = Tree.number(objective, "value");
    boolean lessIsGood = Tree.text(objective, "text").contains("<");
    return Double.isNaN(value) ? Double.POSITIVE_INFINITY : lessIsGood ? value : -value;
  }

  private static ObjectNode scenario(String name, List<SuiteRecord.Part> parts) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("name", name);
    json.put("verdict", Verdict.worst(parts.stream().map(p -> p.verdict()).toList()).name());
    json.put("repetitions", parts.size());
    FIGURES.forEach(figure ->
        json.set(figure, range(parts.stream().mapToDouble(p -> Tree.number(p.run(), figure)))));
    json.set("error_ratio", range(parts.stream().mapToDouble(SuiteJson::errorRatio)));
    ObjectNode latency = json.putObject("latency_us");
    PERCENTILES.forEach(percentile ->
        latency.set(
            percentile,
            range(
                parts.stream().mapToDouble(p -> Tree.number(p.run(), "latency_us", percentile)))));
    return json;
  }

  private static JsonNode range(DoubleStream values) {
    DoubleSummaryStatistics all = values.filter(Double::isFinite).summaryStatistics();
    return all.getCount() == 0
        ? MAPPER.nullNode()
        : MAPPER
            .createObjectNode()
            .put("mean", all.getAverage())
            .put("min", all.getMin())
            .put("max", all.getMax());
  }

  /** (failed + dropped + unfinished) / planned. */
  static double errorRatio(SuiteRecord.Part part) {
    long planned = Tree.count(part.run(), "counts", "planned");
    return planned == 0
        ? Double.NaN
        : (double) (planned - Tree.count(part.run(), "counts", "ok")) / planned;
  }

  private static ObjectNode run(SuiteRecord.Part part) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("scenario", part.scenario());
    json.put("repetition", part.repetition());
    json.put("directory", part.directory());
    for (String field :
        List.of(
            "verdict",
            "interrupted",
            "started_at",
            "ended_at",
            "measured_s",
            "counts",
            "throughput_per_s",
            "ok_per_s",
            "latency_us")) {
      json.set(field, part.run().path(field));
    }
    return json;
  }
}
