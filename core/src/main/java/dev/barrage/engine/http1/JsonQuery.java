package dev.barrage.engine.http1;

import dev.barrage.plan.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A singular query (RFC 9535 section 2.3.5.1) as bytes to compare with. Immutable. */
final class JsonQuery {
  static final JsonQuery ROOT = new JsonQuery(new JsonPath("$", List.of()));

  private final JsonPath path;
  private final byte[][] names;
  private final int[] indexes;
  private final boolean plain;

  JsonQuery(JsonPath path) {
    this.path = path;
    this.names = new byte[path.segments().size()][];
    this.indexes = new int[names.length];
    boolean simple = true;
    for (int i = 0; i < names.length; i++) {
      switch (path.segments().get(i)) {
        case JsonPath.Segment.Name name -> names[i] = name.name().getBytes(StandardCharsets.UTF_8);
        case JsonPath.Segment.Index index -> {
          names[i] = Ascii.NONE;
          indexes[i] = index.index() + 1;
          simple &= index.index() >= 0;
        }
      }
    }
    this.plain = simple;
  }

  JsonPath path() {
    return path;
  }

  /** Whether no index counts from the end. */
  boolean isPlain() {
    return plain;
  }

  int length() {
    return names.length;
  }

  boolean isName(int level, byte[] b, int from, int end) {
    byte[] name = names[level];
    return indexes[level] == 0 && Arrays.equals(b, from, end, name, 0, name.length);
  }

  boolean isIndex(int level, int index) {
    return indexes[level] == index + 1;
  }
}
