package dev.barrage.overhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.barrage.statistics.Estimate;
import dev.barrage.verdict.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddedLimitTest {
  @ParameterizedTest
  @CsvSource({"p99 5ms,99,5000", "p99.9 < 1s,99.9,1000000", "' p50 <= 200us ',50,200"})
  void readsAPercentileAndATime(String text, double percent, double us) {
    AddedLimit limit = AddedLimit.parse(text);
    assertThat(limit.percent()).isEqualTo(percent);
    assertThat(limit.maxUs()).isEqualTo(us);
  }

  @ParameterizedTest
  @CsvSource({
    "5ms,write a percentile and a time",
    "p98 5ms,'allowed: p50, p90, p95, p99, p99.9'",
    "p99 5,5"
  })
  void saysWhatIsAllowed(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AddedLimit.parse(text))
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"3,4,PASS", "4,6,INCONCLUSIVE", "6,7,FAIL", "NaN,NaN,INCONCLUSIVE"})
  void isDecidedWhereTheIntervalLiesOnOneSide(double lowMs, double highMs, Verdict verdict) {
    double middle = (lowMs + highMs) / 2;
    Estimate estimate = new Estimate(middle * 1e3, lowMs * 1e3, highMs * 1e3);
    assertThat(AddedLimit.parse("p99 5ms").check(estimate)).isEqualTo(verdict);
  }
}
