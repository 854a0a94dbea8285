package dev.barrage.cli;

import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import dev.barrage.testbed.process.Testbed;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code barrage demo}: the main job in one command, against the sample gateway. */
@Command(
    name = "demo",
    header = "Load a sample gateway and see the verdict: the main job in one command.",
    description = {
      "Starts the testbed (a Spring Cloud Gateway before a scriptable upstream), warms the gateway"
          + " up, offers a baseline load, judges it, writes the report and takes the testbed down."
          + " Under a minute; ports are free ones."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  barrage demo", "  barrage demo -o my-first-run"})
final class DemoCommand implements Callable<Integer> {
  private static final String PLAN = "demo.yaml";
  private static final Duration WARM_UP = Duration.ofSeconds(12);

  private static final int COMMAND_WIDTH = 34;

  @Mixin private final OutputOptions output = new OutputOptions();
  @Mixin HelpOption help;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    PrintWriter out = spec.commandLine().getOut();
    int exitCode;
    try (Testbed testbed =
        Testbed.start(Installation.testbed(), line -> TestbedCommand.progress(err, line))) {
      Plan plan = plan(testbed.gateway().toString());
      TestbedCommand.warmUp(plan, WARM_UP, err).execute();
      exitCode = RunCommand.execute(plan, output, out, err);
    }
    boolean judged = exitCode != ExitCode.USAGE && exitCode < ExitCode.UNREACHABLE;
    if (judged && !output.console.isQuiet()) {
      sayNext(out);
    }
    return exitCode;
  }

  private static Plan plan(String gateway) throws IOException {
    try (InputStream text = DemoCommand.class.getResourceAsStream(PLAN)) {
      if (text == null) {
        throw new IOException("the demo's plan is missing from the installation");
      }
      String yaml = new String(text.readAllBytes(), StandardCharsets.UTF_8);
      PlanOverrides overrides = new PlanOverrides().target(gateway);
      return PlanReader.read(PLAN, "demo", yaml, Path.of(""), overrides);
    }
  }

  private static void sayNext(PrintWriter out) {
    out.print(next(Installation.command()));
    out.flush();
  }

  /** What to do next. Beside a command only if there is room, since its path may be a long one. */
  static String next(String barrage) {
    StringBuilder lines = new StringBuilder("Next, for instance:\n");
    next(lines, barrage + " doctor", "is this machine fit to measure?");
    next(lines, barrage + " testbed", "this gateway, to play with");
    next(lines, barrage + " scenarios", "ready-made plans, from smoke to endurance");
    lines.append("Your own gateway:\n");
    return lines
        .append("  %s run http://HOST:PORT/PATH --rate 500 -t 30s%n".formatted(barrage))
        .toString();
  }

  private static void next(StringBuilder lines, String command, String words) {
    boolean beside = command.length() <= COMMAND_WIDTH;
    lines.append("  %-34s".formatted(command)).append(beside ? "  " : "\n      ");
    lines.append(words).append('\n');
  }
}
