package dev.barrage.report;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Reads values of a {@code run.json} tree; what is absent or null is NaN, an empty text or list.
 */
final class Tree {
  private Tree() {}

  static JsonNode at(JsonNode node, String... path) {
    JsonNode found = node;
    for (String name : path) {
      found = found.path(name);
    }
    return found;
  }

  static double number(JsonNode node, String... path) {
    JsonNode found = at(node, path);
    return found.isNumber() ? found.asDouble() : Double.NaN;
  }

  /** A count; 0 where absent: for sums, not for display. */
  static long count(JsonNode node, String... path) {
    JsonNode found = at(node, path);
    return found.isNumber() ? found.asLong() : 0;
  }

  static String text(JsonNode node, String... path) {
    JsonNode found = at(node, path);
    return found.isValueNode() && !found.isNull() ? found.asString() : "";
  }

  static boolean flag(JsonNode node, String... path) {
    return at(node, path).asBoolean(false);
  }

  static List<JsonNode> list(JsonNode node, String... path) {
    List<JsonNode> items = new ArrayList<>();
    at(node, path).forEach(items::add);
    return items;
  }

  /** A count for display: en dash where absent. */
  static String shownCount(JsonNode node, String... path) {
    JsonNode found = at(node, path);
    return found.isNumber() ? Figures.count(found.asLong()) : Figures.NONE;
  }
}
