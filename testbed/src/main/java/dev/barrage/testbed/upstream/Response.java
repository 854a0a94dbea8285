package dev.barrage.testbed.upstream;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An answer with a body of known length.
 *
 * <p>{@code fields} holds header lines, each ended by CR LF, without those the encoder adds:
 * marker, length, connection. Immutable; a {@link #prebuilt} one carries its bytes ready to be
 * sent.
 */
final class Response {
  private static final String JSON = "Content-Type: application/json\r\n";

  final int status;
  final String fields;
  final byte[] body;
  final int bodyLength;
  final byte @Nullable [] wire;

  private Response(int status, String fields, byte[] body, int bodyLength, boolean prebuild) {
    this.status = status;
    this.fields = fields;
    this.body = body;
    this.bodyLength = bodyLength;
    this.wire = prebuild ? ResponseEncoder.plainBytes(this) : null;
  }

  static Response of(int status, String fields, byte[] body) {
    return new Response(status, fields, body, body.length, false);
  }

  /** The first {@code length} bytes of a shared array. */
  static Response bytes(byte[] shared, int length) {
    String fields = "Content-Type: application/octet-stream\r\n";
    return new Response(200, fields, shared, length, false);
  }

  static Response text(int status, String type, String body) {
    return of(status, "Content-Type: " + type + "\r\n", body.getBytes(StandardCharsets.UTF_8));
  }

  static Response json(int status, String json) {
    return of(status, JSON, json.getBytes(StandardCharsets.UTF_8));
  }

  /** A JSON answer encoded once, for the paths that must be cheap. */
  static Response prebuilt(String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    return new Response(200, JSON, body, body.length, true);
  }

  /** A JSON error: {@code {"error":"…"}}. */
  static Response error(int status, String message) {
    return json(status, Json.write(java.util.Map.of("error", message)));
  }

  /** This answer with more header lines, each ended by CR LF. */
  Response with(String moreFields) {
    return new Response(status, fields + moreFields, body, bodyLength, false);
  }
}
