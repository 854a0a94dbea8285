package dev.barrage.report;

import dev.barrage.engine.Outcome;
import dev.barrage.measure.Aborted;
import dev.barrage.measure.ExactHistogram;
import dev.barrage.measure.Measurement;
import dev.barrage.measure.Measurement.Counts;
import dev.barrage.measure.Measurement.GroupResult;
import dev.barrage.measure.Measurement.RequestResult;
import dev.barrage.measure.Measurement.TimelineRow;
import dev.barrage.measure.Summary;
import dev.barrage.monitor.GeneratorHealth;
import dev.barrage.monitor.Host;
import dev.barrage.plan.AbortRule;
import dev.barrage.plan.Objective;
import dev.barrage.plan.Rate;
import dev.barrage.verdict.Judgement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
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
    Measurement m = run.measurement();
    Judgement judgement = run.judgement();
    ObjectNode json = MAPPER.createObjectNode();
    json.put("schema", SCHEMA);
    json.put("verdict", judgement.verdict().name());
    json.put("interrupted", m.interrupted());
    reasons(json.putArray("reasons"), judgement);
    json.put("name", run.plan().name());
    json.put("seed", run.plan().seed());
    json.put("started_at", time(m.startedAt()));
    json.put("ended_at", time(m.endedAt()));
    json.put("measured_s", m.measuredS());
    json.set("plan", MAPPER.valueToTree(plan));
    boolean marked = run.plan().upstreamHeader().isPresent();
    json.set("counts", counts(m.counts(), marked));
    json.set("iterations", iterations(m.iterations()));
    json.set("outcomes", outcomes(m.outcomes()));
    json.set("statuses", MAPPER.valueToTree(m.statuses()));
    number(json, "throughput_per_s", m.throughputPerS());
    number(json, "ok_per_s", m.okPerS());
    distributions(json, m);
    json.putObject("bytes")
        .put("sent", m.bytes().sent())
        .put("received", m.bytes().received())
        .put("content", m.bytes().content());
    json.set("connections", connections(m.connections()));
    ArrayNode requests = json.putArray("requests");
    m.requests().forEach(request -> requests.add(request(request, marked)));
    ArrayNode groups = json.putArray("groups");
    m.groups().forEach(group -> groups.add(group(group)));
    users(json.putArray("users"), m);
    errors(json.putArray("errors"), m);
    objectives(json.putArray("objectives"), judgement);
    ArrayNode timeline = json.putArray("timeline");
    m.timeline().forEach(row -> timeline.add(row(row)));
    json.set("generator", generator(run.generator()));
    json.set("host", host(run.host()));
    double measuredFromS = run.plan().warmup().toNanos() / 1e9;
    new MonitorsJson(measuredFromS, measuredFromS + m.measuredS())
        .write(json.putObject("monitors"), run.monitors());
    ArrayNode hooks = json.putArray("hooks");
    run.hooks().forEach(hook -> InjectionsJson.write(hooks.addObject(), hook));
    InjectionsJson.write(json, run.injections());
    DiagnosisJson.write(json, run.diagnosis());
    run.limit().ifPresent(limit -> LimitJson.write(json.putObject("rate_limit"), limit));
    CourseJson.write(json, run);
    run.plan().bounds().maxRate().ifPresent(rate -> ceiling(json.putObject("ceiling"), rate, m));
    run.dataEnded()
        .ifPresent(end ->
            json.putObject("data_ended")
                .put("user", end.user())
                .put("feeder", end.feeder())
                .put("error", end.isError())
                .put("t_s", end.tS()));
    m.aborted().ifPresent(aborted -> aborted(json.putObject("aborted"), aborted));
    return json;
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

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private static void number(ObjectNode json, String name, double value) {
    if (Double.isFinite(value)) {
      json.put(name, value);
    } else {
      json.putNull(name);
    }
  }

  private static void number(ObjectNode json, String name, OptionalDouble value) {
    number(json, name, value.orElse(Double.NaN));
  }

  private static void text(ObjectNode json, String name, String value) {
    json.put(name, value.isEmpty() ? null : value);
  }

  private static void reasons(ArrayNode json, Judgement judgement) {
    for (Judgement.Reason reason : judgement.reasons()) {
      ObjectNode one = json.addObject();
      one.put("rule", reason.rule());
      one.put("verdict", reason.verdict().name());
      one.put("message", reason.message());
      number(one, "value", reason.value());
      number(one, "limit", reason.limit());
    }
  }

  private static void ceiling(ObjectNode json, Rate maxRate, Measurement m) {
    json.put("max_rate_per_s", maxRate.perSecond());
    json.put("clipped", m.capped().clipped());
    json.put("held", m.capped().held());
  }

  private static void aborted(ObjectNode json, Aborted aborted) {
    AbortRule rule = aborted.rule();
    json.put("text", rule.text());
    json.put("metric", rule.metric().label());
    number(json, "value", aborted.value());
    json.put("unit", rule.metric().unit());
    json.put("limit", rule.limit());
    json.put("window_s", rule.window().toSeconds());
    json.put("t_s", aborted.tS());
  }

  private static ObjectNode counts(Counts counts, boolean marked) {
    ObjectNode json =
        MAPPER
            .createObjectNode()
            .put("planned", counts.planned())
            .put("started", counts.started())
            .put("ok", counts.ok())
            .put("failed", counts.failed())
            .put("dropped", counts.dropped())
            .put("unfinished", counts.unfinished())
            .put("warmup", counts.warmup())
            .put("sent", counts.sent());
    if (counts.after() > 0) {
      json.put("after", counts.after()).put("after_failed", counts.afterFailed());
    }
    if (marked) {
      json.put("gateway_errors", counts.gatewayErrors());
    }
    return json;
  }

  private static ObjectNode iterations(Measurement.Iterations iterations) {
    return MAPPER
        .createObjectNode()
        .put("planned", iterations.planned())
        .put("started", iterations.started())
        .put("completed", iterations.completed())
        .put("dropped", iterations.dropped());
  }

  private static ObjectNode outcomes(Map<Outcome, Long> outcomes) {
    ObjectNode json = MAPPER.createObjectNode();
    for (Outcome outcome : Outcome.values()) {
      json.put(outcome.id(), outcomes.getOrDefault(outcome, 0L));
    }
    return json;
  }

  private static ObjectNode connections(Measurement.Connections connections) {
    return MAPPER
        .createObjectNode()
        .put("opened", connections.opened())
        .put("reused", connections.reused())
        .put("retried", connections.retried())
        .put("failed", connections.failed())
        .put("peak", connections.peak());
  }

  private static void distributions(ObjectNode json, Measurement m) {
    distribution(json, "latency_us", m.latency());
    distribution(json, "ok_latency_us", m.okLatency());
    distribution(json, "service_time_us", m.serviceTime());
    distribution(json, "send_lag_us", m.sendLag());
    distribution(json, "queue_us", m.queue());
    distribution(json, "connect_us", m.connect());
    distribution(json, "tls_us", m.tls());
    distribution(json, "first_byte_us", m.firstByte());
  }

  /** Null if nothing was recorded: it did not happen, or was not measured. */
  static void distribution(ObjectNode json, String name, Histogram histogram) {
    Summary summary = Summary.of(histogram);
    if (summary.count() == 0) {
      json.putNull(name);
      return;
    }
    ObjectNode one = json.putObject(name);
    one.put("count", summary.count());
    number(one, "min", summary.minUs());
    number(one, "mean", rounded(summary.meanUs()));
    number(one, "stdev", rounded(summary.stdevUs()));
    for (int i = 0; i < Summary.size(); i++) {
      number(one, Summary.name(i), summary.percentiles()[i]);
    }
    number(one, "max", summary.maxUs());
    if (histogram instanceof ExactHistogram exact && exact.clamped() > 0) {
      one.put("beyond_range", exact.clamped());
    }
  }

  /** To whole nanoseconds: further digits of a mean say nothing. */
  private static double rounded(double us) {
    return Math.rint(us * 1e3) / 1e3;
  }

  private static ObjectNode request(RequestResult request, boolean marked) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("name", request.name());
    json.put("method", request.method());
    json.set("counts", counts(request.counts(), marked));
    json.set("outcomes", outcomes(request.outcomes()));
    json.set("statuses", MAPPER.valueToTree(request.statuses()));
    number(json, "throughput_per_s", request.throughputPerS());
    distribution(json, "latency_us", request.latency());
    distribution(json, "service_time_us", request.serviceTime());
    json.put("content_bytes", request.contentBytes());
    return json;
  }

  private static ObjectNode group(GroupResult group) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("name", group.name());
    json.putObject("counts")
        .put("started", group.started())
        .put("ok", group.ok())
        .put("failed", group.failed())
        .put("unfinished", group.unfinished());
    number(json, "ok_per_s", group.okPerS());
    distribution(json, "latency_us", group.latency());
    distribution(json, "without_pauses_us", group.busy());
    return json;
  }

  private static void users(ArrayNode json, Measurement m) {
    for (Measurement.UserResult user : m.users()) {
      ObjectNode one = json.addObject().put("name", user.name());
      one.put("peak", user.peak() < 0 ? null : Long.valueOf(user.peak()));
      one.put("started", user.started());
    }
  }

  private static void errors(ArrayNode json, Measurement m) {
    for (Measurement.Failure failure : m.errors()) {
      json.addObject()
          .put("request", failure.request())
          .put("outcome", failure.outcome().id())
          .put("message", failure.message())
          .put("count", failure.count())
          .put("first_at", time(failure.firstAt()))
          .put("last_at", time(failure.lastAt()))
          .put("sample", failure.sample().isEmpty() ? null : failure.sample());
    }
    for (Measurement.ScriptFailure failure : m.scriptFailures()) {
      json.addObject()
          .put("request", failure.script())
          .put("outcome", "script_failed")
          .put("message", failure.message())
          .put("count", failure.count())
          .put("first_at", time(failure.firstAt()))
          .put("last_at", time(failure.lastAt()))
          .put("sample", failure.trace().lines().limit(8).collect(Collectors.joining("\n")));
    }
  }

  private static void objectives(ArrayNode json, Judgement judgement) {
    for (Judgement.ObjectiveResult result : judgement.objectives()) {
      Objective objective = result.objective();
      ObjectNode one = json.addObject();
      one.put("text", objective.text());
      one.put("metric", objective.metric().label());
      objective.request().ifPresent(name -> one.put("request", name));
      objective.user().ifPresent(name -> one.put("user", name));
      number(one, "value", result.value());
      one.put("unit", objective.metric().unit());
      number(one, "target", objective.target());
      number(one, "critical", objective.critical());
      one.put("verdict", result.verdict().name());
      one.put("samples", result.samples());
      result
          .interval()
          .ifPresent(interval -> {
            number(one, "low", interval.low());
            number(one, "high", interval.high());
            number(one, "smallest", interval.smallest());
            number(one, "wanted_s", interval.wantedS());
          });
    }
  }

  private static ObjectNode row(TimelineRow row) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("t_s", row.tS());
    json.put("length_s", row.lengthS());
    json.put("phase", row.phase());
    json.put("started", row.started());
    json.put("ok", row.ok());
    json.put("failed", row.failed());
    json.put("dropped", row.dropped());
    json.put("in_flight", row.inFlight());
    json.put("users", row.users());
    json.put("content_bytes", row.contentBytes());
    ObjectNode latency = json.putObject("latency_us");
    number(latency, "p50", row.latencyP50Us());
    number(latency, "p95", row.latencyP95Us());
    number(latency, "p99", row.latencyP99Us());
    number(latency, "max", row.latencyMaxUs());
    ObjectNode sendLag = json.putObject("send_lag_us");
    number(sendLag, "p99", row.sendLagP99Us());
    number(sendLag, "max", row.sendLagMaxUs());
    return json;
  }

  private static ObjectNode generator(GeneratorHealth generator) {
    ObjectNode json = MAPPER.createObjectNode();
    number(json, "cpu_us_per_request", generator.cpuUsPerRequest());
    number(json, "cpu_busy", generator.cpuBusy());
    json.put("threads", generator.threads());
    number(json, "ceiling_per_s", generator.ceilingPerS());
    number(json, "headroom", generator.headroom());
    number(json, "gc_pause_ms_max", generator.gcPauseMsMax());
    number(json, "loop_stall_ms_max", generator.loopStallMsMax());
    number(json, "clock_jump_ms_max", generator.clockJumpMsMax());
    number(json, "rss_mb_max", generator.rssMbMax());
    return json;
  }

  private static ObjectNode host(Host host) {
    ObjectNode json = MAPPER.createObjectNode();
    text(json, "os", host.os());
    text(json, "kernel", host.kernel());
    json.put("cpus", host.cpus());
    text(json, "cpu_model", host.cpuModel());
    if (host.memoryMb() > 0) {
      json.put("memory_mb", host.memoryMb());
    } else {
      json.putNull("memory_mb");
    }
    text(json, "jdk", host.jdk());
    number(json, "steal_ratio", host.stealRatio());
    json.put("fingerprint", host.fingerprint());
    return json;
  }
}
