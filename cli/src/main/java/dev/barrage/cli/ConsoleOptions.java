package dev.barrage.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How much the console shows of what is measured, and whether in colour. */
final class ConsoleOptions {
  @Mixin final ColourOption colour = new ColourOption();

  @Option(names = "--only-summary", description = "No progress, only the result.")
  private boolean onlySummary;

  @Option(names = "--quiet", description = "Neither progress nor result: the exit code tells.")
  private boolean quiet;

  boolean isQuiet() {
    return quiet;
  }

  boolean showsProgress() {
    return !quiet && !onlySummary;
  }
}
