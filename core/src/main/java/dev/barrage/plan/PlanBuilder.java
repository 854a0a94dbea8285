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
  private long seed = PlanReader.DEFAULT_SEED;
  private final List<Hook> before = new ArrayList<>();
  private final List<Hook> after = new ArrayList<>();
  private final List<Injection> injections = new ArrayList<>();
  private Optional<String> upstreamHeader = Optional.empty();
  private final List<AbortRule> abortRules = new ArrayList<>();

  PlanBuilder(String name) {
    this.name = name;
  }

  /** Base URLs, separated by commas. */
  public PlanBuilder target(String urls) {
    List<URI> parsed = TargetReader.urls(urls);
    return target(new Target(parsed, Tls.DEFAULT, Target.Connections.PER_USER, Optional.empty()));
  }

  public PlanBuilder target(Target target) {
    this.target = Optional.of(target);
    return this;
  }

  /** A class of user. */
  public PlanBuilder user(String name, UnaryOperator<UserBuilder> words) {
    UserBuilder user = words.apply(new UserBuilder(name));
    if (users.putIfAbsent(name, user) != null) {
      throw new IllegalArgumentException("user " + Quoted.of(name) + " stands twice in the plan");
    }
    return this;
  }

  /** Stages, one after the other. */
  public PlanBuilder load(Stage... stages) {
    this.load = Optional.of(LoadParser.parse(Arrays.stream(stages).map(Stage::phrase).toList()));
    return this;
  }

  public PlanBuilder warmup(Duration warmup) {
    this.warmup = warmup;
    return this;
  }

  public PlanBuilder objective(ObjectiveBuilder objective) {
    objectives.add(objective.objective());
    return this;
  }

  /** An objective in the words of plan files: {@code "p95 <= 200ms critical 500ms"}. */
  public PlanBuilder objective(String text) {
    objectives.add(ObjectiveParser.parse(text));
    return this;
  }

  /** A reason to end the run early: {@code "error rate > 50% for 10s"}. */
  public PlanBuilder abortWhen(String text) {
    abortRules.add(AbortParser.parse(text));
    return this;
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
    variables.put(Templates.checkName(name), value);
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
    Arrays.stream(names).map(DiagnosticsReader::header).forEach(keepHeaders::add);
    return this;
  }

  /** What latency and outcomes are told apart by: {@code "address"}, {@code "header x-cache"}. */
  public PlanBuilder breakDownBy(String... texts) {
    Arrays.stream(texts).map(DiagnosticsReader::breakdown).forEach(breakDownBy::add);
    return this;
  }

  /** What watches the target. */
  public PlanBuilder monitor(String name, Monitor.Source source) {
    monitors.add(new Monitor(MonitorsReader.name(name), source));
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
    this.upstreamHeader = Optional.of(HeaderNames.check(name));
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
    List<User> built = users.values().stream().map(UserBuilder::user).toList();
    boolean clients = target.map(t -> !t.reach().clients().isEmpty()).orElse(false);
    VariableUse use = new VariableUse(Variables.values(variables), clients, PlanBuilder::refuse);
    built.forEach(use::check);
    Hooks hooks = new Hooks(before, after, injections);
    use.check(hooks);
    objectives.forEach(o -> PlanNames.checkRequest(o, built));
    objectives.forEach(o -> MonitorMetric.check(hooks.check(o), monitors, upstreamHeader));
    load.ifPresent(given -> UserCounts.check(built, given));
    abortRules.forEach(rule -> PlanNames.checkRequest(rule, built));
    return new Plan(
        name,
        target.orElseThrow(() -> missing("target", ".target(\"http://localhost:8080\")")),
        built,
        load.orElseThrow(() -> missing("load", ".load(hold(10).lasting(minutes(1)))")),
        warmup,
        objectives,
        bounds,
        validity,
        variables,
        seed,
        hooks,
        monitors,
        abortRules,
        rateLimit,
        upstreamHeader,
        new Diagnostics(traceparent, keepHeaders, breakDownBy));
  }

  /**
   * The plan as a command line changes it, which may give target and load too.
   *
   * @throws IllegalArgumentException as {@link #build}, or if the overrides contradict each other
   *     or the plan
   */
  public Plan build(PlanOverrides overrides) {
    if (target.isEmpty() && !overrides.targets().isEmpty()) {
      target =
          Optional.of(
              new Target(
                  overrides.targets(), Tls.DEFAULT, Target.Connections.PER_USER, Optional.empty()));
    }
    if (load.isEmpty() && overrides.replacesLoad()) {
      load = Optional.of(PlanOverrides.defaultLoad());
    }
    return overrides.apply(build());
  }

  private IllegalArgumentException missing(String what, String example) {
    return new IllegalArgumentException(
        "plan " + Quoted.of(name) + " needs " + what + ", e.g. " + example);
  }

  private static void refuse(Object asking, String message) {
    throw new IllegalArgumentException(message);
  }
}
