package dev.barrage.cli.imports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@code multipart/form-data} body of an OpenAPI description (3.1 section 4.8.14.4, 3.0 section
 * 4.7.14.4): a part for each property, and for each value of a list. What the description calls a
 * file is a few bytes with a file name.
 */
final class ApiMultipart {
  private static final int MAX_DEPTH = 8;

  /** Of a member that an example has and the schema has not. */
  private static final Map<?, ?> UNKNOWN = Map.of("type", "string");

  private final ApiDocument document;
  private final Map<?, ?> media;
  private final Consumer<String> files;

  /**
   * @param files hears the name of each part whose content stands for a file
   */
  ApiMultipart(ApiDocument document, Map<?, ?> media, Consumer<String> files) {
    this.document = document;
    this.media = media;
    this.files = files;
  }

  /** The parts in the grammar of plan files: a text, a mapping, or a list of these, by name. */
  Map<String, Object> parts(Map<?, ?> members) {
    Map<String, Object> parts = new LinkedHashMap<>();
    members.forEach((key, value) -> {
      String name = String.valueOf(key);
      Map<?, ?> schema = property(document.map(media, "schema"), name, 0);
      if (value instanceof List<?> list) {
        Map<?, ?> items = schema.containsKey("items") ? document.map(schema, "items") : UNKNOWN;
        parts.put(name, list.stream().map(one -> part(name, items, one)).toList());
      } else {
        parts.put(name, part(name, schema, value));
      }
    });
    parts.values().removeIf(List.of()::equals);
    return parts;
  }

  private Object part(String name, Map<?, ?> schema, @Nullable Object value) {
    String described = type(name, schema);
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("text", value == null ? "" : ApiOperation.text(value));
    if (isFile(schema)) {
      files.accept(name);
      part.put("name", name + ".bin");
      part.put("type", described.isEmpty() ? "application/octet-stream" : described);
    } else if (!described.isEmpty()) {
      part.put("type", described);
    } else if (value instanceof Map<?, ?> || value instanceof List<?>) {
      part.put("type", "application/json");
    }
    return part.size() == 1 ? part.values().iterator().next() : part;
  }

  /** The first media type that the description names for a part; empty where it names none. */
  private String type(String name, Map<?, ?> schema) {
    Map<?, ?> encoding = document.map(document.map(media, "encoding"), name);
    String named = ApiDocument.text(encoding, "contentType").replaceFirst(",.*", "").strip();
    String type = named.isEmpty() ? ApiDocument.text(schema, "contentMediaType") : named;
    return type.matches("[A-Za-z0-9!#$&^_.+-]{1,100}/[A-Za-z0-9!#$&^_.+-]{1,100}(;[ -~]{1,100})?")
        ? type
        : "";
  }

  /**
   * OpenAPI 3.0 says {@code format: binary}, 3.1 a media type or nothing at all of the property.
   */
  private static boolean isFile(Map<?, ?> schema) {
    String media = ApiDocument.text(schema, "contentMediaType");
    return ApiDocument.text(schema, "format").equals("binary")
        || (!media.isEmpty() && !media.contains("json"))
        || schema.isEmpty();
  }

  private Map<?, ?> property(Map<?, ?> schema, String name, int depth) {
    Map<?, ?> properties = document.map(schema, "properties");
    if (properties.containsKey(name)) {
      return document.map(properties, name);
    }
    for (Object part : depth < MAX_DEPTH ? ApiDocument.list(schema, "allOf") : List.of()) {
      Map<?, ?> found = property(document.resolved(part), name, depth + 1);
      if (!found.equals(UNKNOWN)) {
        return found;
      }
    }
    return UNKNOWN;
  }
}
