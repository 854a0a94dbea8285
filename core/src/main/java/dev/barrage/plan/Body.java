package dev.barrage.plan;

import java.nio.file.Path;

/** What a request sends after its headers. */
public sealed interface Body {
  record None() implements Body {}

  /** Text in UTF-8; no {@code Content-Type} is added. */
  record Text(Template text) implements Body {}

  /**
   * JSON, {@code Content-Type: application/json} unless the plan gives another.
   *
   * @param text the serialized document, slots encoded by {@link Template.Encoding#JSON_STRING} or
   *     {@link Template.Encoding#JSON_VALUE}
   */
  record Json(Template text) implements Body {}

  /** The bytes of a file, read once before the run. */
  record File(Path path) implements Body {}
}
