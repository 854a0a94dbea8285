package dev.barrage.engine.http1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one HTTP/1.1 response after the other, wherever the bytes are split (RFC 9112).
 *
 * <pre>
 *   STATUS_LINE ──► HEADERS ─┬─► FIXED ─────────────────────────────────────┐
 *        ▲   1xx ────┘       ├─► CHUNK_SIZE ──► CHUNK_DATA ──► CHUNK_END ─┐  │
 *        │                   │       ▲──────────────────────────────────┘  │
 *        │                   │       └─ 0 ──► TRAILERS ────────────────────┼─► DONE
 *        │                   └─► UNTIL_CLOSE ── endOfStream() ─────────────┘
 *        └── begin()                      anything wrong ──► MALFORMED
 * </pre>
 *
 * <p>Lines are taken whole; only a line that straddles two reads is kept. What a correct client
 * must refuse is refused: both {@code Content-Length} and {@code Transfer-Encoding}, lengths that
 * differ, bad chunk sizes, a header block over the limit. Nothing is allocated unless a line
 * straddles.
 *
 * <p>One per connection, used on its loop's thread.
 */
public final class ResponseParser {
  private enum State {
    STATUS_LINE,
    HEADERS,
    FIXED,
    CHUNK_SIZE,
    CHUNK_DATA,
    CHUNK_END,
    TRAILERS,
    UNTIL_CLOSE,
    DONE,
    MALFORMED
  }

  private static final byte[] CONTENT_LENGTH = Ascii.lower("content-length");
  private static final byte[] TRANSFER_ENCODING = Ascii.lower("transfer-encoding");
  private static final byte[] CONNECTION = Ascii.lower("connection");
  private static final byte[] CHUNKED = Ascii.lower("chunked");
  private static final byte[] CLOSE = Ascii.lower("close");
  private static final byte[] KEEP_ALIVE = Ascii.lower("keep-alive");

  private final int headerLimit;
  private final KnownHead known;
  private State state = State.DONE;
  private boolean head;
  private @Nullable ResponseSink sink;
  private @Nullable ResponseSink errorSink;
  private int status;
  private boolean keepAlive;
  private boolean http10;
  private long contentLength;
  private boolean transferEncoding;
  private boolean chunked;
  private long bodyLeft;
  private long bodyBytes;
  private int headerBytes;
  private boolean framingLine;
  private byte[] partial = Ascii.NONE;
  private int partialLength;
  private @Nullable String malformed;

  /**
   * @param headerLimit bytes of status line and header fields at most, trailers included
   * @param known shared by the parsers of one loop and limit
   */
  public ResponseParser(int headerLimit, KnownHead known) {
    this.headerLimit = headerLimit;
    this.known = known;
  }

  /**
   * Awaits the response to a request just sent.
   *
   * @param head whether the request's method was HEAD: no body follows (RFC 9110 section 9.3.2)
   * @param sink hears of header fields and body bytes; null: nobody asks
   * @param errorSink hears, where {@code sink} is null, of the body of a status from 400 on
   */
  public void begin(boolean head, @Nullable ResponseSink sink, @Nullable ResponseSink errorSink) {
    this.head = head;
    this.sink = sink;
    this.errorSink = errorSink;
    status = 0;
    headerBytes = 0;
    malformed = null;
    partialLength = 0;
    startMessage();
  }

  private void startMessage() {
    state = State.STATUS_LINE;
    contentLength = -1;
    bodyBytes = 0;
    transferEncoding = false;
    chunked = false;
    framingLine = false;
  }

  /**
   * Takes bytes up to the end of the response.
   *
   * @return how many of the {@code end - from} bytes were used; fewer only when done or malformed
   */
  public int feed(byte[] b, int from, int end) {
    boolean fresh = state == State.STATUS_LINE && headerBytes == 0 && sink == null;
    int at = fresh ? knownHead(b, from, end) : from;
    while (at < end) {
      switch (state) {
        case STATUS_LINE, HEADERS -> {
          at = line(b, at, end);
          fresh &= state != State.STATUS_LINE; // an interim response's end
          if (fresh && state != State.HEADERS) {
            learn(b, from, at);
          }
        }
        case CHUNK_SIZE, CHUNK_END, TRAILERS -> at = line(b, at, end);
        case FIXED, CHUNK_DATA -> at = body(b, at, (int) Math.min(end, at + bodyLeft));
        case UNTIL_CLOSE -> {
          body(b, at, end);
          at = end;
        }
        case DONE, MALFORMED -> {
          return at - from;
        }
      }
    }
    return at - from;
  }

  /** Takes a head that was read before, if nobody asks for its fields. */
  private int knownHead(byte[] b, int from, int end) {
    int at = known.end(b, from, end);
    if (at > from) {
      headerBytes = at - from;
      status = known.status;
      keepAlive = known.keepAlive;
      http10 = known.http10;
      contentLength = known.contentLength;
      transferEncoding = known.transferEncoding;
      chunked = known.chunked;
      headersEnd();
    }
    return at;
  }

  private void learn(byte[] b, int from, int end) {
    boolean framed = state == State.DONE || state == State.FIXED || state == State.CHUNK_SIZE;
    if (framed && known.learn(b, from, end)) {
      known.status = status;
      known.keepAlive = keepAlive;
      known.http10 = http10;
      known.contentLength = contentLength;
      known.transferEncoding = transferEncoding;
      known.chunked = chunked;
    }
  }

  /** The peer closed: completes a body that ends with the connection, else nothing changes. */
  public void endOfStream() {
    if (state == State.UNTIL_CLOSE) {
      state = State.DONE;
    }
  }

  /** Nothing of the awaited response has arrived. */
  public boolean isUntouched() {
    return state == State.STATUS_LINE && headerBytes == 0 && partialLength == 0;
  }

  /** Bytes of content so far, without the framing of chunks. */
  public long bodyBytes() {
    return bodyBytes;
  }

  public boolean isDone() {
    return state == State.DONE;
  }

  public boolean isMalformed() {
    return state == State.MALFORMED;
  }

  /** What was wrong; null unless {@link #isMalformed()}. */
  public @Nullable String malformation() {
    return malformed;
  }

  /** Status code; 0 until its line was read. */
  public int status() {
    return status;
  }

  /** Whether the connection may carry another request (RFC 9112 section 9.3). Valid when done. */
  public boolean keepAlive() {
    return keepAlive;
  }

  private int body(byte[] b, int from, int end) {
    if (sink != null) {
      sink.body(b, from, end);
    }
    bodyBytes += end - from;
    if (state != State.UNTIL_CLOSE) {
      bodyLeft -= end - from;
      if (bodyLeft == 0) {
        state = state == State.FIXED ? State.DONE : State.CHUNK_END;
      }
    }
    return end;
  }

  /** Takes one line, or keeps what there is of it. Returns the index behind what was used. */
  private int line(byte[] b, int from, int end) {
    int lf = Ascii.indexOfLineFeed(b, from, end);
    int next = lf < 0 ? end : lf + 1;
    headerBytes += next - from;
    if (headerBytes > headerLimit) {
      if (state == State.CHUNK_SIZE || state == State.CHUNK_END) {
        return refuse("chunk line too long", next);
      }
      return refuse("header block over " + headerLimit + " bytes", next);
    }
    if (lf < 0 || partialLength > 0) {
      keep(b, from, next);
      if (lf >= 0) {
        int length = partialLength;
        partialLength = 0;
        take(partial, 0, length - 1);
      }
    } else {
      take(b, from, lf);
    }
    return next;
  }

  private void keep(byte[] b, int from, int end) {
    int length = partialLength + end - from;
    if (length > partial.length) {
      partial = Arrays.copyOf(partial, Math.max(256, Math.max(length, partial.length * 2)));
    }
    System.arraycopy(b, from, partial, partialLength, end - from);
    partialLength = length;
  }

  /** A whole line, {@code b[lf]} being its line feed. */
  private void take(byte[] b, int from, int lf) {
    boolean crlf = lf > from && b[lf - 1] == '\r';
    int end = crlf ? lf - 1 : lf;
    switch (state) {
      case STATUS_LINE -> statusLine(b, from, end);
      case HEADERS -> headerLine(b, from, end);
      case CHUNK_SIZE -> chunkSize(b, from, end, crlf);
      case CHUNK_END -> {
        headerBytes -= 2; // chunk lines do not count towards the header limit
        if (crlf && end == from) {
          state = State.CHUNK_SIZE;
        } else {
          refuse("chunk data not followed by CRLF", 0);
        }
      }
      case TRAILERS -> {
        if (end == from) {
          state = State.DONE;
        } else if (Ascii.fieldNameEnd(b, from, end) < 0 && !Ascii.isBlank(b[from])) {
          refuse("bad trailer field", 0);
        }
      }
      case FIXED, CHUNK_DATA, UNTIL_CLOSE, DONE, MALFORMED ->
          throw new IllegalStateException("no line is expected in " + state);
    }
  }

  /** {@code HTTP/1.x SP 3DIGIT [SP reason]} (RFC 9112 section 4). */
  private void statusLine(byte[] b, int from, int end) {
    if (!Ascii.startsLikeHttp1(b, from, end)) {
      refuse("bad status line", 0);
      return;
    }
    int hundreds = b[from + 9] - '0';
    int tens = b[from + 10] - '0';
    int ones = b[from + 11] - '0';
    boolean digits = hundreds >= 1 && hundreds <= 9 && Ascii.isDigit(tens) && Ascii.isDigit(ones);
    if (!digits || (end - from > 12 && b[from + 12] != ' ')) {
      refuse("bad status code", 0);
      return;
    }
    status = hundreds * 100 + tens * 10 + ones;
    if (status > 599) {
      refuse("bad status code", 0);
      return;
    }
    http10 = b[from + 7] == '0';
    keepAlive = !http10;
    state = State.HEADERS;
  }

  private void headerLine(byte[] b, int from, int end) {
    if (end == from) {
      headersEnd();
      return;
    }
    if (Ascii.isBlank(b[from])) {
      // obs-fold continues the field before (RFC 9112 section 5.2): harmless unless that one
      // frames.
      if (framingLine) {
        refuse("folded framing field", 0);
      }
      return;
    }
    int colon = Ascii.fieldNameEnd(b, from, end);
    if (colon < 0) {
      refuse("bad header field", 0);
      return;
    }
    int first = colon + 1;
    while (first < end && Ascii.isBlank(b[first])) {
      first++;
    }
    int last = end;
    while (last > first && Ascii.isBlank(b[last - 1])) {
      last--;
    }
    framingLine = false;
    switch (colon - from) {
      case 14 -> {
        if (Ascii.equalsIgnoreCase(b, from, colon, CONTENT_LENGTH)) {
          contentLength(b, first, last);
        }
      }
      case 17 -> {
        if (Ascii.equalsIgnoreCase(b, from, colon, TRANSFER_ENCODING)) {
          framingLine = true;
          transferEncoding = true;
          chunked = Ascii.lastTokenIs(b, first, last, CHUNKED);
        }
      }
      case 10 -> {
        if (Ascii.equalsIgnoreCase(b, from, colon, CONNECTION)) {
          if (Ascii.hasToken(b, first, last, CLOSE)) {
            keepAlive = false;
          } else if (http10 && Ascii.hasToken(b, first, last, KEEP_ALIVE)) {
            keepAlive = true;
          }
        }
      }
      default -> {}
    }
    if (sink != null && state == State.HEADERS) {
      sink.header(b, from, colon, first, last);
    }
  }

  /** One length, or the same several times (RFC 9110 section 8.6). */
  private void contentLength(byte[] b, int from, int end) {
    framingLine = true;
    int at = from;
    do {
      long value = 0;
      int digits = 0;
      while (at < end && Ascii.isDigit(b[at] - '0')) {
        value = value * 10 + b[at++] - '0';
        digits++;
      }
      while (at < end && Ascii.isBlank(b[at])) {
        at++;
      }
      boolean ends = at == end || b[at] == ',';
      if (digits == 0 || digits > 18 || !ends) {
        refuse("bad Content-Length", 0);
        return;
      }
      if (contentLength >= 0 && contentLength != value) {
        refuse("two different Content-Lengths", 0);
        return;
      }
      contentLength = value;
      if (at == end) {
        return;
      }
      at++;
      while (at < end && Ascii.isBlank(b[at])) {
        at++;
      }
    } while (true);
  }

  /** RFC 9112 section 6.3, in its order. */
  private void headersEnd() {
    if (status >= 400 && sink == null) {
      sink = errorSink;
    }
    if (contentLength >= 0 && transferEncoding) {
      refuse("both Content-Length and Transfer-Encoding", 0);
    } else if (transferEncoding && http10) {
      refuse("Transfer-Encoding in HTTP/1.0", 0);
    } else if (status == 101) {
      refuse("101 Switching Protocols without having asked", 0);
    } else if (status < 200) {
      startMessage();
    } else if (head || status == 204 || status == 304 || contentLength == 0) {
      state = State.DONE;
    } else if (chunked) {
      state = State.CHUNK_SIZE;
    } else if (contentLength > 0) {
      bodyLeft = contentLength;
      state = State.FIXED;
    } else {
      keepAlive = false;
      state = State.UNTIL_CLOSE;
    }
  }

  /** {@code 1*HEXDIG [chunk-ext] CRLF} (RFC 9112 section 7.1). */
  private void chunkSize(byte[] b, int from, int end, boolean crlf) {
    headerBytes -= end - from + 2;
    long size = 0;
    int at = from;
    for (int digit; at < end && (digit = Ascii.hex(b[at])) >= 0; at++) {
      size = size << 4 | digit;
    }
    boolean ends = at == end || b[at] == ';' || Ascii.isBlank(b[at]);
    if (at == from || at - from > 15 || !ends || !crlf) {
      refuse("bad chunk size", 0);
    } else if (size == 0) {
      state = State.TRAILERS;
    } else {
      bodyLeft = size;
      state = State.CHUNK_DATA;
    }
  }

  private int refuse(String why, int next) {
    malformed = why;
    state = State.MALFORMED;
    return next;
  }
}
