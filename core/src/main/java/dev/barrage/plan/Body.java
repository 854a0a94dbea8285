package dev.barrage.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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

  /**
   * A form, {@code Content-Type: application/x-www-form-urlencoded} unless the plan gives another.
   */
  record Form(List<Field> fields) implements Body {
    public Form {
      fields = List.copyOf(fields);
    }
  }

  /**
   * A field of a form.
   *
   * @param value its literals as they are meant: percent-encoded when they are sent, as slots are
   */
  record Field(String name, Template value) {}

  /** {@code multipart/form-data} (RFC 7578): fields and files. */
  record Multipart(List<Part> parts) implements Body {
    public Multipart {
      parts = List.copyOf(parts);
    }
  }

  /**
   * A part of a multipart body.
   *
   * @param type its {@code Content-Type}; empty: none for fields, {@code application/octet-stream}
   *     for what has a file name
   */
  record Part(String name, Content content, Optional<String> type) {}

  /** What a part holds. */
  sealed interface Content {
    /** The name of a file that the server is told; empty: none, it is a field like others. */
    String fileName();

    record TextContent(Template text, String fileName) implements Content {
      public TextContent(Template text) {
        this(text, "");
      }
    }

    record FileContent(Path path, String fileName) implements Content {}
  }

  /**
   * Bytes made by the seed, other ones for each request.
   *
   * @param text whether they are letters and digits ({@code text/plain}) instead of any bytes
   *     ({@code application/octet-stream})
   */
  record Payload(Sizes sizes, boolean text) implements Body {}
}
