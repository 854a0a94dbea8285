package dev.barrage.testbed.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/** Turns a {@link Response} into bytes. */
final class ResponseEncoder {
  static final String MARKER = "X-Upstream: barrage\r\n";

  private ResponseEncoder() {}

  static String statusLine(int status) {
    return "HTTP/1.1 " + status + " " + HttpResponseStatus.valueOf(status).reasonPhrase() + "\r\n";
  }

  /** The bytes of an answer that keeps the connection and adds no header of its own. */
  static byte[] plainBytes(Response response) {
    byte[] head = head(response, "").getBytes(StandardCharsets.ISO_8859_1);
    byte[] bytes = new byte[head.length + response.bodyLength];
    System.arraycopy(head, 0, bytes, 0, head.length);
    System.arraycopy(response.body, 0, bytes, head.length, response.bodyLength);
    return bytes;
  }

  /**
   * @param moreFields header lines to add, each ended by CR LF
   * @param withBody false for the answer to HEAD
   */
  static ByteBuf encode(
      ByteBufAllocator allocator, Response response, String moreFields, boolean withBody) {
    byte[] wire = response.wire;
    if (wire != null && withBody && moreFields.isEmpty()) {
      return allocator.directBuffer(wire.length).writeBytes(wire);
    }
    byte[] head = head(response, moreFields).getBytes(StandardCharsets.ISO_8859_1);
    int bodyLength = withBody && mayHaveBody(response.status) ? response.bodyLength : 0;
    ByteBuf out = allocator.directBuffer(head.length + bodyLength);
    return out.writeBytes(head).writeBytes(response.body, 0, bodyLength);
  }

  private static String head(Response response, String moreFields) {
    String length =
        mayHaveBody(response.status) ? "Content-Length: " + response.bodyLength + "\r\n" : "";
    return statusLine(response.status) + MARKER + response.fields + moreFields + length + "\r\n";
  }

  private static boolean mayHaveBody(int status) {
    return status >= 200 && status != 204 && status != 304;
  }
}
