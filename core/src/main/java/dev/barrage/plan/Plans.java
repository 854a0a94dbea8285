package dev.barrage.plan;

import dev.barrage.plan.Check.StatusRange;
import dev.barrage.plan.data.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The words of plan files as Java, for static import.
 *
 * <pre>
 *   import static dev.barrage.plan.Plans.*;
 *
 *   Plan plan =
 *       plan("checkout")
 *           .target("http://localhost:8080")
 *           .user("shopper", u -> u.weight(3).waits(between(seconds(1), seconds(3)))
 *               .task(5, get("/api/hello"))
 *               .task(1, post("/api/echo").json(Map.of("message", "hi")).expect(status(200))))
 *           .load(rampTo(100).over(seconds(10)), hold(minutes(1)))
 *           .objective(p95().target(millis(200)).critical(millis(500)))
 *           .build();
 * </pre>
 *
 * <p>Text may hold templates as in plan files. Builders are for one thread; what they build is
 * immutable. Mistakes are {@link IllegalArgumentException}s with the messages of plan files.
 */
public final class Plans {
  private Plans() {}

  public static PlanBuilder plan(String name) {
    return new PlanBuilder(name);
  }

  // Durations.

  public static Duration millis(long count) {
    return Duration.ofMillis(count);
  }

  public static Duration seconds(long count) {
    return Duration.ofSeconds(count);
  }

  public static Duration minutes(long count) {
    return Duration.ofMinutes(count);
  }

  public static Duration hours(long count) {
    return Duration.ofHours(count);
  }

  // Waits.

  public static Wait none() {
    return new Wait.None();
  }

  public static Wait constant(Duration pause) {
    return new Wait.Constant(pause);
  }

  public static Wait between(Duration min, Duration max) {
    return new Wait.Between(min, max);
  }

  /** Iterations begin at this distance. */
  public static Wait pace(Duration period) {
    return new Wait.Pace(period);
  }

  /** Iterations per second of one user: {@code rate("0.5/s")}. */
  public static Wait rate(String perSecond) {
    return new Wait.PerSecond(Rates.parsePositive(perSecond));
  }

  // Steps.

  public static RequestBuilder get(String path) {
    return new RequestBuilder("GET", path);
  }

  public static RequestBuilder post(String path) {
    return new RequestBuilder("POST", path);
  }

  public static RequestBuilder put(String path) {
    return new RequestBuilder("PUT", path);
  }

  public static RequestBuilder patch(String path) {
    return new RequestBuilder("PATCH", path);
  }

  public static RequestBuilder delete(String path) {
    return new RequestBuilder("DELETE", path);
  }

  public static RequestBuilder head(String path) {
    return new RequestBuilder("HEAD", path);
  }

  public static RequestBuilder options(String path) {
    return new RequestBuilder("OPTIONS", path);
  }

  /** A pause between two steps. */
  public static StepSource pause(Duration length) {
    return () -> new Step.Pause(length, length);
  }

  /** A pause between two steps, drawn uniformly: {@code wait: 1s..3s}. */
  public static StepSource pause(Duration min, Duration max) {
    return () -> new Step.Pause(min, max);
  }

  /** A step written in Java; see {@link Script}. */
  public static ScriptBuilder script(String name, Script script) {
    return new ScriptBuilder(name, script);
  }

  /** Steps with a latency of their own. */
  public static StepSource group(String name, StepSource... steps) {
    return () -> new Step.Group(RequestReader.name(name), steps(steps));
  }

  /** A choice: {@code when("${state} == done", get("/a")).otherwise(get("/b"))}. */
  public static Choice when(String condition, StepSource... steps) {
    return new Choice(ConditionParser.parse(condition), steps(steps));
  }

  /** So many rounds. */
  public static StepSource repeat(int times, StepSource... steps) {
    return () -> new Step.Repeat(new Step.Times.Count(times), steps(steps));
  }

  /** Rounds until the condition holds after one of them, and not more than {@code atMost}. */
  public static StepSource repeatUntil(String condition, int atMost, StepSource... steps) {
    Step.Times times = new Step.Times.Until(ConditionParser.parse(condition), atMost);
    return () -> new Step.Repeat(times, steps(steps));
  }

  /** Rounds as long as the condition holds before them, and not more than {@code atMost}. */
  public static StepSource repeatWhile(String condition, int atMost, StepSource... steps) {
    Step.Times times = new Step.Times.While(ConditionParser.parse(condition), atMost);
    return () -> new Step.Repeat(times, steps(steps));
  }

  /** Sets a variable of the user to text that may hold slots. */
  public static StepSource set(String variable, String value) {
    Template template = Templates.parse(value, Template.Encoding.RAW);
    return () -> new Step.Assign(Templates.checkName(variable), template);
  }

  static List<Step> steps(StepSource... sources) {
    return Arrays.stream(sources).map(StepSource::step).toList();
  }

  // Checks.

  public static Check status(int... codes) {
    return new Check.Status(
        Arrays.stream(codes).mapToObj(code -> new StatusRange(code, code)).toList());
  }

  /** Status codes from {@code first} to {@code last}, both included. */
  public static Check statusFrom(int first, int last) {
    return new Check.Status(List.of(new StatusRange(first, last)));
  }

  /** The target may close the connection instead of answering. */
  public static Check closed() {
    return new Check.Closed();
  }

  public static Check headerPresent(String name) {
    return new Check.HeaderPresent(HeaderNames.check(name));
  }

  public static Check headerIs(String name, String value) {
    return new Check.HeaderIs(HeaderNames.check(name), value);
  }

  public static Check headerContains(String name, String text) {
    return new Check.HeaderContains(HeaderNames.check(name), text);
  }

  public static Check bodyContains(String text) {
    return new Check.BodyContains(text);
  }

  public static Check bodyMatches(String regex) {
    return new Check.BodyMatches(ChecksReader.regex(regex));
  }

  public static Check jsonPresent(String path) {
    return new Check.JsonPresent(JsonPaths.parse(path));
  }

  /** Equal to this value, of the types that a JSON body is made of. */
  public static Check jsonEquals(String path, Object value) {
    Template json = JsonTemplate.of(value);
    if (!json.isLiteral()) {
      throw new IllegalArgumentException("json " + path + " cannot use variables");
    }
    return new Check.JsonEquals(
        JsonPaths.parse(path), ((Template.Part.Literal) json.parts().getFirst()).text());
  }

  /** The body has at most this many bytes. */
  public static Check sizeAtMost(long bytes) {
    return new Check.SizeAtMost(bytes);
  }

  /** The body has at least this many bytes. */
  public static Check sizeAtLeast(long bytes) {
    return new Check.SizeAtLeast(bytes);
  }

  /** The opposite of a check of a header or the body's content. */
  public static Check not(Check check) {
    return new Check.Not(check);
  }

  // Captures.

  public static Capture.Source json(String path) {
    return new Capture.Source.Json(JsonPaths.parse(path));
  }

  public static Capture.Source header(String name) {
    return new Capture.Source.HeaderValue(HeaderNames.check(name));
  }

  public static Capture.Source cookie(String name) {
    return new Capture.Source.Cookie(HeaderNames.check(name));
  }

  public static Capture.Source regex(String pattern) {
    return new Capture.Source.Regex(ChecksReader.regex(pattern));
  }

  // Data and credentials.

  /** Records of a file, whose first line names the variables. */
  public static Feeder.Source csv(Path file) {
    return FeedersReader.file(file, Table.Format.CSV);
  }

  /** Records of a file of JSON objects, one a line, whose members are the variables. */
  public static Feeder.Source jsonLines(Path file) {
    return FeedersReader.file(file, Table.Format.JSON_LINES);
  }

  /** {@code from}, {@code from + step} … */
  public static Feeder.Source sequence(long from, long step) {
    return new Feeder.Source.Sequence(from, OptionalLong.empty(), step);
  }

  /** In the words of plan files: {@code random("integer 1..100")}, {@code random("uuid")}. */
  public static Feeder.Source random(String words) {
    return RandomText.parse(words);
  }

  public static Client.Auth basic(String user, String password) {
    return new Client.Auth.Basic(ClientReader.userName(user), ClientReader.credential(password));
  }

  public static Client.Auth bearer(String token) {
    return new Client.Auth.Bearer(ClientReader.credential(token));
  }

  // Load.

  /** From the level so far to this many users. */
  public static StageBuilder rampTo(int users) {
    return new StageBuilder("ramp to " + users + " users");
  }

  /** From the level so far to this rate of arrivals: {@code rampTo("500/s")}. */
  public static StageBuilder rampTo(String rate) {
    return new StageBuilder("ramp to " + Rates.format(Rates.parse(rate)));
  }

  /** The level so far. */
  public static Stage hold(Duration length) {
    return new Stage("hold " + Durations.format(length));
  }

  public static StageBuilder hold(int users) {
    return new StageBuilder("hold " + users + " users");
  }

  public static StageBuilder hold(String rate) {
    return new StageBuilder("hold " + Rates.format(Rates.parse(rate)));
  }

  public static StageBuilder poisson(String rate) {
    return new StageBuilder("poisson " + Rates.format(Rates.parse(rate)));
  }

  /** Any stage in the words of plan files: {@code stage("spike from 100/s to 1k/s for 5s")}. */
  public static Stage stage(String phrase) {
    return new Stage(phrase);
  }

  // Objectives.

  public static ObjectiveBuilder p50() {
    return percentile(50);
  }

  public static ObjectiveBuilder p95() {
    return percentile(95);
  }

  public static ObjectiveBuilder p99() {
    return percentile(99);
  }

  public static ObjectiveBuilder percentile(double percent) {
    return new ObjectiveBuilder(new Objective.Metric.Percentile(percent).label());
  }

  public static ObjectiveBuilder mean() {
    return new ObjectiveBuilder(new Objective.Metric.Mean().label());
  }

  public static ObjectiveBuilder errorRate() {
    return new ObjectiveBuilder(new Objective.Metric.ErrorRate().label());
  }

  public static ObjectiveBuilder throughput() {
    return new ObjectiveBuilder(new Objective.Metric.Throughput().label());
  }

  /** How soon refusals do not wait for what an injected failure has broken. */
  public static ObjectiveBuilder circuitOpens() {
    return new ObjectiveBuilder(Objective.Metric.CourseFigure.CIRCUIT_OPENS.word());
  }

  /** How soon answers are good again after an injected failure. */
  public static ObjectiveBuilder circuitCloses() {
    return new ObjectiveBuilder(Objective.Metric.CourseFigure.CIRCUIT_CLOSES.word());
  }

  // Hooks.

  /** A line for the shell, before or after a run: {@code run("redis-cli FLUSHDB")}. */
  public static Hook run(String line) {
    return Hook.shell(line, Hook.DEFAULT_TIMEOUT);
  }

  /** A request before or after a run, to a path of the target or to an absolute URL. */
  public static Hook call(String method, String address) {
    return new Hook.Call(
        method,
        Paths.address(address),
        List.of(),
        new Body.None(),
        Optional.empty(),
        Hook.DEFAULT_TIMEOUT);
  }

  /** Something that becomes a step of a task. */
  @FunctionalInterface
  public interface StepSource {
    Step step();
  }

  /** A choice that may still get steps for where its condition does not hold. */
  public record Choice(Condition condition, List<Step> then) implements StepSource {
    public StepSource otherwise(StepSource... steps) {
      return () -> new Step.If(condition, then, steps(steps));
    }

    @Override
    public Step step() {
      return new Step.If(condition, then, List.of());
    }
  }

  /** A stage of load, in the words of plan files; what "so far" means is settled in order. */
  public record Stage(String phrase) {}

  /** A stage that still needs its length. */
  public record StageBuilder(String beginning) {
    private static final String RAMP = "ramp ";

    /** For ramps. */
    public Stage over(Duration length) {
      Stage stage = stage(length);
      return PlanMistakes.attempt(
          stage, () -> ramps() ? stage : refuse("level", "lasting", "over"));
    }

    /** For levels. */
    public Stage lasting(Duration length) {
      Stage stage = stage(length);
      return PlanMistakes.attempt(stage, () -> ramps() ? refuse("ramp", "over", "lasting") : stage);
    }

    private Stage stage(Duration length) {
      return new Stage(beginning + (ramps() ? " over " : " for ") + Durations.format(length));
    }

    private boolean ramps() {
      return beginning.startsWith(RAMP);
    }

    private Stage refuse(String kind, String right, String wrong) {
      throw new IllegalArgumentException(
          Quoted.of(beginning)
              + (" is a "
                  + kind
                  + " and takes ."
                  + right
                  + "(…), not ."
                  + wrong
                  + "(…); write e.g. ")
              + (ramps() ? "rampTo(100).over(seconds(10))" : "hold(100).lasting(minutes(1))"));
    }
  }
}
