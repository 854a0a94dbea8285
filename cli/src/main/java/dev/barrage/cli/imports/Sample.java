package dev.barrage.cli.imports;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value that a schema allows (JSON Schema as OpenAPI 3.0 and 3.1 use it): its example or default
 * if it has one, else made from its type. The same schema always gives the same value.
 */
final class Sample {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_STRING = 1_000;

  private final ApiDocument document;

  /** References being followed: one that comes again ends there. */
  private final Deque<String> following = new ArrayDeque<>();

  /** Values made in all: schemas may share parts, and their number would explode. */
  private int budget;

  Sample(ApiDocument document, int budget) {
    this.document = document;
    this.budget = budget;
  }

  /** A value; null stands for JSON's null. */
  @Nullable Object of(@Nullable Object schema) {
    return value(schema, 0);
  }

  private @Nullable Object value(@Nullable Object raw, int depth) {
    String reference =
        raw instanceof Map<?, ?> map && map.get("$ref") instanceof String ref ? ref : "";
    if (depth > MAX_DEPTH || --budget < 0 || following.contains(reference)) {
      return null;
    }
    if (reference.isEmpty()) {
      return resolved(document.resolved(raw), depth);
    }
    following.push(reference);
    try {
      return resolved(document.resolved(raw), depth);
    } finally {
      following.pop();
    }
  }

  private @Nullable Object resolved(Map<?, ?> schema, int depth) {
    for (String given : List.of("example", "default", "const")) {
      if (schema.containsKey(given)) {
        return schema.get(given);
      }
    }
    for (String given : List.of("examples", "enum")) {
      for (Object choice : ApiDocument.list(schema, given)) {
        if (choice != null) {
          return choice;
        }
      }
    }
    for (String choice : List.of("oneOf", "anyOf")) {
      if (!ApiDocument.list(schema, choice).isEmpty() && !schema.containsKey("properties")) {
        return value(ApiDocument.list(schema, choice).getFirst(), depth + 1);
      }
    }
    return switch (type(schema)) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "integer", "number" -> number(schema);
      case "boolean" -> true;
      case "null" -> null;
      default -> string(schema);
    };
  }

  private String type(Map<?, ?> schema) {
    for (Object type : ApiDocument.list(schema, "type")) {
      if (!"null".equals(type)) {
        return String.valueOf(type);
      }
    }
    String type = ApiDocument.text(schema, "type");
    if (!type.isEmpty()) {
      return type;
    }
    if (schema.containsKey("items")) {
      return "array";
    }
    List<?> all = ApiDocument.list(schema, "allOf");
    if (!all.isEmpty() && !schema.containsKey("properties")) {
      return --budget < 0 ? "object" : type(document.resolved(all.getFirst()));
    }
    boolean described = schema.containsKey("properties") || schema.isEmpty();
    return described ? "object" : "string";
  }

  private Map<String, @Nullable Object> object(Map<?, ?> schema, int depth) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    List<?> required = ApiDocument.list(schema, "required");
    document
        .map(schema, "properties")
        .forEach((key, raw) -> {
          Map<?, ?> property = document.resolved(raw);
          boolean wanted = required.contains(key) || !Boolean.TRUE.equals(property.get("readOnly"));
          Object value = wanted && depth < MAX_DEPTH ? value(raw, depth + 1) : null;
          if (wanted && (value != null || required.contains(key))) {
            members.put(String.valueOf(key), value);
          }
        });
    for (Object part : ApiDocument.list(schema, "allOf")) {
      if (value(part, depth + 1) instanceof Map<?, ?> more) {
        more.forEach((key, value) -> members.putIfAbsent(String.valueOf(key), value));
      }
    }
    return members;
  }

  private List<@Nullable Object> array(Map<?, ?> schema, int depth) {
    int count = Math.clamp(integer(schema, "minItems", 1), 1, 3);
    List<@Nullable Object> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Object item = value(schema.get("items"), depth + 1);
      if (item != null) {
        items.add(item);
      }
    }
    return items;
  }

  private static Number number(Map<?, ?> schema) {
    BigDecimal step = decimal(schema.get("multipleOf"), BigDecimal.ONE);
    BigDecimal value = BigDecimal.ONE.max(step);
    if (schema.get("minimum") != null || schema.get("exclusiveMinimum") instanceof Number) {
      BigDecimal low =
          decimal(schema.get("minimum"), decimal(schema.get("exclusiveMinimum"), value));
      boolean open =
          schema.get("minimum") == null || Boolean.TRUE.equals(schema.get("exclusiveMinimum"));
      value = open ? low.add(step) : low;
    }
    BigDecimal high = decimal(schema.get("maximum"), value);
    BigDecimal within = value.min(high);
    return within.stripTrailingZeros().scale() <= 0 && within.abs().precision() < 18
        ? within.longValue()
        : within;
  }

  private static BigDecimal decimal(@Nullable Object number, BigDecimal otherwise) {
    try {
      boolean sane = number instanceof Number && number.toString().length() < 30;
      BigDecimal value = sane ? new BigDecimal(String.valueOf(number)) : otherwise;
      return Math.abs(value.scale()) < 20 ? value : otherwise;
    } catch (NumberFormatException e) {
      return otherwise; // .inf
    }
  }

  private static int integer(Map<?, ?> schema, String key, int otherwise) {
    return schema.get(key) instanceof Number number ? number.intValue() : otherwise;
  }

  private static String string(Map<?, ?> schema) {
    String text =
        switch (ApiDocument.text(schema, "format")) {
          case "date" -> "2026-01-01";
          case "date-time" -> "2026-01-01T00:00:00Z";
          case "time" -> "00:00:00Z";
          case "duration" -> "PT1M";
          case "uuid" -> "00000000-0000-4000-8000-000000000000";
          case "email", "idn-email" -> "user@example.com";
          case "uri", "url", "uri-reference", "iri" -> "https://example.com/";
          case "hostname" -> "example.com";
          case "ipv4" -> "192.0.2.1";
          case "ipv6" -> "2001:db8::1";
          case "byte" -> "YmFycmFnZQ==";
          default -> "text";
        };
    int least = Math.clamp(integer(schema, "minLength", 0), 0, MAX_STRING);
    int most = Math.max(least, integer(schema, "maxLength", MAX_STRING));
    String padded = text.length() < least ? text + "x".repeat(least - text.length()) : text;
    return padded.length() > most ? padded.substring(0, most) : padded;
  }
}
