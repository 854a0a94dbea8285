package dev.barrage.rehearsal;

import dev.barrage.engine.http1.KnownHead;
import dev.barrage.engine.http1.ResponseParser;
import dev.barrage.engine.http1.ResponseSink;
import dev.barrage.plan.Masks;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request or response for people: start line, fields and body, secrets masked.
 *
 * @param startLine request line or status line
 * @param fields header fields as lines, in their order
 * @param body the text, transfer coding removed; empty if it is not text in UTF-8
 * @param bodyBytes length of the body as far as it was kept
 */
public record Message(
    String startLine, List<String> fields, Optional<String> body, long bodyBytes) {
  private static final String END_OF_HEAD = "\r\n\r\n";

  public Message {
    fields = List.copyOf(fields);
  }

  /** A request as it was sent. */
  static Message request(byte[] octets, Masks masks) {
    int end = endOfHead(octets, 0);
    return of(octets, 0, end, java.util.Arrays.copyOfRange(octets, end, octets.length), masks);
  }

  /** A response as it came; empty if its head is not complete. Interim responses are passed by. */
  static Optional<Message> response(byte[] octets, boolean head, Masks masks) {
    int from = 0;
    int end = endOfHead(octets, 0);
    while (end > 0 && octets.length > from + 9 && octets[from + 9] == '1') {
      from = end;
      end = endOfHead(octets, from);
    }
    return end < 0
        ? Optional.empty()
        : Optional.of(of(octets, from, end, body(octets, head), masks));
  }

  private static Message of(byte[] octets, int from, int end, byte[] body, Masks masks) {
    String[] lines =
        new String(octets, from, end - from, StandardCharsets.UTF_8).strip().split("\r\n");
    List<String> fields = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      fields.add(masks.field(lines[i]));
    }
    return new Message(masks.text(lines[0]), fields, text(body).map(masks::text), body.length);
  }

  /** Index behind the blank line; negative if there is none. */
  private static int endOfHead(byte[] octets, int from) {
    String text = new String(octets, from, octets.length - from, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(END_OF_HEAD);
    return at < 0 ? -1 : from + at + END_OF_HEAD.length();
  }

  private static byte[] body(byte[] octets, boolean head) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    ResponseParser parser = new ResponseParser(Integer.MAX_VALUE, new KnownHead());
    parser.begin(
        head,
        new ResponseSink() {
          @Override
          public void header(byte[] b, int nameFrom, int nameEnd, int valueFrom, int valueEnd) {
            // Shown as lines.
          }

          @Override
          public void body(byte[] b, int from, int end) {
            body.write(b, from, end - from);
          }
        },
        null);
    parser.feed(octets, 0, octets.length);
    return body.toByteArray();
  }

  /** Empty unless it is UTF-8 without zeros; a character cut off at the end may be missing. */
  private static Optional<String> text(byte[] body) {
    for (int cut = 0; cut < 4 && cut <= body.length; cut++) {
      try {
        String text =
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(body, 0, body.length - cut))
                .toString();
        return text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
      } catch (CharacterCodingException e) {
        // Perhaps only its last character is incomplete.
      }
    }
    return Optional.empty();
  }
}
