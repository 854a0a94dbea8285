package dev.barrage.testbed.upstream;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Ways to break HTTP; each is followed by the end of the connection. */
public enum MalformedAnswer {
  /** A status line that is none. */
  STATUS_LINE("HTP/1.1 abc OK\r\nContent-Length: 2\r\n\r\nok"),
  /** A header line without a colon. */
  HEADER("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nno colon here\r\n\r\nok"),
  /** A length that is no number. */
  CONTENT_LENGTH("HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\nok"),
  /** Two lengths that differ. */
  CONTENT_LENGTHS("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok"),
  /** A chunk size that is not hexadecimal. */
  CHUNK_SIZE("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nok\r\n0\r\n\r\n"),
  /** Fewer bytes than announced. */
  TRUNCATED("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this"),
  /** The end in the middle of the head. */
  CUT_HEAD("HTTP/1.1 200 OK\r\nContent-Le"),
  /** A header block of more than 128 KiB. */
  LONG_HEADER("HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(128 * 1024) + "\r\n\r\n"),
  /** No HTTP at all. */
  GARBAGE("\u0000\u0001\u00fe\u00ff\u0016\u0003\u0001 not http\u0000\r\n\r\n");

  private final byte[] bytes;

  MalformedAnswer(String wire) {
    this.bytes = wire.getBytes(StandardCharsets.ISO_8859_1);
  }

  byte[] bytes() {
    return bytes;
  }

  /** The name used on the admin port: {@code status_line}, {@code chunk_size} … */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
