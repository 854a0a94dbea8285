package dev.barrage.bench.figure;

import com.sun.management.ThreadMXBean;
import dev.barrage.bench.machine.Bench;
import dev.barrage.bench.machine.Launch;
import dev.barrage.bench.server.Nginx;
import dev.barrage.bench.statistics.Median;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import dev.barrage.plan.UrlPlan;
import dev.barrage.run.Run;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the loop's thread allocates per request in steady state: as the JVM counts it, in several
 * windows of time against nginx, of which the median counts. What each request allocates is in all
 * of them; what is made once, such as the part of a histogram that nobody had come to before, in
 * one. The run is in this process, tied to the generator's CPU.
 */
final class Allocation implements Figure {
  private static final String LOOP = "barrage-loop-0";

  private static final int WINDOWS = 5;

  /** Seconds of the measured window after which the histograms have met the usual values. */
  private static final int SETTLED_S = 3;

  private static final String DECLARED =
      """
      target: URL
      users:
        caller:
          start:
            - get: /token
              capture: {session: header X-Session}
          tasks:
            - get: /token?user=${user.id}&n=${iteration}
              headers: {X-Session: "${session}"}
              expect:
                - status: 200
      MORE
      load: hold 64 users for 10s
      """;

  /** With what must be kept of the answer: a header to compare, and one to capture. */
  private static final String INSPECTED =
      """
                - header Content-Type: application/json
              capture: {session: header X-Session}
      """;

  /** A check and a capture that read the body as JSON. */
  private static final String IN_JSON =
      """
                - json $.ok: true
              capture: {token: json $.token}
      """;

  @Override
  public String name() {
    return "allocation";
  }

  @Override
  public List<Finding> measure(Bench bench, Size size) throws IOException, InterruptedException {
    Launch.tieSelf(bench.generatorCpu());
    List<Finding> findings = new ArrayList<>();
    try (Nginx nginx = Nginx.start(bench)) {
      int seconds = size.pick(1, 3);
      PlanOverrides options =
          new PlanOverrides()
              .users(64)
              .threads(1)
              .time(Duration.ofSeconds(WINDOWS * seconds + SETTLED_S + 1))
              .warmup(Duration.ofSeconds(size.pick(4, 8)));
      Plan plain = new UrlPlan(nginx.url("/hello")).plan(options);
      findings.add(measure("plain request", nginx, plain, seconds));
      String declared = DECLARED.replace("URL", nginx.url(""));
      findings.add(
          measure(
              "request with three slots",
              nginx,
              read(declared.replace("MORE\n", ""), options),
              seconds));
      findings.add(
          measure(
              "request with three slots, a header check and a capture",
              nginx,
              read(declared.replace("MORE\n", INSPECTED), options),
              seconds));
      findings.add(
          measure(
              "request with three slots, a check and a capture by JSON path",
              nginx,
              read(declared.replace("MORE\n", IN_JSON), options),
              seconds));
    }
    return findings;
  }

  private static Plan read(String yaml, PlanOverrides options) {
    return PlanReader.read("declared.yaml", "declared", yaml, Path.of("."), options);
  }

  private static Finding measure(String what, Nginx nginx, Plan plan, int seconds)
      throws IOException, InterruptedException {
    Run run = new Run(plan, Optional.empty(), progress -> {});
    Thread runner = Thread.ofPlatform().daemon().start(() -> execute(run));
    long loop = loopId(runner);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    LockSupport.parkNanos(plan.profile().warmup().toNanos() + SETTLED_S * 1_000_000_000L);
    double[] each = new double[WINDOWS];
    long[] bytes = new long[WINDOWS];
    for (int i = 0; i < WINDOWS; i++) {
      long requests = nginx.requests();
      long before = threads.getThreadAllocatedBytes(loop);
      LockSupport.parkNanos(seconds * 1_000_000_000L);
      bytes[i] = threads.getThreadAllocatedBytes(loop) - before;
      each[i] = (double) bytes[i] / (nginx.requests() - requests);
    }
    runner.join();
    double median = Median.of(each).value();
    return new Finding(
        "allocation per " + what,
        String.format(
            Locale.ROOT,
            "%.3f bytes (median of %d windows of %d s, in which %s bytes were allocated)",
            median,
            WINDOWS,
            seconds,
            Arrays.stream(bytes).mapToObj("%,d"::formatted).collect(Collectors.joining("; "))),
        "0 bytes",
        median == 0,
        Map.of("bytes", bytes, "bytes_each", each));
  }

  private static void execute(Run run) {
    try {
      var _ = run.execute();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("the run failed", e);
    }
  }

  private static long loopId(Thread runner) throws IOException {
    Long id = null;
    while (id == null) {
      if (!runner.isAlive()) {
        throw new IOException("the run ended before its loop began");
      }
      LockSupport.parkNanos(10_000_000L);
      id = find();
    }
    return id;
  }

  private static @Nullable Long find() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(LOOP))
        .map(Thread::threadId)
        .findFirst()
        .orElse(null);
  }
}
