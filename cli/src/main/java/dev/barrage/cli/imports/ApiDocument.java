package dev.barrage.cli.imports;

import dev.barrage.cli.UsageException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/**
 * A description in YAML or JSON as maps, lists and scalars, and its local references. Nothing is
 * ever fetched: a reference to another document is said and counts as empty.
 */
final class ApiDocument {
  private static final int MAX_DEPTH = 150;
  private static final int MAX_REFERENCES = 20;

  private final Map<?, ?> root;
  private final Consumer<String> notes;

  private ApiDocument(Map<?, ?> root, Consumer<String> notes) {
    this.root = root;
    this.notes = notes;
  }

  /**
   * @param notes hears of references that lead nowhere
   * @throws UsageException it is neither YAML nor JSON, or no mapping
   */
  static ApiDocument read(String name, String text, Consumer<String> notes) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(name)
            .setSchema(new JsonSchema())
            .setCodePointLimit(Math.max(1, text.length()))
            .setMaxAliasesForCollections(100)
            .setAllowDuplicateKeys(true)
            .build();
    try {
      checkDepth(name, text, settings);
      Object document = new Load(settings).loadFromString(text);
      if (document instanceof Map<?, ?> map) {
        return new ApiDocument(map, notes);
      }
    } catch (MarkedYamlEngineException e) {
      String place =
          e.getProblemMark()
              .map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
              .orElse("");
      throw new UsageException(
          name + place + " is not YAML or JSON: " + Address.shortened(e.getProblem()), e);
    } catch (YamlEngineException e) {
      throw new UsageException(
          name + " is not YAML or JSON: " + Address.shortened(String.valueOf(e.getMessage())), e);
    }
    throw new UsageException(name + " is not an OpenAPI description: it is no mapping");
  }

  /** Before anything recurses. */
  private static void checkDepth(String name, String text, LoadSettings settings) {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      depth += event instanceof CollectionStartEvent ? 1 : 0;
      depth -= event instanceof CollectionEndEvent ? 1 : 0;
      if (depth > MAX_DEPTH) {
        throw new UsageException(name + " is nested deeper than " + MAX_DEPTH + " levels");
      }
    }
  }

  Map<?, ?> root() {
    return root;
  }

  /** A member as a mapping, references followed; empty if it is anything else. */
  Map<?, ?> map(Map<?, ?> parent, String key) {
    return resolved(parent.get(key));
  }

  static List<?> list(Map<?, ?> parent, String key) {
    return parent.get(key) instanceof List<?> list ? list : List.of();
  }

  static String text(Map<?, ?> parent, String key) {
    Object value = parent.get(key);
    return value == null || value instanceof Map<?, ?> || value instanceof List<?>
        ? ""
        : String.valueOf(value);
  }

  /** A mapping behind its local references, what stands beside them included; else empty. */
  Map<?, ?> resolved(@Nullable Object value) {
    Object at = value;
    for (int i = 0; i < MAX_REFERENCES; i++) {
      if (!(at instanceof Map<?, ?> map)) {
        return Map.of();
      }
      if (!(map.get("$ref") instanceof String reference)) {
        return map;
      }
      at = target(reference);
    }
    notes.accept("a reference that leads in a circle");
    return Map.of();
  }

  private @Nullable Object target(String reference) {
    if (!reference.startsWith("#")) {
      notes.accept("the reference " + reference + ": only this document is read");
      return Map.of();
    }
    Object at = root;
    for (String token : reference.substring(1).split("/")) {
      if (!token.isEmpty()) {
        String key =
            Address.decoded(token.replace("+", "%2B")).replace("~1", "/").replace("~0", "~");
        at = at instanceof Map<?, ?> map ? map.get(key) : null;
      }
    }
    if (at == null) {
      notes.accept("the reference " + reference + ": there is nothing");
    }
    return at;
  }
}
