package dev.barrage.testbed.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RequestParserTest {
  private static final String LONG =
      "POST /api/echo HTTP/1.1\r\nHost: a\r\nX-Some: field\r\nContent-Length: 0\r\n\r\n";
  private static final String SHORT = "GET /api/hello HTTP/1.1\r\nHost: a\r\n\r\n";

  private final RequestParser parser = new RequestParser();

  private String path(String head) {
    return Objects.requireNonNull(parser.parse(bytes(head))).path();
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, US_ASCII);
  }

  @Test
  void aHeadThatCameInPiecesLeavesNothingBehindForTheNext() {
    for (int cut = 1; cut < LONG.length(); cut++) {
      assertThat(path(LONG)).isEqualTo("/api/echo");
      assertThat(parser.parse(bytes(LONG.substring(0, cut)))).as("cut at %d", cut).isNull();
      assertThat(path(LONG)).isEqualTo("/api/echo");
      assertThat(path(SHORT)).as("after a head cut at %d", cut).isEqualTo("/api/hello");
    }
  }
}
