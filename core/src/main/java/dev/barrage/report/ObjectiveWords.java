package dev.barrage.report;

import tools.jackson.databind.JsonNode;

/** An entry of {@code objectives[]} in words. */
final class ObjectiveWords {
  private ObjectiveWords() {}

  /** As the user wrote it, which says what request, group or user it is about. */
  static String name(JsonNode objective) {
    return Tree.text(objective, "text");
  }

  /** {@code 312 ms}, {@code not reached}, {@code no samples}. */
  static String measured(JsonNode objective) {
    double value = Tree.number(objective, "value");
    if (Double.isNaN(value)) {
      return Tree.count(objective, "samples") == 0 ? "no samples" : "not reached";
    }
    return Figures.value(value, Tree.text(objective, "unit"));
  }

  static String target(JsonNode objective) {
    return Figures.limit(Tree.number(objective, "target"), Tree.text(objective, "unit"));
  }

  static String critical(JsonNode objective) {
    return Figures.limit(Tree.number(objective, "critical"), Tree.text(objective, "unit"));
  }

  /** {@code target 200 ms, critical 500 ms, 15,000 samples}. */
  static String bounds(JsonNode objective) {
    boolean two = !Double.isNaN(Tree.number(objective, "critical"));
    return "target "
        + target(objective)
        + (two ? ", critical " + critical(objective) : "")
        + ", "
        + Figures.count(Tree.count(objective, "samples"), "sample");
  }
}
