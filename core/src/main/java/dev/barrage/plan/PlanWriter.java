package dev.barrage.plan;

import java.util.Map;

/**
 * Writes plans as YAML that {@link PlanReader} reads back to an equal plan, defaults filled in.
 *
 * <pre>
 *   Files.writeString(dir.resolve("plan.yaml"), PlanWriter.yaml(Secrets.mask(plan)));
 * </pre>
 */
public final class PlanWriter {
  private PlanWriter() {}

  /** The plan file, secrets included: {@link Secrets#mask} the plan first where it is recorded. */
  public static String yaml(Plan plan) {
    return yaml(PlanTree.of(plan));
  }

  /** The same from a record's {@code plan}: the tree that {@link PlanTree} makes. */
  public static String yaml(Map<?, ?> tree) {
    return YamlText.of(tree);
  }
}
