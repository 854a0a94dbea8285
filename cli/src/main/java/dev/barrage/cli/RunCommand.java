package dev.barrage.cli;

import dev.barrage.engine.UnreachableException;
import dev.barrage.plan.Plan;
import dev.barrage.report.ConsoleProgress;
import dev.barrage.report.RunRecord;
import dev.barrage.report.Terminal;
import dev.barrage.run.HookFailedException;
import dev.barrage.run.HookedRun;
import dev.barrage.run.Run;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code barrage run}: drives a plan's load, or one URL's, and judges the result. */
@Command(
    name = "run",
    header = "Drive load and judge the result.",
    description = {
      "The argument is a URL if it holds ://, else a plan file if there is one, else a scenario"
          + " (barrage scenarios). --rate offers arrivals at a rate whatever the target does (open"
          + " model); --users runs users that wait for their answers (closed model). Latency runs"
          + " from the intended time of a request to its last byte.",
      "A plan file that ends in .java is compiled in memory and RUN AS A PROGRAM with your rights:"
          + " read a stranger's file first."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "  0:passed (a warning too)",
      "  1:an objective failed",
      "  2:usage or plan error; nothing was sent",
      "  3:the measurement cannot be trusted",
      "  5:target unreachable before the run could start",
      "130:interrupted (143: by SIGTERM); the results so far are written"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  barrage run http://localhost:8080/hello --rate 2000 -t 10s",
      "  barrage run http://localhost:8080/hello -u 64 --objective 'p99 <= 50ms'",
      "  barrage run plan.yaml -H http://localhost:8080 -t 30s --json result.json",
      "  barrage run Checkout.java -H http://localhost:8080",
      "  barrage run spike --profile light -H http://localhost:8080"
    })
final class RunCommand implements Callable<Integer> {
  @Mixin private final PlanArgument argument = new PlanArgument();
  @Mixin private final OutputOptions output = new OutputOptions();
  @Mixin private final LiveOptions live = new LiveOptions();
  @Mixin HelpOption help;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Plan plan = argument.plan();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (!output.console.isQuiet()) {
      argument.notes().forEach(note -> err.println("barrage: " + note));
      err.flush();
    }
    RunFiles files = RunFiles.prepare(plan, output, out, err);
    argument.source().ifPresent(files::keepSource);
    return execute(plan, files, output, live, err);
  }

  private static Consumer<String> hookLine(
      OutputOptions output, ConsoleProgress console, PrintWriter err) {
    return line -> {
      if (!output.console.isQuiet()) {
        console.wipe();
        err.println("barrage: " + line);
        err.flush();
      }
    };
  }

  /** The record is written; the fault is told with its trace, and with an exit code of its own. */
  private static void tellOfDefect(Throwable failure) {
    throw new IllegalStateException("an event loop failed", failure);
  }

  /** The record, or what is to be said of hooks where there will be none. */
  private static RunRecord executed(HookedRun run, PrintWriter err)
      throws IOException, InterruptedException {
    try {
      return run.execute();
    } catch (HookFailedException e) {
      sayFailedAfterwards(run, err);
      throw new UsageException(String.valueOf(e.getMessage()), e);
    } catch (IOException | InterruptedException | IllegalArgumentException e) {
      sayFailedAfterwards(run, err);
      throw e;
    }
  }

  static void sayFailedAfterwards(HookedRun run, PrintWriter err) {
    run.results().stream()
        .filter(result -> result.phase().equals("after") && !result.ok())
        .forEach(
            result -> err.println("barrage: after: " + result.hook() + ": " + result.message()));
    err.flush();
  }

  /** Runs a plan with its console, record and signals; the exit code. */
  static int execute(Plan plan, OutputOptions output, PrintWriter out, PrintWriter err)
      throws IOException, InterruptedException {
    RunFiles files = RunFiles.prepare(plan, output, out, err);
    return execute(plan, files, output, new LiveOptions(), err);
  }

  private static int execute(
      Plan plan, RunFiles files, OutputOptions output, LiveOptions live, PrintWriter err)
      throws IOException, InterruptedException {
    boolean silent = !output.console.showsProgress();
    Terminal terminal = output.console.colour.standardError();
    Signals signals = new Signals();
    try (LiveMetrics metrics = LiveMetrics.open(live, plan, System.getenv(), err);
        ConsoleProgress console = new ConsoleProgress(System.err, terminal)) {
      Run run = new Run(plan, files.logs(), silent ? progress -> {} : console);
      if (output.copies.needRequestSeconds()) {
        run.keepRequestSeconds();
      }
      HookedRun hooked = new HookedRun(plan, run, hookLine(output, console, err));
      metrics.watch(run);
      signals.handle(() -> {
        metrics.hurry();
        hooked.interrupt();
      });
      RunRecord record = executed(hooked, err);
      console.close();
      run.recordProblem().ifPresent(problem -> err.println("barrage: " + problem));
      files.write(record);
      run.failure().ifPresent(RunCommand::tellOfDefect);
      metrics.end(err);
      return signals.exitCode().orElse(output.exitCode(record.judgement().verdict()));
    } catch (UnreachableException e) {
      files.discard();
      err.println("barrage: " + e.getMessage());
      err.flush();
      return signals.exitCode().orElse(ExitCode.UNREACHABLE);
    } catch (InterruptedException e) {
      files.discard();
      err.println("barrage: interrupted before the target had answered; nothing was sent");
      err.flush();
      return signals.exitCode().orElseThrow(() -> e);
    } catch (IOException e) {
      // Sockets or logs that could not be made: nothing was sent.
      files.discard();
      throw new UsageException("the run could not begin: " + Reasons.of(e), e);
    } catch (UsageException e) {
      files.discard();
      throw e;
    } catch (IllegalArgumentException e) {
      files.discard();
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }
}
