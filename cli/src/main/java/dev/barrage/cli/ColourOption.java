package dev.barrage.cli;

import dev.barrage.report.Terminal;
import picocli.CommandLine.Option;

/** {@code --no-color}, alike in all commands. */
final class ColourOption {
  @Option(names = "--no-color", description = "No colours, on a terminal neither.")
  private boolean noColor;

  /** Whether text on standard output is to be coloured. */
  boolean onStandardOutput() {
    return Terminal.colourOnStandardOutput(System.getenv(), !noColor);
  }

  /** What progress is shown on. */
  Terminal standardError() {
    return Terminal.ofStandardError(System.getenv(), !noColor);
  }
}
