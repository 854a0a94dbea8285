package dev.barrage.engine.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.Capture;
import dev.barrage.plan.Capture.Source;
import dev.barrage.plan.Check;
import dev.barrage.plan.JsonPath;
import dev.barrage.plan.JsonPath.Segment;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InspectionTest {
  private static final String RESPONSE =
      """
      HTTP/1.1 200 OK
      Content-Type: application/json; charset=utf-8
      Set-Cookie: theme=dark; Path=/
      Set-Cookie: session=abc123 ; HttpOnly
      X-Request-Id: r-17
      X-Request-Id: second
      Transfer-Encoding: chunked

      """
          .replace("\n", "\r\n");
  private static final String BODY =
      "{\"token\":\"t\\\"1\",\"n\":42,\"items\":[{\"id\":7},{\"id\":8.0}]}";

  private static Inspection inspect(List<Check> checks, List<Capture> captures) {
    Inspection inspection = new Inspection(1 << 20);
    inspection.begin(Interest.of(checks, captures));
    ResponseParser parser = new ResponseParser(4096, new KnownHead());
    parser.begin(false, inspection, null);
    String chunks = "5\r\n" + BODY.substring(0, 5) + "\r\n";
    String rest = BODY.substring(5);
    chunks += Integer.toHexString(rest.length()) + "\r\n" + rest + "\r\n0\r\n\r\n";
    byte[] bytes = (RESPONSE + chunks).getBytes(ISO_8859_1);
    for (int i = 0; i < bytes.length; i++) {
      parser.feed(bytes, i, i + 1);
    }
    assertThat(parser.isDone()).isTrue();
    return inspection;
  }

  private static JsonPath path(Segment... segments) {
    return new JsonPath("$…", List.of(segments));
  }

  static Stream<Arguments> checks() {
    JsonPath second = path(new Segment.Name("items"), new Segment.Index(1), new Segment.Name("id"));
    JsonPath last = path(new Segment.Name("items"), new Segment.Index(-1), new Segment.Name("id"));
    JsonPath none = path(new Segment.Name("items"), new Segment.Index(2));
    return Stream.of(
        Arguments.of("present", new Check.HeaderPresent("x-REQUEST-id"), true),
        Arguments.of("absent", new Check.HeaderPresent("X-Request"), false),
        Arguments.of(
            "is, parameters aside", new Check.HeaderIs("content-type", "application/json"), true),
        Arguments.of(
            "is not a mere beginning", new Check.HeaderIs("content-type", "application/js"), false),
        Arguments.of("is the first of several", new Check.HeaderIs("X-Request-Id", "r-17"), true),
        Arguments.of("contains", new Check.HeaderContains("Content-Type", "utf-8"), true),
        Arguments.of("does not contain", new Check.HeaderContains("Content-Type", "latin"), false),
        Arguments.of("body across chunks", new Check.BodyContains("token"), true),
        Arguments.of("body at its very end", new Check.BodyContains("]}"), true),
        Arguments.of("body without", new Check.BodyContains("tokens"), false),
        Arguments.of("body by pattern", new Check.BodyMatches(Pattern.compile("\"n\":\\d+")), true),
        Arguments.of("json there", new Check.JsonPresent(second), true),
        Arguments.of("json not there", new Check.JsonPresent(none), false),
        Arguments.of("numbers are equal by value", new Check.JsonEquals(last, "8"), true),
        Arguments.of("a number is no string", new Check.JsonEquals(second, "\"8\""), false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("checks")
  void checksHoldOrNot(String sentence, Check check, boolean holds) {
    String failure = inspect(List.of(check), List.of()).firstFailure();
    assertThat(failure == null).as("%s: %s", sentence, failure).isEqualTo(holds);
  }

  static Stream<Arguments> captures() {
    return Stream.of(
        Arguments.of(new Source.HeaderValue("X-Request-Id"), "r-17", false),
        Arguments.of(new Source.Cookie("session"), "abc123", false),
        Arguments.of(new Source.Cookie("theme"), "dark", false),
        Arguments.of(new Source.Regex(Pattern.compile("\"n\":(\\d+)")), "42", false),
        Arguments.of(new Source.Regex(Pattern.compile("4\\d")), "42", false),
        Arguments.of(new Source.Json(path(new Segment.Name("token"))), "t\"1", true),
        Arguments.of(new Source.Json(path(new Segment.Name("n"))), "42", false));
  }

  @ParameterizedTest
  @MethodSource("captures")
  void capturesTheValue(Source source, String value, boolean wasString) {
    Inspection inspection = inspect(List.of(), List.of(new Capture("v", source)));
    StringBuilder found = new StringBuilder();
    String failure =
        inspection.capture(
            0,
            (b, from, end, string) -> {
              found.append(new String(b, from, end - from, UTF_8));
              assertThat(string).isEqualTo(wasString);
            });
    assertThat(failure).isNull();
    assertThat(found).hasToString(value);
  }

  @Test
  void aCaptureThatFindsNothingSaysWhichVariable() {
    Inspection inspection =
        inspect(List.of(), List.of(new Capture("v", new Source.Cookie("sess"))));
    assertThat(inspection.capture(0, (b, from, end, string) -> {}))
        .isEqualTo("capture v found nothing");
  }

  @Test
  void aBodyBeyondTheLimitIsSaidToBeCut() {
    Inspection inspection = new Inspection(4);
    inspection.begin(Interest.of(List.of(new Check.BodyContains("world")), List.of()));
    byte[] body = "hello world".getBytes(UTF_8);
    inspection.body(body, 0, body.length);
    assertThat(inspection.firstFailure())
        .isEqualTo("body does not contain world (only the first 4 bytes were kept)");
  }
}
