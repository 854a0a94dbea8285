package dev.barrage.cli;

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

  @Option(names = "--no-color", description = "No colours, on a terminal neither.")
  boolean noColor;
}
