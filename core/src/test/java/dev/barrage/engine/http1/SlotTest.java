package dev.barrage.engine.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.Template.Encoding;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlotTest {
  private static String written(String text, Value.Kind kind, Encoding encoding) {
    Value value = new Value();
    byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
    value.share(bytes, 1, bytes.length - 1, kind);
    ByteOutput out = new ByteOutput(1);
    new Slot(Values.FIRST_OF_PLAN, encoding, false).write(value, out);
    return new String(out.block().bytes, 0, out.length(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "10.50", "1e9", "1E-9", "0.1e+2", "true", "false", "null"})
  void leavesWhatIsJsonByItselfBare(String text) {
    assertThat(written(text, Value.Kind.TEXT, Encoding.JSON_VALUE)).isEqualTo(text);
    assertThat(written(text, Value.Kind.STRING, Encoding.JSON_VALUE)).isEqualTo('"' + text + '"');
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", "007", "+1", ".5", "1.", "1e", "1e+", "1x", "True", "NaN", "0x1", "1 "})
  void quotesAllOtherText(String text) {
    assertThat(written(text, Value.Kind.TEXT, Encoding.JSON_VALUE)).isEqualTo('"' + text + '"');
  }

  @ParameterizedTest
  @CsvSource({"RAW,a b/é", "URI_COMPONENT,a%20b%2F%C3%A9", "JSON_STRING,a b/é"})
  void encodesForThePlace(Encoding encoding, String expected) {
    assertThat(written("a b/é", Value.Kind.TEXT, encoding)).isEqualTo(expected);
  }

  @Test
  void putsJsonIntoJsonAsItIs() {
    assertThat(written("[1,{}]", Value.Kind.JSON, Encoding.JSON_VALUE)).isEqualTo("[1,{}]");
    assertThat(written("[1,\"a\"]", Value.Kind.JSON, Encoding.JSON_STRING))
        .isEqualTo("[1,\\\"a\\\"]");
  }
}
