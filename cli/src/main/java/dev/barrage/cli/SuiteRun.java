package dev.barrage.cli;

import dev.barrage.plan.Durations;
import dev.barrage.plan.Plan;
import dev.barrage.plan.Suite;
import dev.barrage.report.HtmlReport;
import dev.barrage.report.RunJson;
import dev.barrage.report.SuiteJson;
import dev.barrage.report.SuitePage;
import dev.barrage.report.SuiteRecord;
import dev.barrage.report.SuiteRecord.Part;
import dev.barrage.report.SuiteText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One execution of a suite. A signal, a target that is gone and something before a run that fails
 * end it early; what was measured until then is recorded.
 */
final class SuiteRun {
  private final Suite suite;
  private final List<Plan> plans;
  private final Path directory;
  private final Copies<SuiteRecord> copies;
  private final ConsoleOptions console;
  private final PrintWriter out;
  private final PrintWriter err;
  private final List<Part> parts = new ArrayList<>();
  private final Instant startedAt = Instant.now();
  private OptionalInt early = OptionalInt.empty();
  private String problem = "";

  SuiteRun(
      Suite suite,
      List<Plan> plans,
      Path directory,
      Copies<SuiteRecord> copies,
      ConsoleOptions console,
      PrintWriter out,
      PrintWriter err) {
    this.suite = suite;
    this.plans = plans;
    this.directory = directory;
    this.copies = copies;
    this.console = console;
    this.out = out;
    this.err = err;
  }

  /** Runs all and writes the record; the exit code. */
  int execute() throws IOException, InterruptedException {
    int planned = plans.size() * suite.repeat();
    say(planned + (planned == 1 ? " run, " : " runs, ") + Durations.format(length()) + " in all");
    for (int number = 0; number < planned && early.isEmpty(); number++) {
      Plan plan = plans.get(number / suite.repeat());
      int repetition = number % suite.repeat() + 1;
      if (number > 0) {
        coolDown();
      }
      if (early.isEmpty()) {
        say("run " + (number + 1) + " of " + planned + ": " + plan.name());
        one(number + 1, plan, repetition);
      }
    }
    SuiteRecord record =
        new SuiteRecord(
            suite.name(), parts, planned, early.isPresent(), problem, startedAt, Instant.now());
    write(record);
    return early.orElse(ExitCode.of(record.verdict()));
  }

  /** As planned: warm-ups and pauses too, without what drains and hooks take. */
  private Duration length() {
    Duration once =
        plans.stream().map(plan -> plan.profile().length()).reduce(Duration.ZERO, Duration::plus);
    int pauses = plans.size() * suite.repeat() - 1;
    return once.multipliedBy(suite.repeat()).plus(suite.coolDown().multipliedBy(pauses));
  }

  private void one(int number, Plan plan, int repetition) throws IOException, InterruptedException {
    String name = plan.name().replaceAll("[^A-Za-z0-9._-]+", "-");
    String folder = String.format(Locale.ROOT, "%02d-%s-%d", number, name, repetition);
    int exitCode;
    try {
      OutputOptions output = OutputOptions.inSuite(directory.resolve(folder), console);
      exitCode = RunCommand.execute(plan, output, out, err);
    } catch (UsageException e) {
      problem = plan.name() + ", run " + repetition + " did not begin: " + e.getMessage();
      err.println("barrage: " + problem);
      early = OptionalInt.of(ExitCode.USAGE);
      return;
    }
    Path file = directory.resolve(folder).resolve(RunJson.FILE);
    if (Files.exists(file)) {
      parts.add(new Part(plan.name(), repetition, folder, RunJson.read(file)));
    }
    if (exitCode == ExitCode.UNREACHABLE) {
      problem = plan.name() + ", run " + repetition + ": the target was unreachable";
    }
    if (exitCode == ExitCode.UNREACHABLE || exitCode >= ExitCode.INTERRUPTED) {
      early = OptionalInt.of(exitCode);
    }
  }

  /** Ends at once at a signal. */
  private void coolDown() throws InterruptedException {
    Duration pause = suite.coolDown();
    if (pause.isZero()) {
      return;
    }
    say("cooling down for " + Durations.format(pause));
    CountDownLatch signalled = new CountDownLatch(1);
    Signals signals = new Signals();
    signals.handle(signalled::countDown);
    var _ = signalled.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    early = signals.exitCode();
  }

  private void say(String line) {
    if (console.showsProgress()) {
      err.println("barrage: " + line);
      err.flush();
    }
  }

  private void write(SuiteRecord record) {
    if (!console.isQuiet()) {
      PrintWriter shown = copies.takeStandardOutput() ? err : out;
      shown.print(SuiteText.summary(record, directory, console.colour.onStandardOutput()));
      shown.flush();
    }
    try {
      SuiteJson.write(directory, record);
      Files.writeString(
          directory.resolve("summary.txt"), SuiteText.summary(record, directory, false));
      Files.writeString(directory.resolve(HtmlReport.FILE_NAME), SuitePage.html(record));
    } catch (IOException e) {
      err.println("barrage: the suite's record was not written: " + Reasons.of(e));
      err.flush();
    }
    copies.write(record, out, err);
  }
}
