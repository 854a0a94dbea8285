package dev.barrage.cli;

import dev.barrage.verdict.Verdict;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a run's results go, and how much the console shows. */
final class OutputOptions {
  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "The run's directory (default runs/<UTC time>-<plan name>).")
  @Nullable String out;

  @Option(names = "--no-record", description = "Write no directory.")
  boolean noRecord;

  @Mixin final CopyOptions copies = new CopyOptions();
  @Mixin final ConsoleOptions console;

  /** Not an option: the console shows no summary. */
  boolean noSummary;

  @Option(
      names = "--exit-code-on-error",
      paramLabel = "N",
      description = "Exit code where an objective failed (default 1); 0 to go on nevertheless.")
  private int failedExitCode = ExitCode.FAILED;

  OutputOptions() {
    this(new ConsoleOptions());
  }

  private OutputOptions(ConsoleOptions console) {
    this.console = console;
  }

  /**
   * Those of a run in a suite, which has a summary of its own.
   *
   * @param directory of the run
   */
  static OutputOptions inSuite(Path directory, ConsoleOptions console) {
    OutputOptions output = new OutputOptions(console);
    output.out = directory.toString();
    output.noSummary = true;
    return output;
  }

  /**
   * @throws UsageException something asked for is impossible
   */
  void check() {
    if (failedExitCode < 0 || failedExitCode > 255) {
      throw new UsageException(
          "--exit-code-on-error is " + failedExitCode + "; must be from 0 to 255");
    }
  }

  /** The exit code of a run that ended by itself. */
  int exitCode(Verdict verdict) {
    return verdict == Verdict.FAIL ? failedExitCode : ExitCode.of(verdict);
  }
}
