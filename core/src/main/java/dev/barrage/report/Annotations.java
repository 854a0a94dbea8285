package dev.barrage.report;

import dev.barrage.verdict.Verdict;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The reasons of a verdict as workflow commands of GitHub Actions, a line each: {@code ::error
 * title=…::…} for what fails the step, {@code ::warning …} for the rest. GitHub shows them at the
 * head of the workflow run.
 *
 * <p>Escaped by the rules of GitHub's own toolkit: {@code %}, CR and LF everywhere, {@code :} and
 * {@code ,} in properties too; what a target sent can begin no command. Stateless.
 */
public final class Annotations {
  /** GitHub shows ten of a kind for each step and drops the others. */
  private static final int SHOWN = 10;

  private static final int WIDTH = 500;

  private Annotations() {}

  public static void write(StoredRun stored, Appendable out) throws IOException {
    JsonNode run = stored.run();
    List<JsonNode> reasons = Tree.list(run, "reasons");
    for (JsonNode reason : reasons.subList(0, Math.min(SHOWN, reasons.size()))) {
      String title = Tree.text(reason, "verdict") + ": " + Tree.text(run, "name");
      out.append("::").append(level(Verdict.valueOf(Tree.text(reason, "verdict"))));
      out.append(" title=").append(property(Printable.line(title, WIDTH))).append("::");
      out.append(data(Printable.line(Tree.text(reason, "message"), WIDTH))).append('\n');
    }
  }

  private static String level(Verdict verdict) {
    return switch (verdict) {
      case FAIL, INVALID -> "error";
      case WARN, INCONCLUSIVE -> "warning";
      case PASS -> "notice";
    };
  }

  static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
