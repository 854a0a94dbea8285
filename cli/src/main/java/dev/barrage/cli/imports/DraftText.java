package dev.barrage.cli.imports;

import dev.barrage.plan.PlanWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a draft as a plan file that people read: YAML with comments. */
final class DraftText {
  private final StringBuilder out = new StringBuilder();

  private final LeftOut leftOut;

  private DraftText(LeftOut leftOut) {
    this.leftOut = leftOut;
  }

  static String of(Draft draft) {
    String plan = new DraftText(draft.leftOut).plan(draft);
    DraftText head = new DraftText(draft.leftOut);
    head.head(draft, plan);
    return head.out + plan;
  }

  private String plan(Draft draft) {
    fragment(Map.of("target", draft.target.size() == 1 ? url(draft) : draft.target), "");
    if (!draft.variables.isEmpty()) {
      fragment(Map.of("variables", draft.variables), "");
    }
    out.append("users:\n");
    draft.users.forEach(this::user);
    comment("How much load: stages are described in docs/plan-reference.md.", "");
    fragment(Map.of("load", draft.load), "");
    if (!draft.bounds.isEmpty()) {
      fragment(Map.of("bounds", draft.bounds), "");
    }
    return out.toString();
  }

  private static Object url(Draft draft) {
    return draft.target.values().iterator().next();
  }

  /** Told of are the secrets that the plan asks for: a request that used one may be left out. */
  private void head(Draft draft, String plan) {
    comment("Imported from " + draft.source + ".", "");
    Map<String, String> places = new LinkedHashMap<>(draft.leftOut.places());
    places.keySet().removeIf(name -> !plan.contains("${" + name + "}"));
    if (!places.isEmpty()) {
      comment("Secrets are not in this file; give them to try and run:", "");
      places.forEach((name, where) -> comment("  --set " + name + "=…   " + where, ""));
    }
    if (!draft.notes().isEmpty()) {
      comment("Not imported:", "");
      draft.notes().forEach(note -> comment("- " + note, ""));
    }
  }

  private void user(Draft.User user) {
    key(user.name(), "  ");
    out.append("    tasks:\n");
    user.tasks().forEach(this::task);
  }

  private void key(String name, String indent) {
    String line = PlanWriter.yaml(Map.of(name, 0));
    out.append(indent).append(line, 0, line.lastIndexOf(" 0")).append('\n');
  }

  private void task(Draft.Task task) {
    task.comments().forEach(text -> comment(text, "      "));
    if (task.steps().size() == 1) {
      step(task.steps().getFirst(), "      ");
    } else {
      out.append("      - steps:\n");
      task.steps().forEach(step -> step(step, "          "));
    }
  }

  private void step(Draft.Step step, String indent) {
    step.comments().forEach(text -> comment(text, indent));
    Map<String, Object> tree = new LinkedHashMap<>();
    step.tree().forEach((key, value) -> tree.put(key, scrubbed(value)));
    String[] lines = PlanWriter.yaml(tree).split("\n");
    for (int i = 0; i < lines.length; i++) {
      out.append(indent).append(i == 0 ? "- " : "  ").append(lines[i]).append('\n');
    }
  }

  /** JSON's null is a body too. */
  @SuppressWarnings("NullAway")
  private Object scrubbed(Object tree) {
    return leftOut.scrubbed(tree);
  }

  private void fragment(Map<String, ?> tree, String indent) {
    PlanWriter.yaml(tree).lines().forEach(line -> out.append(indent).append(line).append('\n'));
  }

  private void comment(String text, String indent) {
    out.append(indent).append("# ").append(printable(text)).append('\n');
  }

  /** On one line, of characters that YAML allows. */
  static String printable(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          boolean shown =
              (c >= ' ' && c < 0x7f)
                  || (c >= 0xa1
                      && c < 0xd800
                      && Character.getType(c) != Character.FORMAT
                      && !Character.isSpaceChar(c));
          line.appendCodePoint(shown ? c : '·');
        });
    return line.length() <= 300 ? line.toString() : line.substring(0, 300) + "…";
  }

  /** Not imported, as lines for standard error. */
  static List<String> notes(Draft draft) {
    return draft.notes().stream().map(note -> "not imported: " + printable(note)).toList();
  }
}
