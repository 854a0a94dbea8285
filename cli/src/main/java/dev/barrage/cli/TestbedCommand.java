package dev.barrage.cli;

import dev.barrage.plan.Durations;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import dev.barrage.run.Run;
import dev.barrage.testbed.process.Testbed;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code barrage testbed}: a sample gateway and a scriptable upstream, until Ctrl-C. */
@Command(
    name = "testbed",
    header = "Run the sample gateway and the scriptable upstream behind it.",
    description = {
      "Starts a Spring Cloud Gateway and an upstream, each in a JVM of its own, on free ports of"
          + " loopback, warms the gateway up, prints where they are and stays until Ctrl-C. The"
          + " admin port takes faults: POST /faults with the token as bearer."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  barrage testbed",
      "  barrage testbed --port 8080",
      "  barrage testbed --json | head -n 1",
      "  curl -H 'Authorization: Bearer TOKEN' ADMIN/faults \\",
      "    -d '" + TestbedCommand.STALL + "'"
    })
final class TestbedCommand implements Callable<Integer> {
  /** The fault that the help shows. */
  static final String STALL = "{\"stall\":{\"for_ms\":1000}}";

  private static final long LOOK_S = 1;
  private static final int WARM_UP_USERS = 8;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The gateway's port on loopback (default: a free one).")
  private int port;

  @Option(
      names = "--warmup",
      paramLabel = "D",
      defaultValue = "10s",
      description =
          "Time for which some users bring the gateway to its speed before it is told to be there"
              + " (default 10s; 0s: none).")
  private String warmup = "10s";

  @Option(names = "--json", description = "Print the addresses as one line of JSON.")
  private boolean json;

  @Mixin HelpOption help;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    requirePort();
    Duration warm = OptionValue.of("--warmup", () -> Durations.parse(warmup));
    CountDownLatch ended = new CountDownLatch(1);
    Signals signals = new Signals();
    Thread here = Thread.currentThread();
    signals.handle(() -> {
      ended.countDown();
      here.interrupt(); // else what starts would be waited for
    });
    try {
      return serve(warm, signals, ended);
    } catch (IOException | InterruptedException e) {
      if (ended.getCount() == 0) {
        return ExitCode.PASSED; // Ctrl-C is how it is meant to end
      }
      if (e instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw new UsageException("the testbed cannot start: " + e.getMessage(), e);
    }
  }

  private int serve(Duration warm, Signals signals, CountDownLatch ended)
      throws IOException, InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    try (Testbed testbed =
        Testbed.start(Installation.testbed(), port, line -> progress(err, line))) {
      signals.handle(ended::countDown);
      if (!warm.isZero()) {
        execute(warmUp(hello(testbed), warm, err), signals, ended);
      }
      if (ended.getCount() > 0) {
        print(testbed, spec.commandLine().getOut());
      }
      while (!ended.await(LOOK_S, TimeUnit.SECONDS)) {
        if (!testbed.isAlive()) {
          err.println("barrage: a process of the testbed has ended; stopping");
          err.flush();
          return ExitCode.INTERNAL;
        }
      }
    }
    return ExitCode.PASSED;
  }

  /** A port that is taken is told at once, not by a JVM that tried it. */
  private void requirePort() {
    if (port < 0 || port > 65_535) {
      throw new UsageException("--port is " + port + "; must be from 0 to 65535");
    }
    try {
      new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    } catch (IOException e) {
      throw new UsageException("--port: cannot listen on " + port + ": " + Reasons.of(e), e);
    }
  }

  private static Plan hello(Testbed testbed) {
    String plan = "users: {visitor: {tasks: [{get: /api/hello}]}}\nload: hold 1 user for 1s\n";
    PlanOverrides there = new PlanOverrides().target(testbed.gateway().toString());
    return PlanReader.read("testbed", "testbed", plan, Path.of(""), there);
  }

  /**
   * A JVM just started answers slowly until its code is compiled. A few users, who wait for their
   * answers, bring it there without burying it under arrivals, as no operator would either.
   */
  static Run warmUp(Plan plan, Duration length, PrintWriter err) {
    progress(err, "warming the gateway up for " + Durations.format(length) + ", not measured");
    PlanOverrides gently =
        new PlanOverrides().users(WARM_UP_USERS).time(length).warmup(Duration.ZERO);
    return new Run(gently.apply(plan), Optional.empty(), progress -> {});
  }

  private static void execute(Run run, Signals signals, CountDownLatch ended)
      throws IOException, InterruptedException {
    signals.handle(() -> {
      ended.countDown();
      run.interrupt();
    });
    try {
      if (ended.getCount() > 0) {
        run.execute();
      }
    } catch (InterruptedException e) {
      if (ended.getCount() > 0) {
        throw e;
      } // else Ctrl-C came before the gateway was asked
    }
  }

  static void progress(PrintWriter err, String line) {
    err.println("barrage: " + line);
    err.flush();
  }

  private void print(Testbed testbed, PrintWriter out) {
    if (json) {
      out.printf(
          "{\"gateway\":\"%s\",\"upstream\":\"%s\",\"admin\":\"%s\",\"token\":\"%s\"}%n",
          testbed.gateway(), testbed.upstream(), testbed.admin(), testbed.token());
    } else {
      out.printf("gateway   %s  (Spring Cloud Gateway)%n", testbed.gateway());
      out.printf("upstream  %s%n", testbed.upstream());
      out.printf("admin     %s  (token %s)%n%n", testbed.admin(), testbed.token());
      out.print(toTry(Installation.command(), testbed.gateway(), testbed.upstream()));
      out.printf("%nCtrl-C ends both.%n");
    }
    out.flush();
  }

  /** Each command on a line of its own, however long it is: so it can be copied. */
  static String toTry(String barrage, URI gateway, URI upstream) {
    return """
    Try:
      %1$s run %2$s/api/hello --rate 200 -t 10s
      %1$s overhead %2$s/api/hello --direct %3$s
    """
        .formatted(barrage, gateway, upstream);
  }
}
