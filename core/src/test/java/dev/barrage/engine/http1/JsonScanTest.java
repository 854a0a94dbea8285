package dev.barrage.engine.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.JsonPath;
import dev.barrage.plan.JsonPath.Segment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where it answers, it answers as the library does. */
class JsonScanTest {
  private static final List<Segment> A_B = List.of(new Segment.Name("a"), new Segment.Name("b"));
  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"a\"",
    "\"b\"",
    "\"a\":",
    "\"b\":",
    "1",
    "0",
    "-",
    "-0",
    "12.50",
    "1e3",
    "true",
    "null",
    "\"x y\"",
    "\"\"",
    "\"\\n\"",
    "\"ä\"",
    " ",
    "\n",
    "{\"a\":",
    "{\"b\":",
    "[1,",
    "}}",
    "]}",
    "tru",
    "\"",
    "01",
    "1234567890123456789"
  };

  private final JsonScan scan = new JsonScan();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":{\"b\":\"token\"}} | STRING | token",
        "{\"x\":[{\"b\":1}],\"a\":{\"c\":{\"b\":2},\"b\":-17},\"b\":3} | BARE | -17",
        " { \"a\" : { \"b\" : null } } | BARE | null",
        "{\"a\":{\"b\":[1,2]}} | OTHER | [1,2]",
        "{\"a\":{\"b\":1.50}} | OTHER | 1.50",
        "{\"a\":{\"b\":-0}} | OTHER | -0"
      })
  void findsTheValueThatAQueryNames(String text, JsonScan.Kind kind, String value) {
    assertThat(find(text, A_B)).isEqualTo(JsonScan.Answer.FOUND);
    assertThat(scan.kind()).isEqualTo(kind);
    assertThat(text.substring(scan.from(), scan.end())).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "7", "{\"a\":[]}", "{\"a\":7,\"b\":1}", "{\"a\":{\"c\":1}}"})
  void tellsThatItIsNotThere(String text) {
    assertThat(find(text, A_B)).isEqualTo(JsonScan.Answer.ABSENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\":{\"b\":1}",
        "{\"a\":{\"b\":1}}x",
        "{\"a\":{\"b\":01}}",
        "{\"a\":1,}",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "{\"a\":{\"b\":\"\\u0041\"}}",
        "{\"a\":{\"b\":\"ä\"}}",
        "{\"a\":{\"b\":12345678901234567890}}",
        "{'a':1}",
        "[1 2]"
      })
  void leavesWhatIsNotPlainToTheLibrary(String text) {
    assertThat(find(text, A_B)).isEqualTo(JsonScan.Answer.UNSURE);
  }

  @Test
  void countsElementsFromTheBeginningOnly() {
    assertThat(find("[[1],[2,3]]", List.of(new Segment.Index(1), new Segment.Index(0))))
        .isEqualTo(JsonScan.Answer.FOUND);
    assertThat(scan.from()).isEqualTo(6);
    assertThat(find("[1]", List.of(new Segment.Index(1)))).isEqualTo(JsonScan.Answer.ABSENT);
    assertThat(find("[1]", List.of(new Segment.Index(-1)))).isEqualTo(JsonScan.Answer.UNSURE);
    assertThat(find("[".repeat(40) + "]".repeat(40), A_B)).isEqualTo(JsonScan.Answer.UNSURE);
  }

  @Test
  void agreesWithTheLibraryOnTextsMadeOfPieces() {
    Random random = new Random(5);
    int answered = 0;
    for (int i = 0; i < 300_000; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "{\"a\":{\"b\":" : "");
      for (int n = random.nextInt(9); n >= 0; n--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      text.append(random.nextBoolean() ? "}}" : "");
      answered += agrees(text.toString()) ? 1 : 0;
    }
    assertThat(answered).as("texts that are plain").isGreaterThan(1000);
  }

  private boolean agrees(String text) {
    JsonScan.Answer answer = find(text, A_B);
    if (answer == JsonScan.Answer.UNSURE) {
      return false;
    }
    JsonNode node = byLibrary(text);
    assertThat(answer == JsonScan.Answer.FOUND).as(text).isEqualTo(node != null);
    if (node != null && scan.kind() != JsonScan.Kind.OTHER) {
      boolean string = scan.kind() == JsonScan.Kind.STRING;
      assertThat(node.isString()).as(text).isEqualTo(string);
      assertThat(text.substring(scan.from(), scan.end()))
          .isEqualTo(string ? node.stringValue() : node.toString());
    }
    return true;
  }

  private static @Nullable JsonNode byLibrary(String text) {
    JsonNode node;
    try {
      node = JsonMapper.shared().readTree(text.getBytes(StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      throw new AssertionError("answered for what is no JSON: " + text, e);
    }
    for (Segment segment : A_B) {
      node = node == null ? null : Inspection.step(node, segment);
    }
    return node;
  }

  private JsonScan.Answer find(String text, List<Segment> segments) {
    byte[] b = text.getBytes(StandardCharsets.UTF_8);
    return scan.find(b, b.length, new JsonQuery(new JsonPath("$", segments)));
  }
}
