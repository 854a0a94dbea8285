package dev.barrage.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.verdict.Judgement;
import dev.barrage.verdict.Verdict;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class GeneratorFitnessTest {
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "'', FIT",
    "objective FAIL, FIT",
    "monitor-missing INVALID, FIT",
    "generator-saturated WARN, STRAINED",
    "generator-saturated WARN monitor-missing INVALID, STRAINED",
    "send-lag INVALID, UNFIT",
    "own-limit INVALID, UNFIT",
    "generator-failed INVALID, UNFIT",
    "generator-not-measured INCONCLUSIVE, UNKNOWN",
    "generator-not-measured INCONCLUSIVE send-lag INVALID, UNFIT"
  })
  void followsFromTheReasonsAlikeForARunAndItsRecord(String rules, GeneratorFitness fitness) {
    List<String> words = Stream.of(rules.split(" ")).filter(word -> !word.isEmpty()).toList();
    List<Judgement.Reason> reasons =
        Stream.iterate(0, i -> i < words.size(), i -> i + 2)
            .map(i -> reason(words.get(i), words.get(i + 1)))
            .toList();
    assertThat(GeneratorFitness.of(new Judgement(Verdict.PASS, reasons, List.of())))
        .isEqualTo(fitness);
    String json =
        Stream.iterate(0, i -> i < words.size(), i -> i + 2)
            .map(i ->
                "{\"rule\":\"%s\",\"verdict\":\"%s\"}".formatted(words.get(i), words.get(i + 1)))
            .toList()
            .toString();
    assertThat(GeneratorFitness.of(JsonMapper.shared().readTree("{\"reasons\":" + json + "}")))
        .isEqualTo(fitness);
  }

  private static Judgement.Reason reason(String rule, String verdict) {
    return new Judgement.Reason(rule, Verdict.valueOf(verdict), "", Double.NaN, Double.NaN);
  }
}
