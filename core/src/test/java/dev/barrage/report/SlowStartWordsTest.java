package dev.barrage.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class SlowStartWordsTest {
  private static String sentence(String json) {
    return SlowStartWords.sentence(JsonMapper.shared().readTree(json));
  }

  @Test
  void tellWhatWasSeenAndWhatToTry() {
    assertThat(
            sentence(
                """
                {"until_s": 13.5, "lost": 1662, "first_p50_us": 478000, "then_p50_us": 624, "warmup_s": 2}
                """))
        .isEqualTo(
            "the first 13.5 s were not like the rest: p50 was 478 ms in the first second, 624 µs in"
                + " the last third of the run, and all of the 1,662 failures ended before that. A"
                + " target that has just started answers so; if yours had, try --warmup 20s");
  }

  @Test
  void tellOfNoFailuresWhereThereWereNone() {
    assertThat(
            sentence(
                """
                {"until_s": 3, "lost": 0, "first_p50_us": null, "then_p50_us": 624, "warmup_s": 2}
                """))
        .contains("nothing ended in the first second, 624 µs in the last third of the run. A")
        .endsWith("--warmup 5s");
  }
}
