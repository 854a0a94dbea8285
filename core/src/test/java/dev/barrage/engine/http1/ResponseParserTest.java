package dev.barrage.engine.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResponseParserTest {
  private static final int HEADER_LIMIT = 512;

  /** What a wire case should come to; {@code why} is null for good responses. */
  record Case(
      String sentence,
      String wire,
      boolean head,
      int status,
      String body,
      boolean keepAlive,
      String why) {
    @Override
    public String toString() {
      return sentence;
    }
  }

  static Case good(String sentence, int status, String body, boolean keepAlive, String wire) {
    return new Case(sentence, wire.replace("\n", "\r\n"), false, status, body, keepAlive, null);
  }

  static Case bad(String sentence, String why, String wire) {
    return new Case(sentence, wire.replace("\n", "\r\n"), false, 0, "", false, why);
  }

  static Case head(String sentence, int status, String wire) {
    return new Case(sentence, wire.replace("\n", "\r\n"), true, status, "", true, null);
  }

  static Case raw(
      String sentence, int status, String body, boolean keepAlive, String wire, String why) {
    return new Case(sentence, wire, false, status, body, keepAlive, why);
  }

  static Stream<Case> cases() {
    return Stream.of(
        good(
            "a length frames the body",
            200,
            "hello",
            true,
            "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello"),
        good("length zero has no body", 200, "", true, "HTTP/1.1 200 OK\nContent-Length: 0\n\n"),
        good(
            "field names ignore case",
            200,
            "abc",
            true,
            "HTTP/1.1 200 OK\ncOnTeNt-lEnGtH:3\n\nabc"),
        good(
            "blanks around a value go",
            200,
            "abc",
            true,
            "HTTP/1.1 200 OK\nContent-Length: \t 3 \t\n\nabc"),
        good("a reason is optional", 404, "", true, "HTTP/1.1 404\nContent-Length: 0\n\n"),
        good(
            "an empty reason keeps its blank",
            200,
            "",
            true,
            "HTTP/1.1 200 \nContent-Length: 0\n\n"),
        good(
            "close ends persistence",
            200,
            "a",
            false,
            "HTTP/1.1 200 OK\nConnection: close\nContent-Length: 1\n\na"),
        good(
            "close is found in a list",
            200,
            "a",
            false,
            "HTTP/1.1 200 OK\nConnection: foo , CLOSE\nContent-Length: 1\n\na"),
        good(
            "a token that only begins with close is none",
            200,
            "a",
            true,
            "HTTP/1.1 200 OK\nConnection: closed\nContent-Length: 1\n\na"),
        good(
            "HTTP/1.0 does not persist",
            200,
            "a",
            false,
            "HTTP/1.0 200 OK\nContent-Length: 1\n\na"),
        good(
            "HTTP/1.0 persists when it says so",
            200,
            "a",
            true,
            "HTTP/1.0 200 OK\nConnection: Keep-Alive\nContent-Length: 1\n\na"),
        good(
            "the same length twice is one length",
            200,
            "abc",
            true,
            "HTTP/1.1 200 OK\nContent-Length: 3\nContent-Length: 3\n\nabc"),
        good(
            "the same length in a list is one length",
            200,
            "abc",
            true,
            "HTTP/1.1 200 OK\nContent-Length: 3, 3\n\nabc"),
        good(
            "chunks are joined",
            200,
            "hello world",
            true,
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n6\n world\n0\n\n"),
        good(
            "chunk sizes are hexadecimal of either case",
            200,
            "0123456789abcdef0123456789a",
            true,
            "HTTP/1.1 200 OK\n"
                + "Transfer-Encoding: Chunked\n\n"
                + "1B\n"
                + "0123456789abcdef0123456789a\n"
                + "0\n\n"),
        good(
            "leading zeros of a chunk size are allowed",
            200,
            "ab",
            true,
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n0002\nab\n000\n\n"),
        good(
            "chunk extensions are ignored",
            200,
            "ab",
            true,
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2;name=\"v\"\nab\n0;x\n\n"),
        good(
            "trailers are read",
            200,
            "ab",
            true,
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nab\n0\nX-Sum: 1\nX-B: 2\n\n"),
        good(
            "another coding before chunked is opaque",
            200,
            "ab",
            true,
            "HTTP/1.1 200 OK\nTransfer-Encoding: gzip, chunked\n\n2\nab\n0\n\n"),
        good(
            "many chunks pass the header limit",
            200,
            "x".repeat(300),
            true,
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n" + "1\nx\n".repeat(300) + "0\n\n"),
        good("204 has no body", 204, "", true, "HTTP/1.1 204 No Content\n\n"),
        good(
            "304 has no body whatever its length says",
            304,
            "",
            true,
            "HTTP/1.1 304 Not Modified\nContent-Length: 10\n\n"),
        good(
            "100 is passed over",
            200,
            "a",
            true,
            "HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\nContent-Length: 1\n\na"),
        good(
            "103 with fields is passed over",
            200,
            "a",
            true,
            "HTTP/1.1 103 Early Hints\n"
                + "Link: </a>\n"
                + "Content-Length: 7\n\n"
                + "HTTP/1.1 200 OK\n"
                + "Content-Length: 1\n\n"
                + "a"),
        good(
            "a folded field is one field",
            200,
            "a",
            true,
            "HTTP/1.1 200 OK\nX-A: 1\n  2\nContent-Length: 1\n\na"),
        head(
            "HEAD has no body whatever its length says",
            200,
            "HTTP/1.1 200 OK\nContent-Length: 1000\n\n"),
        head("HEAD has no chunks either", 200, "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n"),
        raw(
            "bare line feeds end header lines",
            200,
            "ab",
            true,
            "HTTP/1.1 200 OK\nContent-Length: 2\n\nab",
            null),
        bad(
            "both framings",
            "both Content-Length and Transfer-Encoding",
            "HTTP/1.1 200 OK\nContent-Length: 5\nTransfer-Encoding: chunked\n\n"),
        bad(
            "two lengths",
            "two different Content-Lengths",
            "HTTP/1.1 200 OK\nContent-Length: 5\nContent-Length: 6\n\n"),
        bad(
            "two lengths in a list",
            "two different Content-Lengths",
            "HTTP/1.1 200 OK\nContent-Length: 5, 6\n\n"),
        bad("negative length", "bad Content-Length", "HTTP/1.1 200 OK\nContent-Length: -1\n\n"),
        bad("signed length", "bad Content-Length", "HTTP/1.1 200 OK\nContent-Length: +5\n\n"),
        bad("empty length", "bad Content-Length", "HTTP/1.1 200 OK\nContent-Length:\n\n"),
        bad("length with a unit", "bad Content-Length", "HTTP/1.1 200 OK\nContent-Length: 5b\n\n"),
        bad(
            "length over 18 digits",
            "bad Content-Length",
            "HTTP/1.1 200 OK\nContent-Length: 9999999999999999999\n\n"),
        bad("folded length", "folded framing field", "HTTP/1.1 200 OK\nContent-Length: 5\n 6\n\n"),
        bad(
            "no digit in a chunk size",
            "bad chunk size",
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nxyz\n"),
        bad(
            "an empty chunk size",
            "bad chunk size",
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n\n"),
        bad(
            "a negative chunk size",
            "bad chunk size",
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n-1\n"),
        bad(
            "0x before a chunk size",
            "bad chunk size",
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n0x1\n"),
        bad(
            "a chunk size that overflows",
            "bad chunk size",
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nffffffffffffffff\n"),
        bad(
            "a chunk longer than it said",
            "chunk data not followed by CRLF",
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nabc\n0\n\n"),
        raw(
            "a bare line feed after a chunk size",
            0,
            "",
            false,
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\nab\r\n0\r\n\r\n",
            "bad chunk size"),
        bad(
            "an endless chunk line",
            "chunk line too long",
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n1;" + "x".repeat(600) + "\n"),
        bad(
            "chunked in HTTP/1.0",
            "Transfer-Encoding in HTTP/1.0",
            "HTTP/1.0 200 OK\nTransfer-Encoding: chunked\n\n"),
        bad("another protocol", "bad status line", "SSH-2.0-OpenSSH_9.2\n"),
        bad("HTTP/2 in the status line", "bad status line", "HTTP/2.0 200 OK\n"),
        bad("an empty first line", "bad status line", "\nHTTP/1.1 200 OK\n"),
        bad("letters for a status", "bad status code", "HTTP/1.1 2OO OK\nContent-Length: 0\n\n"),
        bad(
            "a status of four digits",
            "bad status code",
            "HTTP/1.1 2000 OK\nContent-Length: 0\n\n"),
        bad("a status below 100", "bad status code", "HTTP/1.1 099 OK\nContent-Length: 0\n\n"),
        bad("a status above 599", "bad status code", "HTTP/1.1 600 OK\nContent-Length: 0\n\n"),
        bad("a field without a colon", "bad header field", "HTTP/1.1 200 OK\nnonsense\n\n"),
        bad("a field without a name", "bad header field", "HTTP/1.1 200 OK\n: x\n\n"),
        bad(
            "a blank before the colon",
            "bad header field",
            "HTTP/1.1 200 OK\nContent-Length : 5\n\n"),
        bad(
            "switching protocols unasked",
            "101 Switching Protocols without having asked",
            "HTTP/1.1 101 Switching\nUpgrade: x\n\n"),
        bad(
            "a header block over the limit",
            "header block over 512 bytes",
            "HTTP/1.1 200 OK\nX: " + "y".repeat(600) + "\n\n"),
        bad(
            "a bad trailer",
            "bad trailer field",
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n0\nbad trailer\n\n"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readsItWhole(Case wire) {
    check(wire, new int[] {wire.wire.length()});
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readsItSplitAtEveryByte(Case wire) {
    for (int cut = 1; cut < wire.wire.length(); cut++) {
      check(wire, new int[] {cut, wire.wire.length() - cut});
    }
    int[] single = new int[wire.wire.length()];
    java.util.Arrays.fill(single, 1);
    check(wire, single);
  }

  private static void check(Case wire, int[] pieces) {
    Body body = new Body();
    ResponseParser parser = new ResponseParser(HEADER_LIMIT, new KnownHead());
    parser.begin(wire.head, body, null);
    byte[] bytes = wire.wire.getBytes(ISO_8859_1);
    int at = 0;
    for (int piece : pieces) {
      int used = parser.feed(bytes, at, at + piece);
      at += piece;
      if (wire.why == null) {
        assertThat(used).as("bytes used of a good response").isEqualTo(piece);
      }
      if (parser.isMalformed()) {
        break;
      }
    }
    assertThat(parser.malformation()).isEqualTo(wire.why);
    if (wire.why == null) {
      assertThat(parser.isDone()).isTrue();
      assertThat(parser.status()).isEqualTo(wire.status);
      assertThat(parser.keepAlive()).isEqualTo(wire.keepAlive);
      assertThat(body.text()).isEqualTo(wire.body);
    }
  }

  @Test
  void aBodyWithoutFramingEndsWithTheConnection() {
    Body body = new Body();
    ResponseParser parser = new ResponseParser(HEADER_LIMIT, new KnownHead());
    parser.begin(false, body, null);
    byte[] bytes = "HTTP/1.1 200 OK\r\n\r\nall of it".getBytes(ISO_8859_1);
    parser.feed(bytes, 0, bytes.length);
    assertThat(parser.isDone()).isFalse();
    parser.endOfStream();
    assertThat(parser.isDone()).isTrue();
    assertThat(parser.keepAlive()).isFalse();
    assertThat(body.text()).isEqualTo("all of it");
  }

  @Test
  void anEndInMidBodyDoesNotCompleteAFramedResponse() {
    ResponseParser parser = new ResponseParser(HEADER_LIMIT, new KnownHead());
    parser.begin(false, null, null);
    byte[] bytes = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf".getBytes(ISO_8859_1);
    parser.feed(bytes, 0, bytes.length);
    parser.endOfStream();
    assertThat(parser.isDone()).isFalse();
    assertThat(parser.isUntouched()).isFalse();
  }

  @Test
  void stopsAtTheEndOfTheResponse() {
    ResponseParser parser = new ResponseParser(HEADER_LIMIT, new KnownHead());
    parser.begin(false, null, null);
    byte[] bytes = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabHTTP".getBytes(ISO_8859_1);
    assertThat(parser.feed(bytes, 0, bytes.length)).isEqualTo(bytes.length - 4);
    assertThat(parser.isDone()).isTrue();
  }

  @Test
  void oneParserReadsManyResponses() {
    ResponseParser parser = new ResponseParser(HEADER_LIMIT, new KnownHead());
    for (int i = 0; i < 100; i++) {
      String text =
          "HTTP/1.1 " + (200 + i) + " OK\r\nContent-Length: " + i + "\r\n\r\n" + "x".repeat(i);
      boolean bodiless = 200 + i == 204;
      byte[] bytes = (bodiless ? "HTTP/1.1 204 OK\r\n\r\n" : text).getBytes(ISO_8859_1);
      parser.begin(false, null, null);
      assertThat(parser.isUntouched()).isTrue();
      assertThat(parser.feed(bytes, 0, bytes.length)).isEqualTo(bytes.length);
      assertThat(parser.isDone()).isTrue();
      assertThat(parser.status()).isEqualTo(200 + i);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readsAHeadThatItKnowsAsTheFirstTime(Case wire) {
    KnownHead known = new KnownHead();
    byte[] bytes = wire.wire.getBytes(ISO_8859_1);
    for (int i = 0; i < 3; i++) {
      ResponseParser parser = new ResponseParser(HEADER_LIMIT, known);
      parser.begin(wire.head, null, null);
      int used = parser.feed(bytes, 0, bytes.length);
      assertThat(parser.malformation()).isEqualTo(wire.why);
      if (wire.why == null) {
        assertThat(used).isEqualTo(bytes.length);
        assertThat(parser.isDone()).isTrue();
        assertThat(parser.status()).isEqualTo(wire.status);
        assertThat(parser.keepAlive()).isEqualTo(wire.keepAlive);
      }
    }
  }

  @Test
  void aKnownHeadServesRequestsOfOtherMethods() {
    KnownHead known = new KnownHead();
    byte[] bytes = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab".getBytes(ISO_8859_1);
    for (boolean head : new boolean[] {false, true, false}) {
      ResponseParser parser = new ResponseParser(HEADER_LIMIT, known);
      parser.begin(head, null, null);
      assertThat(parser.feed(bytes, 0, bytes.length)).isEqualTo(bytes.length - (head ? 2 : 0));
      assertThat(parser.isDone()).isTrue();
    }
  }

  /** Mutations of good and bad responses in random pieces: the parser ends, and says how. */
  @Test
  void survivesMutatedResponses() {
    Random random = new Random(42);
    Case[] seeds = cases().toArray(Case[]::new);
    ResponseParser whole = new ResponseParser(HEADER_LIMIT, new KnownHead());
    ResponseParser split = new ResponseParser(HEADER_LIMIT, new KnownHead());
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes =
          WireMutator.mutate(seeds[random.nextInt(seeds.length)].wire.getBytes(ISO_8859_1), random);
      whole.begin(false, null, null);
      int used = whole.feed(bytes, 0, bytes.length);
      split.begin(false, null, null);
      int usedSplit = 0;
      for (int at = 0; at < bytes.length && !split.isDone() && !split.isMalformed(); ) {
        int piece = Math.min(bytes.length - at, 1 + random.nextInt(9));
        usedSplit += split.feed(bytes, at, at + piece);
        at += piece;
      }
      assertThat(split.malformation())
          .as("case %d: how bytes are split changes nothing", i)
          .isEqualTo(whole.malformation());
      assertThat(split.isDone()).isEqualTo(whole.isDone());
      if (whole.isDone()) {
        assertThat(usedSplit).isEqualTo(used);
        assertThat(split.status()).isEqualTo(whole.status());
      }
    }
  }

  private static final class Body implements ResponseSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void header(byte[] b, int nameFrom, int nameEnd, int valueFrom, int valueEnd) {
      assertThat(nameEnd).isGreaterThan(nameFrom);
      assertThat(valueEnd).isGreaterThanOrEqualTo(valueFrom);
    }

    @Override
    public void body(byte[] b, int from, int end) {
      bytes.write(b, from, end - from);
    }

    String text() {
      return bytes.toString(ISO_8859_1);
    }
  }
}
