package dev.barrage.plan;

import dev.barrage.plan.Plans.Stage;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Builds a {@link Plan}; see {@link Plans}. For one thread. */
public final class PlanBuilder {
  private final String name;
  private Optional<Target> target = Optional.empty();
  private final Map<String, UserBuilder> users = new LinkedHashMap<>();
  private Optional<Load> load = Optional.empty();
  private Duration warmup = Duration.ZERO;
  private final List<Objective> objectives = new ArrayList<>();
  private final List<Monitor> monitors = new ArrayList<>();
  private Optional<RateLimit> rateLimit = Optional.empty();
  private boolean traceparent;
  private final List<String> keepHeaders = new ArrayList<>();
  private final List<Diagnostics.Breakdown> breakDownBy = new ArrayList<>();
  private Bounds bounds = Bounds.DEFAULT;
  private Validity validity = Validity.DEFAULT;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private long seed = Inputs.DEFAULT.seed();
  private final List<Hook> before = new ArrayList<>();
  private final List<Hook> after = new ArrayList<>();
  private final List<Injection> injections = new ArrayList<>();
  private Optional<String> upstreamHeader = Optional.empty();
  private boolean usersWhole = true;
  private final List<AbortRule> abortRules = new ArrayList<>();

  PlanBuilder(String name) {
    this.name = name;
  }

  /** Base URLs, separated by commas. */
  public PlanBuilder target(String urls) {
    List<URI> parsed =
        PlanMistakes.attempt(
            List.of(URI.create("http://localhost")), () -> TargetReader.urls(urls));
    return target(Target.at(parsed));
  }

  public PlanBuilder target(Target target) {
    this.target = Optional.of(target);
    return this;
  }

  /** A class of user. */
  public PlanBuilder user(String name, UnaryOperator<UserBuilder> words) {
    usersWhole &=
        PlanMistakes.attempt(() -> {
          UserBuilder user = words.apply(new UserBuilder(name));
          if (users.putIfAbsent(name, user) != null) {
            throw new IllegalArgumentException(
                "user " + Quoted.of(name) + " stands twice in the plan");
          }
        });
    return this;
  }

  /** Stages, one after the other. */
  public PlanBuilder load(Stage... stages) {
    List<String> phrases = Arrays.stream(stages).map(Stage::phrase).toList();
    this.load =
        Optional.of(
            PlanMistakes.attempt(PlanOverrides.defaultLoad(), () -> LoadParser.parse(phrases)));
    return this;
  }

  public PlanBuilder warmup(Duration warmup) {
    this.warmup = warmup;
    return this;
  }

  public PlanBuilder objective(ObjectiveBuilder objective) {
    var _ = PlanMistakes.attempt(() -> keep(objective.objective()));
    return this;
  }

  /** An objective in the words of plan files: {@code "p95 <= 200ms critical 500ms"}. */
  public PlanBuilder objective(String text) {
    var _ = PlanMistakes.attempt(() -> keep(ObjectiveParser.parse(text)));
    return this;
  }

  /** A reason to end the run early: {@code "error rate > 50% for 10s"}. */
  public PlanBuilder abortWhen(String text) {
    var _ =
        PlanMistakes.attempt(() -> {
          AbortRule rule = AbortParser.parse(text);
          abortRules.add(rule);
          PlanMistakes.remember(PlanMistakes.here(), List.of(rule));
        });
    return this;
  }

  private void keep(Objective objective) {
    objectives.add(objective);
    PlanMistakes.remember(PlanMistakes.here(), List.of(objective));
  }

  public PlanBuilder bounds(Bounds bounds) {
    this.bounds = bounds;
    return this;
  }

  public PlanBuilder validity(Validity validity) {
    this.validity = validity;
    return this;
  }

  public PlanBuilder variable(String name, String value) {
    var _ = PlanMistakes.attempt(() -> variables.put(Templates.checkName(name), value));
    return this;
  }

  public PlanBuilder seed(long seed) {
    this.seed = seed;
    return this;
  }

  /** The rate limit that is looked at. */
  public PlanBuilder rateLimit(RateLimit limit) {
    this.rateLimit = Optional.of(limit);
    return this;
  }

  /** Each request begins a trace (W3C Trace Context). */
  public PlanBuilder traceparent() {
    this.traceparent = true;
    return this;
  }

  /** Response header fields shown with the slowest requests. */
  public PlanBuilder keepHeaders(String... names) {
    var _ =
        PlanMistakes.attempt(
            () -> Arrays.stream(names).map(DiagnosticsReader::header).forEach(keepHeaders::add));
    return this;
  }

  /** What latency and outcomes are told apart by: {@code "address"}, {@code "header x-cache"}. */
  public PlanBuilder breakDownBy(String... texts) {
    var _ =
        PlanMistakes.attempt(
            () -> Arrays.stream(texts).map(DiagnosticsReader::breakdown).forEach(breakDownBy::add));
    return this;
  }

  /** What watches the target. */
  public PlanBuilder monitor(String name, Monitor.Source source) {
    var _ =
        PlanMistakes.attempt(() -> monitors.add(new Monitor(MonitorsReader.name(name), source)));
    return this;
  }

  /** What is done before the run; the first that fails stops it. */
  public PlanBuilder before(Hook... hooks) {
    before.addAll(Arrays.asList(hooks));
    return this;
  }

  /** What is done after it, whatever happened. */
  public PlanBuilder after(Hook... hooks) {
    after.addAll(Arrays.asList(hooks));
    return this;
  }

  /** A failure put in the target's way while the load goes on. */
  public PlanBuilder inject(Injection injection) {
    injections.add(injection);
    return this;
  }

  /** The header field that marks answers of the upstream: the other 5xx are the target's own. */
  public PlanBuilder upstreamHeader(String name) {
    this.upstreamHeader =
        PlanMistakes.attempt(Optional.empty(), () -> Optional.of(HeaderNames.check(name)));
    return this;
  }

  /** The users so far. */
  public List<User> users() {
    return users.values().stream().map(UserBuilder::user).toList();
  }

  /**
   * The plan.
   *
   * @throws IllegalArgumentException if something is missing or a template names what nothing fills
   */
  public Plan build() {
    List<User> built = users.values().stream().flatMap(PlanBuilder::user).toList();
    Hooks hooks = new Hooks(before, after, injections);
    checkVariables(built, hooks);
    if (usersWhole && users.values().stream().allMatch(UserBuilder::isWhole)) {
      checkUsers(built, hooks); // else they would be told what lacks for what was refused
    }
    if (target.isEmpty()) {
      PlanMistakes.refuse(this, missing("target", ".target(\"http://localhost:8080\")"));
    }
    if (load.isEmpty()) {
      PlanMistakes.refuse(this, missing("load", ".load(hold(10).lasting(minutes(1)))"));
    }
    PlanMistakes.throwIfAny();
    return new Plan(
        name,
        target.orElseThrow(),
        built,
        new LoadProfile(warmup, load.orElseThrow()),
        new Criteria(objectives, abortRules, validity),
        bounds,
        new Inputs(variables, seed),
        hooks,
        observation());
  }

  private Observation observation() {
    Diagnostics diagnostics = new Diagnostics(traceparent, keepHeaders, breakDownBy);
    return new Observation(monitors, rateLimit, upstreamHeader, diagnostics);
  }

  /**
   * The plan as a command line changes it, which may give target and load too.
   *
   * @throws IllegalArgumentException as {@link #build}, or if the overrides contradict each other
   *     or the plan
   */
  public Plan build(PlanOverrides overrides) {
    return overrides.apply(buildFor(overrides));
  }

  /** The plan before a command line changes it, which may give target and load. */
  public Plan buildFor(PlanOverrides overrides) {
    if (target.isEmpty() && !overrides.targets().isEmpty()) {
      target = Optional.of(Target.at(overrides.targets()));
    }
    if (load.isEmpty() && overrides.replacesLoad()) {
      load = Optional.of(PlanOverrides.defaultLoad());
    }
    return build();
  }

  /** None where it lacks what makes a user. */
  private static Stream<User> user(UserBuilder builder) {
    return builder.isWhole()
        ? PlanMistakes.attempt(Stream.empty(), () -> Stream.of(builder.user()))
        : Stream.empty();
  }

  private void checkVariables(List<User> built, Hooks hooks) {
    boolean clients = target.map(t -> !t.reach().clients().isEmpty()).orElse(false);
    var _ =
        PlanMistakes.attempt(() -> {
          VariableUse use =
              new VariableUse(Variables.values(variables), clients, PlanMistakes::refuse);
          built.forEach(use::check);
          use.check(hooks);
        });
  }

  private void checkUsers(List<User> built, Hooks hooks) {
    Observation observation = observation();
    objectives.forEach(o ->
        check(
            o,
            () -> {
              var _ = PlanNames.checkRequest(o, built);
              var _ = MonitorMetric.check(hooks.check(o), observation);
            }));
    load.ifPresent(given -> {
      var _ = PlanMistakes.attempt(() -> UserCounts.check(built, given));
    });
    abortRules.forEach(rule -> check(rule, () -> PlanNames.checkRequest(rule, built)));
  }

  /** A mistake in it is told where it was made. */
  private static void check(Object part, Runnable check) {
    try {
      check.run();
    } catch (IllegalArgumentException e) {
      PlanMistakes.refuse(part, String.valueOf(e.getMessage()));
    }
  }

  private String missing(String what, String example) {
    return "plan " + Quoted.of(name) + " needs " + what + ", e.g. " + example;
  }
}
