package dev.barrage.plan;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * What a command line changes in a plan: {@code -H}, {@code -u}, {@code --rate}, {@code -t} …
 *
 * <pre>
 *   PlanOverrides asked = new PlanOverrides().rate(Rates.parse("5k")).time(ofSeconds(30));
 *   Plan plan = PlanReader.read(file, asked);
 * </pre>
 *
 * <p>Filled by one thread, then used. Setters refuse impossible values with an {@link
 * IllegalArgumentException} that names the option.
 */
public final class PlanOverrides {
  static final int MAX_USERS = 1_000_000;
  private static final Duration DEFAULT_TIME = Duration.ofSeconds(10);
  private static final int DEFAULT_USERS = 10;

  private List<URI> targets = List.of();
  private OptionalInt users = OptionalInt.empty();
  private Optional<Rate> spawnRate = Optional.empty();
  private Optional<Rate> rate = Optional.empty();
  private Optional<Load.Arrivals> arrivals = Optional.empty();
  private Optional<Duration> time = Optional.empty();
  private Optional<Duration> warmup = Optional.empty();
  private final List<UnaryOperator<Bounds>> boundChanges = new ArrayList<>();
  private boolean insecure;
  private final List<AbortRule> abortRules = new ArrayList<>();
  private Optional<Path> caCert = Optional.empty();
  private Optional<Path> cert = Optional.empty();
  private Optional<Path> key = Optional.empty();
  private boolean withoutHooks;
  private Hooks around = Hooks.NONE;
  private Optional<String> serverName = Optional.empty();
  private Reach reach = Reach.DIRECT;
  private Optional<RateLimitText> rateLimit = Optional.empty();
  private OptionalLong seed = OptionalLong.empty();
  private List<String> userNames = List.of();
  private List<String> tags = List.of();
  private List<String> excludedTags = List.of();
  private boolean equalWeights;
  private final List<Objective> objectives = new ArrayList<>();
  private final List<Monitor> monitors = new ArrayList<>();
  private final Map<String, String> variables = new LinkedHashMap<>();

  /** {@code -H}: base URLs, separated by commas. */
  public PlanOverrides target(String urls) {
    this.targets = TargetReader.urls(urls);
    return this;
  }

  /** {@code -u}: concurrent users, in one stage. */
  public PlanOverrides users(int users) {
    requireFrom("--users", users, 1, MAX_USERS);
    this.users = OptionalInt.of(users);
    return this;
  }

  /** {@code --user-classes}: only these users of the plan; none named: all. */
  public PlanOverrides onlyUsers(List<String> names) {
    this.userNames = List.copyOf(names);
    return this;
  }

  /** {@code --equal-weights}: whatever weights the plan gives to users and tasks. */
  public PlanOverrides equalWeights() {
    this.equalWeights = true;
    return this;
  }

  /** {@code -r}: users started per second. */
  public PlanOverrides spawnRate(Rate spawnRate) {
    requireMore("--spawn-rate", spawnRate);
    this.spawnRate = Optional.of(spawnRate);
    return this;
  }

  /** {@code --rate}: arrivals per second, in one stage. */
  public PlanOverrides rate(Rate rate) {
    requireMore("--rate", rate);
    this.rate = Optional.of(rate);
    return this;
  }

  /** {@code --arrivals}: how arrivals are spread, in all stages. */
  public PlanOverrides arrivals(Load.Arrivals arrivals) {
    this.arrivals = Optional.of(arrivals);
    return this;
  }

  /** {@code -t}: the measured time. */
  public PlanOverrides time(Duration time) {
    requireMore("--run-time", time);
    this.time = Optional.of(time);
    return this;
  }

  /** {@code --warmup}. */
  public PlanOverrides warmup(Duration warmup) {
    this.warmup = Optional.of(warmup);
    return this;
  }

  /** {@code --connections}. */
  public PlanOverrides connections(int connections) {
    requireFrom("--connections", connections, 1, LimitsReader.MAX_CONNECTIONS);
    boundChanges.add(bounds -> bounds.withAtOnce(connections, bounds.maxInFlight()));
    return this;
  }

  /** {@code --max-in-flight}. */
  public PlanOverrides maxInFlight(int maxInFlight) {
    requireFrom("--max-in-flight", maxInFlight, 1, LimitsReader.MAX_CONNECTIONS);
    boundChanges.add(bounds -> bounds.withAtOnce(bounds.connections(), maxInFlight));
    return this;
  }

  /** {@code --threads}: event loops. */
  public PlanOverrides threads(int threads) {
    requireFrom("--threads", threads, 1, LimitsReader.MAX_THREADS);
    boundChanges.add(bounds -> bounds.with(bounds.loops().withThreads(threads)));
    return this;
  }

  /** {@code --timeout}. */
  public PlanOverrides timeout(Duration timeout) {
    requireMore("--timeout", timeout);
    boundChanges.add(bounds -> bounds.with(bounds.timeouts().withRequest(timeout)));
    return this;
  }

  /** {@code --connect-timeout}. */
  public PlanOverrides connectTimeout(Duration connectTimeout) {
    requireMore("--connect-timeout", connectTimeout);
    boundChanges.add(bounds -> bounds.with(bounds.timeouts().withConnect(connectTimeout)));
    return this;
  }

  /** {@code --drain}; zero cuts what is in flight at the end. */
  public PlanOverrides drain(Duration drain) {
    boundChanges.add(bounds -> bounds.with(bounds.timeouts().withDrain(drain)));
    return this;
  }

  /** {@code --max-rate}: requests per second at most; the lower one, where the plan has one too. */
  public PlanOverrides maxRate(Rate maxRate) {
    requireMore("--max-rate", maxRate);
    boundChanges.add(bounds ->
        bounds.with(bounds.maxRate().filter(own -> own.compareTo(maxRate) < 0).orElse(maxRate)));
    return this;
  }

  /** {@code --abort-when}: one more. */
  public PlanOverrides abortWhen(String text) {
    abortRules.add(AbortParser.parse(text));
    return this;
  }

  /** {@code --stay-awake}: the generator's CPUs do not go idle. */
  public PlanOverrides stayAwake() {
    boundChanges.add(bounds -> bounds.with(bounds.loops().awake()));
    return this;
  }

  /** {@code --real-time}: the event loops' threads go before all others of the machine. */
  public PlanOverrides realTime() {
    boundChanges.add(bounds -> bounds.with(bounds.loops().inRealTime()));
    return this;
  }

  /** {@code --monitor}: {@code gateway=port 8080}. */
  public PlanOverrides monitor(String text) {
    monitors.add(MonitorTexts.parse(text));
    return this;
  }

  /** {@code --insecure}: certificates are not verified. */
  public PlanOverrides insecure() {
    this.insecure = true;
    return this;
  }

  /** {@code --cacert}. */
  public PlanOverrides caCert(Path caCert) {
    this.caCert = Optional.of(caCert.toAbsolutePath().normalize());
    return this;
  }

  /** {@code --cert} and {@code --key}, which belong together. */
  public PlanOverrides clientCert(Path cert, Path key) {
    this.cert = Optional.of(cert.toAbsolutePath().normalize());
    this.key = Optional.of(key.toAbsolutePath().normalize());
    return this;
  }

  /** {@code --server-name}: for SNI and verification. */
  public PlanOverrides serverName(String name) {
    this.serverName = Optional.of(TargetReader.host(name));
    return this;
  }

  /** {@code --resolve}, {@code --connect-to} …: each part given replaces the plan's. */
  public PlanOverrides reach(Reach reach) {
    this.reach = reach;
    return this;
  }

  /** Whether {@code --client-address} is given. */
  boolean hasClients() {
    return !reach.clients().isEmpty();
  }

  /** {@code -T}: only tasks with one of these tags. */
  public PlanOverrides tags(List<String> words) {
    this.tags = List.copyOf(words);
    return this;
  }

  /** {@code -E}: no tasks with any of these tags. */
  public PlanOverrides excludeTags(List<String> words) {
    this.excludedTags = List.copyOf(words);
    return this;
  }

  /** {@code --seed}. */
  public PlanOverrides seed(long seed) {
    this.seed = OptionalLong.of(seed);
    return this;
  }

  /** What a suite does around each of its runs: outside of what the plan does. */
  public PlanOverrides around(Hooks hooks) {
    this.around = hooks;
    return this;
  }

  /** {@code --no-hooks}: nothing is done before and after. */
  public PlanOverrides withoutHooks() {
    this.withoutHooks = true;
    return this;
  }

  /** {@code --objective}: one more. */
  public PlanOverrides objective(String text) {
    objectives.add(ObjectiveParser.parse(text));
    return this;
  }

  /** {@code --set NAME=VALUE}. */
  public PlanOverrides set(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException(
          "--set is " + Quoted.of(assignment) + "; write NAME=VALUE, e.g. --set tenant=blue");
    }
    variables.put(
        Templates.checkName(assignment.substring(0, equals)),
        Variables.literal(assignment.substring(equals + 1)));
    return this;
  }

  /** {@code --rate-limit}: what the limit under test admits, {@code 100/s per client}. */
  public PlanOverrides rateLimit(String text) {
    rateLimit = Optional.of(RateLimitText.parse(text));
    return this;
  }

  /** Variables given by {@code --set}, as a plan writes them. */
  Map<String, String> variables() {
    return variables;
  }

  /** Targets given by {@code -H}; empty: none. */
  List<URI> targets() {
    return targets;
  }

  /** The measured time given by {@code -t}, else that of {@link #defaultLoad}. */
  Duration timeOrDefault() {
    return time.orElse(DEFAULT_TIME);
  }

  /** Whether the plan's own load, if any, is replaced. */
  boolean replacesLoad() {
    return load().replaces();
  }

  /**
   * The plan as changed.
   *
   * @throws IllegalArgumentException if options exclude each other or do not fit the plan
   */
  public Plan apply(Plan plan) {
    LoadProfile profile = applyTo(plan.profile());
    variables.keySet().forEach(name -> PlanNames.checkVariable(name, plan));
    List<User> selected = chosen(plan.users());
    Observation observation = applyTo(plan.observation(), selected);
    Criteria criteria = applyTo(plan, selected, observation);
    UserCounts.check(selected, profile.load(), plan.users().size() > selected.size());
    return new Plan(
        plan.name(),
        applyTo(plan.target()),
        selected,
        profile,
        criteria,
        applyTo(plan.bounds()),
        applyTo(plan.inputs()),
        withoutHooks ? Hooks.NONE : plan.hooks().within(around),
        observation);
  }

  private Observation applyTo(Observation observation, List<User> selected) {
    return new Observation(
        MonitorTexts.merged(observation.monitors(), monitors),
        rateLimit
            .map(told -> told.applyTo(observation.rateLimit(), selected))
            .or(observation::rateLimit),
        observation.upstreamHeader(),
        observation.diagnostics());
  }

  private Criteria applyTo(Plan plan, List<User> selected, Observation observation) {
    List<Objective> all = new ArrayList<>(plan.criteria().objectives());
    if (!selection().isAll()) {
      all.removeIf(objective -> !PlanNames.isOfAny(objective, selected)); // they are not run
    }
    objectives.forEach(objective ->
        all.add(
            MonitorMetric.check(
                plan.hooks().check(PlanNames.checkRequest(objective, selected)), observation)));
    List<AbortRule> rules = new ArrayList<>(plan.criteria().abortWhen());
    abortRules.forEach(rule -> rules.add(PlanNames.checkRequest(rule, selected)));
    return new Criteria(all, rules, plan.criteria().validity());
  }

  private Inputs applyTo(Inputs inputs) {
    Map<String, String> merged = new LinkedHashMap<>(inputs.variables());
    merged.putAll(variables);
    return new Inputs(merged, seed.orElse(inputs.seed()));
  }

  private LoadProfile applyTo(LoadProfile profile) {
    return new LoadProfile(warmup.orElse(profile.warmup()), load().applyTo(profile.load()));
  }

  private List<User> chosen(List<User> users) {
    List<User> only = UserSelection.only(users, userNames);
    List<User> tagged = selection().isAll() ? only : selection().of(only);
    return equalWeights ? UserSelection.equalWeights(tagged) : tagged;
  }

  private TagSelection selection() {
    return new TagSelection(tags, excludedTags);
  }

  private Target applyTo(Target target) {
    Tls tls = target.tls();
    return new Target(
        targets.isEmpty() ? target.urls() : targets,
        new Tls(
            tls.verify() && !insecure,
            caCert.or(tls::caCert),
            cert.or(tls::cert),
            key.or(tls::key),
            serverName.or(tls::serverName),
            tls.versions()),
        target.connections(),
        target.resolveEvery(),
        target.reach().with(reach));
  }

  private LoadOverrides load() {
    return new LoadOverrides(users, spawnRate, rate, arrivals, time);
  }

  private Bounds applyTo(Bounds bounds) {
    Bounds changed = bounds;
    for (UnaryOperator<Bounds> change : boundChanges) {
      changed = change.apply(changed);
    }
    return changed;
  }

  /** The load of a plan that has none of its own: few users for a short time. */
  static Load defaultLoad() {
    return new Load.Closed(
        List.of(new Load.UserStage.Hold(DEFAULT_USERS, Rate.ZERO, DEFAULT_TIME)));
  }

  private static void requireFrom(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          option + " is " + value + "; must be from " + min + " to " + max);
    }
  }

  private static void requireMore(String option, Rate rate) {
    if (rate.isZero()) {
      throw new IllegalArgumentException(option + " is 0; must be more than 0");
    }
  }

  private static void requireMore(String option, Duration duration) {
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException(
          option + " is " + Durations.format(duration) + "; must be more than 0");
    }
  }
}
