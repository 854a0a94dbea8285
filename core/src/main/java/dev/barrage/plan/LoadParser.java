package dev.barrage.plan;

import dev.barrage.plan.Load.ArrivalStage;
import dev.barrage.plan.Load.Arrivals;
import dev.barrage.plan.Load.UserStage;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stages of a load, one phrase each, in order.
 *
 * <pre>
 *   ramp to 100 users over 10s          ramp from 10/s to 500/s over 10s
 *   hold 1m                             the level so far
 *   hold 100 users for 1m               hold 100 users for 1m spawning 10/s      hold 500/s for 1m
 *   step from 100/s to 500/s in 5 steps over 50s      equal steps, each a hold
 *   spike from 100/s to 1000/s for 5s   the high level; later stages go on from the low one
 *   sine 100/s..500/s period 1m for 10m               later stages go on from its low rate
 *   poisson 500/s for 1m                poisson before any stage of arrivals
 *   replay access.csv at 2x for 5m      recorded arrivals, each with its own task
 * </pre>
 *
 * <p>A parser is used once, by one thread: {@link #accept} each phrase, then {@link #load}.
 */
public final class LoadParser {
  private static final String USERS = "users";
  private static final int MAX_USERS = 1_000_000;
  private static final int MAX_STEPS = 1_000;
  private static final Duration MAX_LENGTH = Duration.ofDays(366);
  private static final List<String> KINDS =
      List.of("ramp", "hold", "step", "spike", "sine", "poisson", "replay");
  private static final Pattern REPLAY =
      Pattern.compile(
          "replay +(?:\"([^\"]+)\"|(\\S+))(?: +at +(\\d{1,7}(?:\\.\\d{1,3})?)x)? +for +(\\S+)");
  static final String HOLD_EXAMPLE = "hold 500/s for 1m or hold 100 users for 1m";
  private static final String RAMP_EXAMPLE = "ramp to 500/s over 10s or ramp to 100 users over 10s";
  private static final String STEP_EXAMPLE = "step from 100/s to 500/s in 5 steps over 50s";
  private static final String SPIKE_EXAMPLE = "spike from 100/s to 1000/s for 5s";
  private static final String REPLAY_EXAMPLE = "replay access.csv at 2x for 5m";
  private static final String SINE_EXAMPLE = "sine 100/s..500/s period 1m for 10m";

  private final Function<String, Path> files;
  private final List<ArrivalStage> arrivals = new ArrayList<>();
  private final List<UserStage> users = new ArrayList<>();

  /** What the next stage goes on from; null: nothing said yet. */
  private @Nullable Level level;

  private String phrase = "";
  private Arrivals spread = Arrivals.CONSTANT;

  /** How much traffic: a rate of arrivals, or a number of users. */
  private sealed interface Level {
    record PerSecond(Rate rate) implements Level {}

    record Users(int count) implements Level {}
  }

  /** Files are named as the process sees them. */
  public LoadParser() {
    this(Path::of);
  }

  /**
   * @param files finds a file that a phrase names
   */
  LoadParser(Function<String, Path> files) {
    this.files = files;
  }

  /** Reads all phrases at once. */
  public static Load parse(List<String> phrases) {
    LoadParser parser = new LoadParser();
    phrases.forEach(parser::accept);
    return parser.load();
  }

  /**
   * Adds the stage of one phrase.
   *
   * @throws IllegalArgumentException with the phrase, what is wrong and an example
   */
  public void accept(String stage) {
    phrase = stage.strip();
    Words words = new Words(phrase);
    spread = words.take("poisson") ? Arrivals.POISSON : Arrivals.CONSTANT;
    boolean bare = spread == Arrivals.POISSON && words.peek().matches("[0-9].*");
    String kind = bare ? "hold" : words.peek();
    if (!bare && KINDS.contains(kind)) {
      words.take(kind);
    }
    switch (kind) {
      case "hold" -> hold(words);
      case "ramp" -> ramp(words);
      case "step" -> step(words);
      case "spike" -> spike(words);
      case "sine" -> sine(words);
      case "replay" -> replay();
      default ->
          throw new IllegalArgumentException(
              Quoted.of(phrase)
                  + " is not a load stage; it begins with ramp, hold, step, spike, sine, replay or"
                  + (" poisson, e.g. " + HOLD_EXAMPLE + NearestWord.hint(kind, KINDS)));
    }
  }

  /**
   * The load of all stages so far.
   *
   * @throws IllegalArgumentException if there is none, or none sends anything
   */
  public Load load() {
    if (arrivals.isEmpty() && users.isEmpty()) {
      throw new IllegalArgumentException("a load needs at least one stage, e.g. " + HOLD_EXAMPLE);
    }
    boolean silent =
        arrivals.stream().allMatch(s -> s.startRate().isZero() && endRate(s).isZero())
            && users.stream().allMatch(s -> Math.max(s.startUsers(), s.endUsers()) == 0);
    if (silent && arrivals.stream().noneMatch(LoadParser::rises)) {
      throw new IllegalArgumentException("the load sends nothing: all its levels are 0");
    }
    Load load = users.isEmpty() ? new Load.Open(arrivals) : new Load.Closed(users);
    if (load.length().compareTo(MAX_LENGTH) > 0) {
      throw new IllegalArgumentException("the load takes more than 366 days in all");
    }
    return load;
  }

  /** Whether it sends although it begins and ends at nothing. */
  private static boolean rises(ArrivalStage stage) {
    return stage instanceof ArrivalStage.Sine || stage instanceof ArrivalStage.Replay;
  }

  private void replay() {
    Matcher matcher = REPLAY.matcher(phrase);
    if (!matcher.matches()) {
      String why = spread == Arrivals.POISSON ? " has its own arrivals, not poisson ones" : "";
      throw new IllegalArgumentException(
          Quoted.of(phrase) + why + "; write a file, a speed and a time, e.g. " + REPLAY_EXAMPLE);
    }
    String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    String speed = matcher.group(3) == null ? "1" : matcher.group(3);
    Duration length = Durations.parsePositive(matcher.group(4));
    long milliSpeed = new BigDecimal(speed).movePointRight(3).longValueExact();
    addArrivals(new ArrivalStage.Replay(new ReplayFile(files.apply(name)), milliSpeed, length));
  }

  private void hold(Words words) {
    if (words.atEnd() || words.peek().equals("for") || isDuration(words.peek())) {
      words.take("for");
      Duration length = words.value("a duration", "hold 1m", Durations::parsePositive);
      words.needEnd("hold 1m");
      addHold(levelSoFar(), Rate.ZERO, length);
      return;
    }
    Level held = level(words, HOLD_EXAMPLE);
    words.need("for", HOLD_EXAMPLE);
    Duration length = words.value("a duration", HOLD_EXAMPLE, Durations::parsePositive);
    Rate spawnRate = Rate.ZERO;
    if (held instanceof Level.Users && words.take("spawning")) {
      spawnRate =
          words.value("a rate", "hold 100 users for 1m spawning 10/s", Rates::parsePositive);
    }
    words.needEnd(HOLD_EXAMPLE);
    addHold(held, spawnRate, length);
    level = held;
  }

  private void ramp(Words words) {
    Level from = words.take("from") ? level(words, RAMP_EXAMPLE) : null;
    words.need("to", RAMP_EXAMPLE);
    Level to = level(words, RAMP_EXAMPLE);
    words.need("over", RAMP_EXAMPLE);
    Duration length = words.value("a duration", RAMP_EXAMPLE, Durations::parsePositive);
    words.needEnd(RAMP_EXAMPLE);
    switch (to) {
      case Level.PerSecond(Rate rate) ->
          addArrivals(new ArrivalStage.Ramp(rate(start(from, to)), rate, length, spread));
      case Level.Users(int count) ->
          addUsers(new UserStage.Ramp(count(start(from, to)), count, length));
    }
    level = to;
  }

  /** Where a ramp to {@code to} begins: as given, else the level so far, else 0. */
  private Level start(@Nullable Level from, Level to) {
    if (from == null && level == null) {
      return to instanceof Level.Users ? new Level.Users(0) : new Level.PerSecond(Rate.ZERO);
    }
    Level start = from == null ? levelSoFar() : from;
    if (start.getClass() != to.getClass()) {
      throw mixed();
    }
    return start;
  }

  private void step(Words words) {
    words.need("from", STEP_EXAMPLE);
    Level from = level(words, STEP_EXAMPLE);
    words.need("to", STEP_EXAMPLE);
    Level to = start(level(words, STEP_EXAMPLE), from);
    words.need("in", STEP_EXAMPLE);
    int steps =
        words.value("a number", STEP_EXAMPLE, t -> (int) Numbers.integer("steps", t, 2, MAX_STEPS));
    words.need("steps", STEP_EXAMPLE);
    words.need("over", STEP_EXAMPLE);
    long lengthNs = words.value("a duration", STEP_EXAMPLE, Durations::parsePositive).toNanos();
    words.needEnd(STEP_EXAMPLE);
    if (lengthNs < steps) {
      throw new IllegalArgumentException(Quoted.of(phrase) + " is too short for its steps");
    }
    for (int i = 0; i < steps; i++) {
      long beginNs = lengthNs / steps * i + lengthNs % steps * i / steps;
      long endNs = lengthNs / steps * (i + 1) + lengthNs % steps * (i + 1) / steps;
      addHold(between(from, to, i, steps - 1), Rate.ZERO, Duration.ofNanos(endNs - beginNs));
    }
    level = to;
  }

  private void spike(Words words) {
    words.need("from", SPIKE_EXAMPLE);
    Level low = level(words, SPIKE_EXAMPLE);
    words.need("to", SPIKE_EXAMPLE);
    Level high = start(level(words, SPIKE_EXAMPLE), low);
    words.need("for", SPIKE_EXAMPLE);
    Duration length = words.value("a duration", SPIKE_EXAMPLE, Durations::parsePositive);
    words.needEnd(SPIKE_EXAMPLE);
    addHold(high, Rate.ZERO, length);
    level = low;
  }

  private void sine(Words words) {
    String range = words.value("a range of rates", SINE_EXAMPLE, LoadParser::range);
    int dots = range.indexOf("..");
    Rate low = Rates.parse(range.substring(0, dots));
    Rate high = Rates.parsePositive(range.substring(dots + 2));
    words.need("period", SINE_EXAMPLE);
    Duration period = words.value("a duration", SINE_EXAMPLE, Durations::parsePositive);
    words.need("for", SINE_EXAMPLE);
    Duration length = words.value("a duration", SINE_EXAMPLE, Durations::parsePositive);
    words.needEnd(SINE_EXAMPLE);
    if (low.compareTo(high) > 0) {
      throw new IllegalArgumentException(
          Quoted.of(phrase) + " falls; write the lower rate first, e.g. " + SINE_EXAMPLE);
    }
    addArrivals(new ArrivalStage.Sine(low, high, period, length, spread));
    level = new Level.PerSecond(low);
  }

  /** Both ends must carry their unit: {@code 100..500} could be users. */
  private static String range(String text) {
    if (!text.matches("[^.]+(\\.\\d+)?[^.]*/[^.]*\\.\\.[^.]+(\\.\\d+)?[^.]*/[^.]*")) {
      throw new IllegalArgumentException(
          Quoted.of(text) + " is not a range of rates; write e.g. 100/s..500/s");
    }
    return text;
  }

  /** {@code 500/s}, or {@code 100 users}; the unit may be left to a later {@code to 100 users}. */
  private Level level(Words words, String example) {
    if (words.peek().contains("/")) {
      return new Level.PerSecond(words.value("a rate", example, Rates::parse));
    }
    int count =
        words.value(
            "a number of users or a rate",
            example,
            t -> (int) Numbers.integer("the level", t, 0, MAX_USERS));
    boolean named = words.take(USERS) || words.take("user");
    if (!named && !words.peek().equals("to")) {
      throw new IllegalArgumentException(
          Quoted.of(phrase)
              + (": " + count + " of what? write " + count + " users, or " + count + "/s"));
    }
    return new Level.Users(count);
  }

  private static boolean isDuration(String word) {
    return word.matches("[0-9.]+(ns|us|µs|ms|s|m|h|d).*");
  }

  private Level levelSoFar() {
    if (level == null) {
      throw new IllegalArgumentException(
          Quoted.of(phrase)
              + " keeps the level so far, but there is none yet; write e.g. "
              + HOLD_EXAMPLE);
    }
    return level;
  }

  private void addHold(Level held, Rate spawnRate, Duration length) {
    switch (held) {
      case Level.PerSecond(Rate rate) -> addArrivals(new ArrivalStage.Hold(rate, length, spread));
      case Level.Users(int count) -> addUsers(new UserStage.Hold(count, spawnRate, length));
    }
  }

  private void addArrivals(ArrivalStage stage) {
    if (!users.isEmpty()) {
      throw mixed();
    }
    arrivals.add(stage);
  }

  private void addUsers(UserStage stage) {
    if (!arrivals.isEmpty()) {
      throw mixed();
    }
    if (spread == Arrivals.POISSON) {
      throw new IllegalArgumentException(
          Quoted.of(phrase) + ": poisson is of arrivals; write e.g. poisson 500/s for 1m");
    }
    users.add(stage);
  }

  private IllegalArgumentException mixed() {
    return new IllegalArgumentException(
        Quoted.of(phrase)
            + " mixes users (closed model) and arrivals per second (open model);"
            + " use one of them in all stages");
  }

  private static Level between(Level from, Level to, int part, int whole) {
    return switch (from) {
      case Level.PerSecond(Rate rate) ->
          new Level.PerSecond(Rates.between(rate, rate(to), part, whole));
      case Level.Users(int count) ->
          new Level.Users(
              count + Math.round((float) ((count(to) - count) * (double) part / whole)));
    };
  }

  private static Rate endRate(ArrivalStage stage) {
    return switch (stage) {
      case ArrivalStage.Hold hold -> hold.rate();
      case ArrivalStage.Ramp ramp -> ramp.to();
      case ArrivalStage.Sine sine -> sine.low();
      case ArrivalStage.Replay replay -> Rate.ZERO;
    };
  }

  private static Rate rate(Level level) {
    return switch (level) {
      case Level.PerSecond(Rate rate) -> rate;
      case Level.Users users -> throw new IllegalStateException("a rate was checked for");
    };
  }

  private static int count(Level level) {
    return switch (level) {
      case Level.Users(int count) -> count;
      case Level.PerSecond rate -> throw new IllegalStateException("users were checked for");
    };
  }
}
