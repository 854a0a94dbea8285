package dev.barrage.cli;

import dev.barrage.cli.live.OtlpPush;
import dev.barrage.cli.live.ScrapeEndpoint;
import dev.barrage.plan.Durations;
import dev.barrage.plan.Plan;
import dev.barrage.run.LiveRun;
import dev.barrage.run.Run;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The listeners of a run that {@link LiveOptions} ask for. */
final class LiveMetrics implements AutoCloseable {
  private static final Duration LONGEST_LINGER = Duration.ofHours(1);

  private final Optional<ScrapeEndpoint> endpoint;
  private final Optional<OtlpPush> push;
  private final Duration linger;
  private volatile boolean hurried;

  private LiveMetrics(Optional<ScrapeEndpoint> endpoint, Optional<OtlpPush> push, Duration linger) {
    this.endpoint = endpoint;
    this.push = push;
    this.linger = linger;
  }

  /**
   * Begins to listen where that is asked for, and says where.
   *
   * @throws UsageException an option is wrong, or the address cannot be had
   */
  static LiveMetrics open(
      LiveOptions options, Plan plan, Map<String, String> environment, PrintWriter err) {
    Duration linger = linger(options);
    Optional<OtlpPush> push =
        Optional.ofNullable(options.otlp).map(url -> push(url, plan, environment));
    Optional<ScrapeEndpoint> endpoint =
        Optional.ofNullable(options.prometheus).map(address -> endpoint(address, environment));
    endpoint.ifPresent(at -> {
      err.println("barrage: metrics at " + at.url());
      err.flush();
    });
    return new LiveMetrics(endpoint, push, linger);
  }

  private static Duration linger(LiveOptions options) {
    if (options.linger == null) {
      return Duration.ZERO;
    }
    if (options.prometheus == null) {
      throw new UsageException("--linger goes with --prometheus: it waits for the last scrape");
    }
    String given = options.linger;
    Duration linger = OptionValue.of("--linger", () -> Durations.parse(given));
    if (linger.compareTo(LONGEST_LINGER) > 0) {
      throw new UsageException("--linger: \"" + given + "\" is too long; at most 1h");
    }
    return linger;
  }

  private static OtlpPush push(String url, Plan plan, Map<String, String> environment) {
    Optional<String> headers = Optional.ofNullable(environment.get("OTEL_EXPORTER_OTLP_HEADERS"));
    return OptionValue.of("--otlp", () -> new OtlpPush(url, headers, plan.name()));
  }

  private static ScrapeEndpoint endpoint(String address, Map<String, String> environment) {
    try {
      Optional<String> token = Optional.ofNullable(environment.get("BARRAGE_PROMETHEUS_TOKEN"));
      return ScrapeEndpoint.open(address, token);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--prometheus: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UsageException(
          "--prometheus: cannot listen at " + address + ": " + Reasons.of(e), e);
    }
  }

  void watch(Run run) {
    if (endpoint.isPresent() || push.isPresent()) {
      run.watchedBy(this::tell);
    }
  }

  private void tell(LiveRun run) {
    endpoint.ifPresent(to -> to.accept(run));
    push.ifPresent(to -> to.accept(run));
  }

  /** A signal came: nobody waits any more. */
  void hurry() {
    hurried = true;
  }

  /** Says what was lost, and waits for the last scrape if that was asked for. */
  void end(PrintWriter err) throws InterruptedException {
    push.flatMap(OtlpPush::problem).ifPresent(problem -> err.println("barrage: " + problem));
    err.flush();
    long untilNs = System.nanoTime() + linger.toNanos();
    while (endpoint.isPresent() && !hurried && untilNs - System.nanoTime() > 0) {
      long ns = Math.min(untilNs - System.nanoTime(), 100_000_000);
      if (endpoint.get().awaitLastScrape(ns)) {
        return;
      }
    }
  }

  @Override
  public void close() {
    endpoint.ifPresent(ScrapeEndpoint::close);
    push.ifPresent(OtlpPush::close);
  }
}
