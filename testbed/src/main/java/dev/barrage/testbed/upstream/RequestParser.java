package dev.barrage.testbed.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Parses request heads (RFC 9112) strictly: what a careful server refuses is refused with its
 * status.
 *
 * <p>Load generators send the same bytes again and again, so the last head is remembered: equal
 * bytes give the same request without a parse. One parser per connection, on its event loop.
 */
final class RequestParser {
  static final int MAX_HEAD_BYTES = 32 * 1024;
  private static final int MAX_REMEMBERED_BYTES = 2 * 1024;
  private static final String TOKEN_CHARS = "!#$%&'*+-.^_`|~";

  private ByteBuf lastHead = Unpooled.EMPTY_BUFFER;
  private @Nullable Request lastRequest;
  private int scanned;

  /**
   * Consumes one head from {@code in}.
   *
   * @return the request, or null if the head is not complete yet
   * @throws RefusedException if the bytes are not a request, with 400, 431 or 505
   */
  @Nullable Request parse(ByteBuf in) {
    if (lastRequest != null && startsWithLastHead(in)) {
      in.skipBytes(lastHead.readableBytes());
      scanned = 0;
      return lastRequest;
    }
    skipEmptyLines(in);
    int end = findEnd(in);
    if (end < 0) {
      if (in.readableBytes() > MAX_HEAD_BYTES) {
        throw new RefusedException(431, "request head is longer than " + MAX_HEAD_BYTES + " bytes");
      }
      return null;
    }
    scanned = 0;
    byte[] head = new byte[end - in.readerIndex()];
    in.readBytes(head);
    Request request = parseHead(new String(head, StandardCharsets.ISO_8859_1));
    if (head.length <= MAX_REMEMBERED_BYTES) {
      lastHead = Unpooled.wrappedBuffer(head);
      lastRequest = request;
    }
    return request;
  }

  private boolean startsWithLastHead(ByteBuf in) {
    int length = lastHead.readableBytes();
    return in.readableBytes() >= length
        && ByteBufUtil.equals(lastHead, 0, in, in.readerIndex(), length);
  }

  private static void skipEmptyLines(ByteBuf in) {
    while (in.readableBytes() >= 2
        && in.getByte(in.readerIndex()) == '\r'
        && in.getByte(in.readerIndex() + 1) == '\n') {
      in.skipBytes(2);
    }
  }

  /** The index behind the empty line that ends the head, or -1. Resumes where it stopped. */
  private int findEnd(ByteBuf in) {
    int start = in.readerIndex();
    int from = start + scanned;
    int limit = Math.min(in.writerIndex(), start + MAX_HEAD_BYTES);
    while (true) {
      int lineFeed = from >= limit ? -1 : in.indexOf(from, limit, (byte) '\n');
      if (lineFeed < 0) {
        scanned = from - start;
        return -1;
      }
      if (lineFeed == start || in.getByte(lineFeed - 1) != '\r') {
        throw new RefusedException(400, "a line of the head does not end in CR LF");
      }
      if (lineFeed - start >= 3 && in.getByte(lineFeed - 2) == '\n') {
        return lineFeed + 1;
      }
      from = lineFeed + 1;
    }
  }

  private static Request parseHead(String head) {
    int lineEnd = head.indexOf("\r\n");
    String requestLine = head.substring(0, lineEnd);
    int first = requestLine.indexOf(' ');
    int last = requestLine.lastIndexOf(' ');
    if (first <= 0 || last <= first + 1) {
      throw new RefusedException(400, "request line is not 'METHOD target HTTP/1.1'");
    }
    String method = requestLine.substring(0, first);
    requireToken(method, "method");
    boolean http11 = isHttp11(requestLine.substring(last + 1));
    String target = originForm(requestLine.substring(first + 1, last));
    Headers headers = parseFields(head, lineEnd + 2);
    if (headers.count("Host") != 1 && (http11 || headers.count("Host") > 1)) {
      throw new RefusedException(400, "exactly one Host header is needed");
    }
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    String query = question < 0 ? "" : target.substring(question + 1);
    boolean keepAlive =
        http11
            ? !headers.hasToken("Connection", "close")
            : headers.hasToken("Connection", "keep-alive");
    return new Request(
        Route.of(path), method, path, query, http11, keepAlive, bodyLength(headers), headers);
  }

  private static boolean isHttp11(String version) {
    return switch (version) {
      case "HTTP/1.1" -> true;
      case "HTTP/1.0" -> false;
      default ->
          throw new RefusedException(
              version.matches("HTTP/\\d\\.\\d") ? 505 : 400,
              "version must be HTTP/1.1 or HTTP/1.0");
    };
  }

  private static String originForm(String target) {
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        throw new RefusedException(400, "target holds a character that must be percent-encoded");
      }
    }
    if (target.startsWith("http://") || target.startsWith("https://")) {
      int path = target.indexOf('/', target.indexOf("//") + 2);
      return path < 0 ? "/" : target.substring(path);
    }
    if (!target.startsWith("/") && !target.equals("*")) {
      throw new RefusedException(400, "target must start with '/'");
    }
    return target;
  }

  private static Headers parseFields(String head, int from) {
    Headers headers = new Headers();
    int start = from;
    while (true) {
      int end = head.indexOf("\r\n", start);
      if (end == start) {
        return headers;
      }
      int colon = head.indexOf(':', start);
      if (colon < 0 || colon > end) {
        throw new RefusedException(400, "header line without a colon");
      }
      String name = head.substring(start, colon);
      requireToken(name, "header name");
      String value = head.substring(colon + 1, end).strip();
      requireText(value);
      headers.add(name, value);
      start = end + 2;
    }
  }

  private static void requireToken(String text, String what) {
    boolean token = !text.isEmpty();
    for (int i = 0; i < text.length() && token; i++) {
      char c = text.charAt(i);
      token =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || TOKEN_CHARS.indexOf(c) >= 0;
    }
    if (!token) {
      throw new RefusedException(400, what + " holds a character that is not allowed there");
    }
  }

  private static void requireText(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        throw new RefusedException(400, "header value holds a control character");
      }
    }
  }

  private static long bodyLength(Headers headers) {
    String coding = headers.get("Transfer-Encoding");
    String length = headers.get("Content-Length");
    if (coding != null) {
      if (length != null || headers.count("Transfer-Encoding") > 1) {
        throw new RefusedException(400, "Transfer-Encoding with Content-Length, or twice");
      }
      if (!coding.equalsIgnoreCase("chunked")) {
        throw new RefusedException(501, "Transfer-Encoding must be chunked");
      }
      return Request.CHUNKED;
    }
    if (length == null) {
      return 0;
    }
    if (headers.count("Content-Length") > 1 || !length.matches("\\d{1,15}")) {
      throw new RefusedException(400, "Content-Length must be given once, as a whole number");
    }
    return Long.parseLong(length);
  }
}
