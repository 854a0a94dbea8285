package dev.barrage.testbed.upstream;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Header fields of one request in the order received; names compare without case. */
final class Headers {
  private final List<String> names = new ArrayList<>(8);
  private final List<String> values = new ArrayList<>(8);

  void add(String name, String value) {
    names.add(name);
    values.add(value);
  }

  /** The first value of {@code name}, or null. */
  @Nullable String get(String name) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        return values.get(i);
      }
    }
    return null;
  }

  /** How often {@code name} occurs. */
  int count(String name) {
    return (int) names.stream().filter(name::equalsIgnoreCase).count();
  }

  /** Whether the comma-separated list {@code name} holds {@code token}. */
  boolean hasToken(String name, String token) {
    String value = get(name);
    if (value == null) {
      return false;
    }
    for (String part : value.split(",")) {
      if (part.strip().equalsIgnoreCase(token)) {
        return true;
      }
    }
    return false;
  }
}
