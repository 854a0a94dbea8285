package dev.barrage.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The two forms of a result that a build pipeline shows. */
final class PipelineOptions {
  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "JUnit XML: a suite for a run, a case for an objective; - is standard output.")
  private @Nullable String junit;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "A comment for a pull request; - is standard output.")
  private @Nullable String markdown;

  /** Adds what was asked for. */
  <R> void add(
      List<Copies.Copy<R>> copies, Copies.Format<R> junitFormat, Copies.Format<R> markdownFormat) {
    Copies.add(copies, "--junit", junit, junitFormat);
    Copies.add(copies, "--markdown", markdown, markdownFormat);
  }
}
