package dev.barrage.cli;

import dev.barrage.engine.UnreachableException;
import dev.barrage.overhead.AddedLimit;
import dev.barrage.overhead.Overhead;
import dev.barrage.overhead.OverheadRun;
import dev.barrage.plan.Plan;
import dev.barrage.plan.TargetReader;
import dev.barrage.report.ConsoleProgress;
import dev.barrage.report.OverheadReport;
import dev.barrage.report.OverheadText;
import dev.barrage.run.HookFailedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code barrage overhead}: what a gateway adds. */
@Command(
    name = "overhead",
    header = "Measure the latency that a gateway adds, and its CPU per request.",
    description = {
      "Sends the same requests through the gateway (the plan's target, -H or the URL) and past it"
          + " (--direct), in one run: arrivals come in pairs, one for either side in an order drawn"
          + " by the seed, each side over connections of its own. Tells the difference of"
          + " percentiles with 95%% intervals (block bootstrap). All options of 'barrage run' are"
          + " taken but those of its record; the load must be open (--rate counts both sides)."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "  0:measured; every limit is kept",
      "  1:a limit or an objective is missed",
      "  2:usage or plan error; nothing was sent",
      "  3:the measurement cannot be trusted",
      "  4:inconclusive: the interval holds the limit, or a side failed too often",
      "  5:a target is unreachable",
      "130:interrupted (143: by SIGTERM); what was measured is told"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  barrage overhead http://localhost:8080/hello --direct http://localhost:9000",
      "  barrage overhead plan.yaml --direct http://direct:9000 --gateway 'port 8080'",
      "  barrage overhead plan.yaml --direct http://direct:9000 --max-added 'p99 5ms'"
    })
final class OverheadCommand implements Callable<Integer> {
  @Mixin private final PlanArgument argument = new PlanArgument();

  @Option(
      names = "--direct",
      required = true,
      paramLabel = "URL",
      description = "Base URL of the upstream itself.")
  private String direct = "";

  @Option(
      names = "--gateway",
      paramLabel = "WHAT",
      description =
          "The gateway's process, for its CPU per request: port 8080, pid N or container NAME"
              + " (the monitor \"gateway\"; a plan's own is used, too).")
  private @Nullable String gateway;

  @Option(
      names = "--max-added",
      paramLabel = "LIMIT",
      description =
          "What it may add at most, e.g. 'p99 5ms' (p50, p90, p95, p99, p99.9); repeatable.")
  private List<String> limits = List.of();

  @Mixin private final TreeCopyOptions copyOptions = new TreeCopyOptions();
  @Mixin private final ConsoleOptions consoleOptions = new ConsoleOptions();
  @Mixin HelpOption help;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Plan plan =
        argument.plan(overrides -> {
          if (gateway != null) {
            overrides.monitor(OverheadRun.MONITOR + "=" + gateway);
          }
        });
    copies().check();
    PrintWriter err = spec.commandLine().getErr();
    Signals signals = new Signals();
    try (ConsoleProgress console =
        new ConsoleProgress(System.err, consoleOptions.colour.standardError())) {
      OverheadRun run = run(plan, console, err);
      signals.handle(run::interrupt);
      Overhead overhead = run.execute();
      console.close();
      tell(plan, overhead);
      run.failure().ifPresent(OverheadCommand::tellOfDefect);
      return signals.exitCode().orElse(ExitCode.of(overhead.verdict()));
    } catch (UnreachableException e) {
      err.println("barrage: " + e.getMessage());
      err.flush();
      return signals.exitCode().orElse(ExitCode.UNREACHABLE);
    } catch (InterruptedException e) {
      err.println("barrage: interrupted before the targets had answered; nothing was sent");
      err.flush();
      return signals.exitCode().orElseThrow(() -> e);
    } catch (HookFailedException | IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private OverheadRun run(Plan plan, ConsoleProgress console, PrintWriter err) {
    List<URI> urls = OptionValue.of("--direct", () -> TargetReader.urls(direct));
    if (urls.size() != 1) {
      throw new IllegalArgumentException("--direct: one URL is needed");
    }
    return new OverheadRun(
        plan,
        urls.getFirst(),
        OptionValue.of("--max-added", () -> limits.stream().map(AddedLimit::parse).toList()),
        consoleOptions.showsProgress() ? console : progress -> {},
        line -> {
          if (!consoleOptions.isQuiet()) {
            console.wipe();
            err.println("barrage: " + line);
            err.flush();
          }
        });
  }

  /** What was measured is told; the fault with its trace, and with an exit code of its own. */
  private static void tellOfDefect(Throwable failure) {
    throw new IllegalStateException("an event loop failed", failure);
  }

  private Copies<ObjectNode> copies() {
    return copyOptions.copies(OverheadReport::page);
  }

  private void tell(Plan plan, Overhead overhead) {
    ObjectNode tree = OverheadJson.tree(plan, overhead);
    PrintWriter out = spec.commandLine().getOut();
    if (!consoleOptions.isQuiet() && !copies().takeStandardOutput()) {
      out.print(OverheadText.of(tree));
    }
    copies().write(tree, out, spec.commandLine().getErr());
    out.flush();
  }
}
