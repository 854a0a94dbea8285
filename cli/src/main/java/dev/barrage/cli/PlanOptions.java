package dev.barrage.cli;

import dev.barrage.plan.Durations;
import dev.barrage.plan.Load;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.Rates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a command line may change in a plan; the words of CONTRACT's one-line runs. */
final class PlanOptions {
  @Option(
      names = {"-H", "--target", "--host"},
      paramLabel = "URL",
      description = "Base URL; several, separated by commas, in turn.")
  private @Nullable String target;

  @Option(
      names = {"-u", "-c", "--users"},
      paramLabel = "N",
      description = "Closed model: concurrent users, each with its next request after the answer.")
  private @Nullable Integer users;

  @Option(
      names = {"-r", "--spawn-rate"},
      paramLabel = "N",
      description = "Users started per second (default: all at once).")
  private @Nullable String spawnRate;

  @Option(
      names = {"-R", "--rate"},
      paramLabel = "N",
      description = "Open model: arrivals per second whatever the target does (5k, 2.5/s).")
  private @Nullable String rate;

  @Option(
      names = "--arrivals",
      paramLabel = "KIND",
      completionCandidates = Candidates.Arrivals.class,
      description = "How arrivals are spread: constant (default) or poisson.")
  private @Nullable String arrivals;

  @Option(
      names = {"-t", "-d", "--run-time"},
      paramLabel = "D",
      description = "Measured time: 10s, 1m30s, 2h.")
  private @Nullable String runTime;

  @Option(
      names = "--warmup",
      paramLabel = "D",
      description = "Warm-up before it (default for URLs: min(2s, D/5)).")
  private @Nullable String warmup;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Open connections at most (default 10000).")
  private @Nullable Integer connections;

  @Option(
      names = "--max-in-flight",
      paramLabel = "N",
      description = "Requests in flight at most; an arrival beyond is dropped (default 10000).")
  private @Nullable Integer maxInFlight;

  @Option(
      names = "--max-rate",
      paramLabel = "N",
      description = {
        "Requests per second at most, whatever the plan says (5k, 2.5/s): arrivals beyond are not",
        "offered, users wait."
      })
  private @Nullable String maxRate;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Event loops (default: half of the CPUs).")
  private @Nullable Integer threads;

  @Option(
      names = "--monitor",
      paramLabel = "NAME=WHAT",
      description = {
        "Watch the target: gateway=port 8080 (or pid N, container NAME), health=URL,",
        "or heap=URL SERIES of a Prometheus page; NAME?=WHAT may be missing; repeatable."
      })
  private List<String> monitors = List.of();

  @Option(
      names = "--rate-limit",
      paramLabel = "N/WINDOW",
      description = "What the limit under test admits: 100/s, 6000/m, 50/500ms per client.")
  private @Nullable String rateLimit;

  @Option(
      names = "--stay-awake",
      description = {
        "Keep this machine's CPUs from going idle during the run: virtual CPUs wake up late, by",
        "milliseconds at p99.9. Takes idle time only (Linux)."
      })
  private boolean stayAwake;

  @Option(
      names = "--real-time",
      description = {
        "Event loops go before all other threads of this machine (SCHED_FIFO): punctual at p99.9.",
        "Wants a CPU more than loops, and root or `ulimit -r 2` (Linux)."
      })
  private boolean realTime;

  @Option(
      names = "--timeout",
      paramLabel = "D",
      description = "Per request, from its dispatch to its last byte (default 10s).")
  private @Nullable String timeout;

  @Option(
      names = "--connect-timeout",
      paramLabel = "D",
      description = "For connecting, TLS included (default 5s).")
  private @Nullable String connectTimeout;

  @Option(
      names = "--drain",
      paramLabel = "D",
      description =
          "Time for requests in flight after the last was started (default: the timeout).")
  private @Nullable String drain;

  @Option(names = "--insecure", description = "Do not verify certificates.")
  private boolean insecure;

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      description = "PEM file with the authorities to trust.")
  private @Nullable Path caCert;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "PEM file with the client's certificate chain.")
  private @Nullable Path cert;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "PEM file with the client's private key (PKCS #8).")
  private @Nullable Path key;

  @Mixin private final ReachOptions reach = new ReachOptions();

  @Option(names = "--http1", description = "Speak HTTP/1.1 (the default).")
  private boolean http1;

  @Option(names = "--http2", description = "Not supported yet.")
  private boolean http2;

  @Option(
      names = "--objective",
      paramLabel = "TEXT",
      description = "What must hold, e.g. 'p95 <= 200ms critical 500ms'; repeatable.")
  private List<String> objectives = List.of();

  @Option(
      names = "--abort-when",
      paramLabel = "TEXT",
      description = "What ends the run early, e.g. 'error rate > 50%% for 10s'; repeatable.")
  private List<String> abortRules = List.of();

  @Option(
      names = {"-T", "--tags"},
      paramLabel = "TAG",
      arity = "1..*",
      split = ",",
      description = "Run only tasks that have one of these tags.")
  private List<String> tags = List.of();

  @Option(
      names = {"-E", "--exclude-tags"},
      paramLabel = "TAG",
      arity = "1..*",
      split = ",",
      description = "Leave out tasks that have one of these tags.")
  private List<String> excludedTags = List.of();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Every random choice follows from it (default: the plan's, else 1).")
  private @Nullable Long seed;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A variable of the plan; repeatable.")
  private List<String> variables = List.of();

  @Option(
      names = "--no-hooks",
      description = "Do nothing of what the plan does before and after its run.")
  private boolean noHooks;

  /** Whether a warm-up is asked for. */
  boolean giveWarmup() {
    return warmup != null;
  }

  /** Whether targets are asked for. */
  boolean giveTarget() {
    return target != null;
  }

  /**
   * The changes asked for.
   *
   * @throws IllegalArgumentException a value is impossible: one line that says what is allowed
   */
  PlanOverrides overrides() {
    if (http1 && http2) {
      throw new IllegalArgumentException("--http1 and --http2 exclude each other");
    }
    if (http2) {
      throw new IllegalArgumentException("--http2 is not supported yet; leave it out for HTTP/1.1");
    }
    PlanOverrides overrides = new PlanOverrides();
    given(target, overrides::target);
    given(users, overrides::users);
    given("--spawn-rate", spawnRate, text -> overrides.spawnRate(Rates.parse(text)));
    given("--rate", rate, text -> overrides.rate(Rates.parse(text)));
    given("--arrivals", arrivals, text -> overrides.arrivals(arrivals(text)));
    given("--run-time", runTime, text -> overrides.time(Durations.parse(text)));
    given("--warmup", warmup, text -> overrides.warmup(Durations.parse(text)));
    given(connections, overrides::connections);
    given(maxInFlight, overrides::maxInFlight);
    given("--max-rate", maxRate, text -> overrides.maxRate(Rates.parse(text)));
    given(threads, overrides::threads);
    monitors.forEach(overrides::monitor);
    given("--rate-limit", rateLimit, overrides::rateLimit);
    if (stayAwake) {
      overrides.stayAwake();
    }
    if (realTime) {
      overrides.realTime();
    }
    given("--timeout", timeout, text -> overrides.timeout(Durations.parse(text)));
    given("--connect-timeout", connectTimeout, t -> overrides.connectTimeout(Durations.parse(t)));
    given("--drain", drain, text -> overrides.drain(Durations.parse(text)));
    given(seed, overrides::seed);
    if (noHooks) {
      overrides.withoutHooks();
    }
    tls(overrides);
    reach.addTo(overrides);
    objectives.forEach(text -> given("--objective", text, overrides::objective));
    abortRules.forEach(text -> given("--abort-when", text, overrides::abortWhen));
    variables.forEach(overrides::set);
    overrides.tags(tags).excludeTags(excludedTags);
    return overrides;
  }

  boolean hasThreads() {
    return threads != null;
  }

  boolean hasDrain() {
    return drain != null;
  }

  private void tls(PlanOverrides overrides) {
    if (insecure) {
      overrides.insecure();
    }
    if ((cert == null) != (key == null)) {
      throw new IllegalArgumentException("--cert and --key go together; give both");
    }
    if (cert != null && key != null) {
      overrides.clientCert(readable("--cert", cert), readable("--key", key));
    }
    if (caCert != null) {
      overrides.caCert(readable("--cacert", caCert));
    }
  }

  /** The file, if its bytes can be read. */
  static Path readable(String option, Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new IllegalArgumentException(option + ": cannot read " + file);
    }
    return file;
  }

  private static Load.Arrivals arrivals(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "constant" -> Load.Arrivals.CONSTANT;
      case "poisson" -> Load.Arrivals.POISSON;
      default -> throw new IllegalArgumentException("\"" + text + "\"; allowed: constant, poisson");
    };
  }

  private static <T> void given(@Nullable T value, Consumer<T> use) {
    if (value != null) {
      use.accept(value);
    }
  }

  /** As above, the option's name put before what a parser says. */
  static void given(String option, @Nullable String text, Consumer<String> use) {
    if (text == null) {
      return;
    }
    try {
      use.accept(text);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw new IllegalArgumentException(
          message.startsWith("--") ? message : option + ": " + message, e);
    }
  }
}
