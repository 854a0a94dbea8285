package dev.barrage.plan;

import java.util.List;

/**
 * A singular query of RFC 9535 (section 2.3.5.1): {@code $.items[0].id}, {@code $['a b']}.
 *
 * @param source as written
 * @param segments member names and array indexes, in order
 */
public record JsonPath(String source, List<Segment> segments) {
  public JsonPath {
    segments = List.copyOf(segments);
  }

  public sealed interface Segment {
    record Name(String name) implements Segment {}

    /** Array index; negative counts from the end. */
    record Index(int index) implements Segment {}
  }
}
