package dev.barrage.cli;

import dev.barrage.verdict.Verdict;
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

  @Option(names = "--only-summary", description = "No progress, only the result.")
  boolean onlySummary;

  @Option(names = "--quiet", description = "Neither progress nor result: the exit code tells.")
  boolean quiet;

  /** Of a run in a suite, which has a summary of its own. */
  boolean noSummary;

  @Option(names = "--no-color", description = "No colours, on a terminal neither.")
  boolean noColor;

  @Option(
      names = "--exit-code-on-error",
      paramLabel = "N",
      description = "Exit code where an objective failed (default 1); 0 to go on nevertheless.")
  private int failedExitCode = ExitCode.FAILED;

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
