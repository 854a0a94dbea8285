package dev.barrage.cli;

import picocli.CommandLine.Option;

/** {@code --help}, alike in all commands. */
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  boolean help;
}
