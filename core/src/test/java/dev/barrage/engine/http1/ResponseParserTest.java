package dev.barrage.engine.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResponseParserTest {
  private static final int HEADER_LIMIT = 512;

  @ParameterizedTest
  @MethodSource("dev.barrage.engine.http1.ResponseCase#all")
  void readsItWhole(ResponseCase wire) {
    check(wire, new int[] {wire.wire().length()});
  }

  @ParameterizedTest
  @MethodSource("dev.barrage.engine.http1.ResponseCase#all")
  void readsItSplitAtEveryByte(ResponseCase wire) {
    for (int cut = 1; cut < wire.wire().length(); cut++) {
      check(wire, new int[] {cut, wire.wire().length() - cut});
    }
    int[] single = new int[wire.wire().length()];
    java.util.Arrays.fill(single, 1);
    check(wire, single);
  }

  private static void check(ResponseCase wire, int[] pieces) {
    Body body = new Body();
    ResponseParser parser = new ResponseParser(HEADER_LIMIT, new KnownHead());
    parser.begin(wire.head(), body, null);
    byte[] bytes = wire.wire().getBytes(ISO_8859_1);
    int at = 0;
    for (int piece : pieces) {
      int used = parser.feed(bytes, at, at + piece);
      at += piece;
      if (wire.why() == null) {
        assertThat(used).as("bytes used of a good response").isEqualTo(piece);
      }
      if (parser.isMalformed()) {
        break;
      }
    }
    assertThat(parser.malformation()).isEqualTo(wire.why());
    if (wire.why() == null) {
      assertThat(parser.isDone()).isTrue();
      assertThat(parser.status()).isEqualTo(wire.status());
      assertThat(parser.keepAlive()).isEqualTo(wire.keepAlive());
      assertThat(body.text()).isEqualTo(wire.body());
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
  @MethodSource("dev.barrage.engine.http1.ResponseCase#all")
  void readsAHeadThatItKnowsAsTheFirstTime(ResponseCase wire) {
    KnownHead known = new KnownHead();
    byte[] bytes = wire.wire().getBytes(ISO_8859_1);
    for (int i = 0; i < 3; i++) {
      ResponseParser parser = new ResponseParser(HEADER_LIMIT, known);
      parser.begin(wire.head(), null, null);
      int used = parser.feed(bytes, 0, bytes.length);
      assertThat(parser.malformation()).isEqualTo(wire.why());
      if (wire.why() == null) {
        assertThat(used).isEqualTo(bytes.length);
        assertThat(parser.isDone()).isTrue();
        assertThat(parser.status()).isEqualTo(wire.status());
        assertThat(parser.keepAlive()).isEqualTo(wire.keepAlive());
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
    ResponseCase[] seeds = ResponseCase.all().toArray(ResponseCase[]::new);
    ResponseParser whole = new ResponseParser(HEADER_LIMIT, new KnownHead());
    ResponseParser split = new ResponseParser(HEADER_LIMIT, new KnownHead());
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes =
          WireMutator.mutate(
              seeds[random.nextInt(seeds.length)].wire().getBytes(ISO_8859_1), random);
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
