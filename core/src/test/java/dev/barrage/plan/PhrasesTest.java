package dev.barrage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations, rates, sizes, stages and words, as people write them. */
class PhrasesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0s, 0", "500ms, 500ms, 500000000", "1m30s, 1m30s, 90000000000", "90s, 1m30s, 90000000000",
    "1.5s, 1s500ms, 1500000000", "2h, 2h, 7200000000000", "1µs, 1us, 1000", "7ns, 7ns, 7",
    "366d, 366d, 31622400000000000"
  })
  void readsAndWritesDurations(String text, String canonical, long ns) {
    assertThat(Durations.parse(text)).isEqualTo(Duration.ofNanos(ns));
    assertThat(Durations.format(Duration.ofNanos(ns))).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "5x", "-1s", "1s1m", "1s2s", "s", "1 s", "1e3s", "١s", "99999999999999s"})
  void refusesWhatIsNoDuration(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .hasMessage("\"" + text + "\" is not a duration; write e.g. 500ms, 10s, 1m30s, 2h");
  }

  @Test
  void refusesDurationsBeyondAYear() {
    assertThatThrownBy(() -> Durations.parse("367d"))
        .hasMessage("\"367d\" is too long; at most 366d");
    assertThatThrownBy(() -> Durations.parse("999999999999d1h"))
        .hasMessage("\"999999999999d1h\" is too long; at most 366d");
  }

  @ParameterizedTest
  @CsvSource({
    "500, 500, 1, 500/s", "2.5/s, 5, 2, 2.5/s", "5k, 5000, 1, 5000/s", "30/m, 1, 2, 0.5/s",
    "20/m, 1, 3, 1/3s", "100/7s, 100, 7, 100/7s", "0, 0, 1, 0/s", "100M, 100000000, 1, 100000000/s",
    "0.000001/s, 1, 1000000, 0.000001/s", "1/h, 1, 3600, 1/3600s", "1.5k/s, 1500, 1, 1500/s"
  })
  void readsAndWritesRatesExactly(String text, long numerator, long denominator, String canonical) {
    Rate rate = new Rate(numerator, denominator);
    assertThat(Rates.parse(text)).isEqualTo(rate);
    assertThat(Rates.format(rate)).isEqualTo(canonical);
    assertThat(Rates.parse(canonical)).isEqualTo(rate);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/s",
        "5/x",
        "-5/s",
        "5 /s",
        "1e3/s",
        "5kk",
        "1.2345678/s",
        "1000000000000000000000"
      })
  void refusesWhatIsNoRate(String text) {
    assertThatThrownBy(() -> Rates.parse(text))
        .hasMessage("\"" + text + "\" is not a rate; write e.g. 500/s, 2.5/s, 5k/s, 30/m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"101M", "999999999999999999M/s", "100000001/s"})
  void refusesRatesBeyondAnyMachine(String text) {
    assertThatThrownBy(() -> Rates.parse(text))
        .hasMessage("\"" + text + "\" is too high; at most 100M/s");
  }

  @Test
  void refusesARatePerNoTime() {
    assertThatThrownBy(() -> Rates.parse("5/0s"))
        .hasMessage("\"5/0s\" is per 0 seconds; write e.g. 500/s");
  }

  @ParameterizedTest
  @CsvSource({"512, 512", "64KiB, 65536", "1MB, 1000000", "2 MiB, 2097152", "3kB, 3000"})
  void readsSizes(String text, int bytes) {
    assertThat(Numbers.size("limit", text, 0, 1 << 30)).isEqualTo(bytes);
    assertThat(Numbers.size("limit", Numbers.formatSize(bytes), 0, 1 << 30)).isEqualTo(bytes);
  }

  @Test
  void expandsStepsIntoHolds() {
    Load load = LoadParser.parse(List.of("step from 100/s to 500/s in 5 steps over 50s"));
    assertThat(LoadText.of(load))
        .containsExactly(
            "hold 100/s for 10s",
            "hold 200/s for 10s",
            "hold 300/s for 10s",
            "hold 400/s for 10s",
            "hold 500/s for 10s");
    Load users = LoadParser.parse(List.of("step from 10 users to 1 users in 4 steps over 1s"));
    assertThat(LoadText.of(users))
        .containsExactly(
            "hold 10 users for 250ms",
            "hold 7 users for 250ms",
            "hold 4 users for 250ms",
            "hold 1 users for 250ms");
  }

  @Test
  void stepsOfOddLengthsFillTheTimeExactly() {
    Load load = LoadParser.parse(List.of("step from 1/s to 2/s in 7 steps over 1s"));
    assertThat(load.length()).isEqualTo(Duration.ofSeconds(1));
    assertThat(((Load.Open) load).stages().get(1).startRate()).isEqualTo(new Rate(7, 6));
  }

  @Test
  void goesOnFromTheLowLevelAfterASpike() {
    Load load =
        LoadParser.parse(
            List.of(
                "hold 100/s for 10s",
                "spike from 100/s to 1000/s for 5s",
                "hold 10s",
                "ramp to 0/s over 1s"));
    assertThat(LoadText.of(load))
        .containsExactly(
            "hold 100/s for 10s",
            "hold 1000/s for 5s",
            "hold 100/s for 10s",
            "ramp from 100/s to 0/s over 1s");
  }

  @Test
  void readsRampsWithAndWithoutTheirBeginning() {
    assertThat(LoadText.of(LoadParser.parse(List.of("ramp from 10 to 100 users over 10s"))))
        .containsExactly("ramp from 10 to 100 users over 10s");
    assertThat(LoadText.of(LoadParser.parse(List.of("ramp from 10 users to 100 users over 10s"))))
        .containsExactly("ramp from 10 to 100 users over 10s");
    assertThatThrownBy(() -> LoadParser.parse(List.of("ramp from 10 to 100/s over 10s")))
        .hasMessageContaining("mixes users (closed model) and arrivals per second (open model)");
  }

  @Test
  void readsObjectives() {
    Objective objective = ObjectiveParser.parse("p99.9 of \"GET /a \\\"b\\\"\"<1.5s critical 2s");
    assertThat(objective.metric()).isEqualTo(new Objective.Metric.Percentile(99.9));
    assertThat(objective.request()).hasValue("GET /a \"b\"");
    assertThat(objective.comparison()).isEqualTo(Objective.Comparison.LESS);
    assertThat(objective.target()).isEqualTo(1_500_000);
    assertThat(objective.critical()).hasValue(2_000_000);
    assertThat(ObjectiveParser.parse("throughput >= 1k/s").target()).isEqualTo(1000);
    assertThat(ObjectiveParser.parse("error rate < 0.1%").target()).isEqualTo(0.001);
  }

  @Test
  void readsAndWritesEveryMixOfDollarsAndBraces() {
    for (String text : List.of("", "$", "$$", "$$$", "{", "${", "$${", "$$${", "a$", "{$", "$ {")) {
      Template template =
          new Template(
              List.of(
                  new Template.Part.Literal(text),
                  new Template.Part.Slot("v", Template.Encoding.RAW),
                  new Template.Part.Literal(text)));
      assertThat(Templates.parse(template.source(), Template.Encoding.RAW))
          .as(template.source())
          .isEqualTo(template);
    }
  }

  @ParameterizedTest
  @CsvSource({"pst, post", "psot, post", "conections, connections", "gett, get"})
  void findsTheNearestWord(String typo, String word) {
    assertThat(NearestWord.of(typo, List.of("get", "post", "put", "connections"))).hasValue(word);
  }

  @Test
  void findsNoWordWhereNoneIsNear() {
    assertThat(NearestWord.of("elephant", List.of("get", "post"))).isEmpty();
    assertThat(NearestWord.of("x".repeat(10_000), List.of("get"))).isEmpty();
  }

  @Test
  void aWordIsNoAdviceForItself() {
    assertThat(NearestWord.hint("header", List.of("header"))).isEmpty();
    assertThat(NearestWord.hint("Header", List.of("header"))).contains("\"header\"");
  }
}
