package dev.barrage.report;

import static dev.barrage.report.JsonValues.distribution;
import static dev.barrage.report.JsonValues.number;
import static dev.barrage.report.JsonValues.time;

import dev.barrage.measure.Measurement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code run.json}, the record of a run that scripts and other tools read: one JSON object, schema
 * {@code barrage.run/1}. The unit is the last word of a name; what was not measured is null.
 *
 * <p>Stateless, for any thread.
 */
public final class RunJson {
  public static final String SCHEMA = "barrage.run/1";
  public static final String FILE = "run.json";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private RunJson() {}

  /**
   * @param plan the plan as executed, as a JSON value: feeding it back repeats the run
   */
  public static ObjectNode tree(RunRecord run, Object plan) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("schema", SCHEMA);
    beginning(json, run);
    json.set("plan", MAPPER.valueToTree(plan));
    totals(json, run);
    parts(json, run);
    JudgementJson.objectives(json.putArray("objectives"), run.judgement());
    JudgementJson.notJudged(json, run.plan());
    ArrayNode timeline = json.putArray("timeline");
    run.measurement().timeline().forEach(row -> timeline.add(TimelineJson.row(row)));
    json.set("generator", GeneratorJson.generator(run.generator()));
    json.set("host", GeneratorJson.host(run.host()));
    beside(json, run);
    ending(json, run);
    return json;
  }

  /** What came of it, and what it was. */
  private static void beginning(ObjectNode json, RunRecord run) {
    Measurement.Period period = run.measurement().period();
    json.put("verdict", run.judgement().verdict().name());
    json.put("interrupted", period.interrupted());
    JudgementJson.reasons(json.putArray("reasons"), run.judgement());
    json.put("name", run.plan().name());
    json.put("seed", run.plan().inputs().seed());
    json.put("started_at", time(period.startedAt()));
    json.put("ended_at", time(period.endedAt()));
    json.put("measured_s", period.measuredS());
  }

  private static boolean isMarked(RunRecord run) {
    return run.plan().observation().upstreamHeader().isPresent();
  }

  private static void totals(ObjectNode json, RunRecord run) {
    Measurement m = run.measurement();
    json.set("counts", CountsJson.counts(m.totals().counts(), isMarked(run)));
    json.set("iterations", CountsJson.iterations(m.iterations()));
    json.set("outcomes", CountsJson.outcomes(m.totals().outcomes()));
    json.set("statuses", CountsJson.statuses(m.totals().statuses()));
    number(json, "throughput_per_s", m.totals().throughputPerS());
    number(json, "ok_per_s", m.totals().okPerS());
    distributions(json, m);
    json.putObject("bytes")
        .put("sent", m.bytes().sent())
        .put("received", m.bytes().received())
        .put("content", m.bytes().content());
    json.set("connections", CountsJson.connections(m.connections()));
  }

  private static void parts(ObjectNode json, RunRecord run) {
    Measurement m = run.measurement();
    ArrayNode requests = json.putArray("requests");
    m.parts()
        .requests()
        .forEach(request -> requests.add(PartsJson.request(request, isMarked(run))));
    ArrayNode groups = json.putArray("groups");
    m.parts().groups().forEach(group -> groups.add(PartsJson.group(group)));
    PartsJson.users(json.putArray("users"), m);
    PartsJson.errors(json.putArray("errors"), m);
  }

  /** What was watched and done beside the traffic, and what it tells of it. */
  private static void beside(ObjectNode json, RunRecord run) {
    double fromS = run.plan().profile().warmup().toNanos() / 1e9;
    new MonitorsJson(fromS, fromS + run.measurement().period().measuredS())
        .write(json.putObject("monitors"), run.observed().monitors());
    ArrayNode hooks = json.putArray("hooks");
    run.interventions().hooks().forEach(hook -> InjectionsJson.write(hooks.addObject(), hook));
    InjectionsJson.write(json, run.interventions().injections());
    DiagnosisJson.write(json, run.observed().diagnosis());
    run.observed().limit().ifPresent(limit -> json.set("rate_limit", LimitJson.tree(limit)));
    CourseJson.write(json, run);
  }

  /** What kept it below its plan, or ended it early. */
  private static void ending(ObjectNode json, RunRecord run) {
    Measurement m = run.measurement();
    run.plan()
        .bounds()
        .maxRate()
        .ifPresent(rate -> CountsJson.ceiling(json.putObject("ceiling"), rate, m));
    run.dataEnded()
        .ifPresent(end ->
            json.putObject("data_ended")
                .put("user", end.user())
                .put("feeder", end.feeder())
                .put("error", end.isError())
                .put("t_s", end.tS()));
    m.period()
        .aborted()
        .ifPresent(aborted -> JudgementJson.aborted(json.putObject("aborted"), aborted));
  }

  public static String text(RunRecord run, Object plan) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree(run, plan)) + "\n";
  }

  /** What {@link #text} makes, from a record read back. */
  public static void write(StoredRun stored, Appendable out) throws IOException {
    out.append(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(stored.run()));
    out.append("\n");
  }

  /** The tree of a record's text. */
  public static JsonNode readTree(String text) {
    return MAPPER.readTree(text);
  }

  /**
   * Writes the record at once: a reader sees the old file or the new one, never a part.
   *
   * @throws IOException the file could not be written; nothing of it is left
   */
  public static void write(Path file, RunRecord run, Object plan) throws IOException {
    Path target = file.toAbsolutePath();
    Path parent = target.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Path temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(text(run, plan).getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * @throws IOException the file cannot be read, is no JSON, or no record of a run
   */
  public static JsonNode read(Path file) throws IOException {
    JsonNode json;
    try {
      json = MAPPER.readTree(Files.readString(file));
    } catch (JacksonException e) {
      throw new IOException(file + " is not JSON: " + e.getOriginalMessage(), e);
    }
    String schema = json.path("schema").asString("none");
    if (!schema.equals(SCHEMA)) {
      throw new IOException(file + " has schema " + schema + "; must be " + SCHEMA);
    }
    return json;
  }

  private static void distributions(ObjectNode json, Measurement m) {
    distribution(json, "latency_us", m.totals().latency());
    distribution(json, "ok_latency_us", m.totals().okLatency());
    distribution(json, "service_time_us", m.totals().serviceTime());
    distribution(json, "send_lag_us", m.phases().sendLag());
    distribution(json, "queue_us", m.phases().queue());
    distribution(json, "connect_us", m.phases().connect());
    distribution(json, "tls_us", m.phases().tls());
    distribution(json, "first_byte_us", m.phases().firstByte());
  }
}
