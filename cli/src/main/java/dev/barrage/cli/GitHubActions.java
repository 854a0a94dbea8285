package dev.barrage.cli;

import dev.barrage.report.Annotations;
import dev.barrage.report.MarkdownReport;
import dev.barrage.report.StoredRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * What GitHub Actions shows of a run: its step summary, and annotations of the reasons.
 *
 * <p>Annotations go to standard error, which the runner reads as well: results on standard output
 * stay as they were asked for.
 */
final class GitHubActions {
  private static final String SUMMARY = "GITHUB_STEP_SUMMARY";

  private final Map<String, String> environment;

  GitHubActions(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * @param quiet no annotations: nothing is to be printed
   */
  void tell(StoredRun run, boolean quiet, PrintWriter err) {
    String summary = environment.getOrDefault(SUMMARY, "");
    try {
      if (!summary.isEmpty()) {
        try (Writer file =
            Copies.writer(Path.of(summary), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
          MarkdownReport.write(run, file);
        }
      }
      if (!quiet && "true".equals(environment.get("GITHUB_ACTIONS"))) {
        Annotations.write(run, err);
      }
    } catch (IOException e) {
      err.println("barrage: " + SUMMARY + " was not written: " + Reasons.of(e));
    }
    err.flush();
  }
}
