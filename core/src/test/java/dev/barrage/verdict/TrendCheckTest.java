package dev.barrage.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.Objective;
import dev.barrage.plan.ObjectiveParser;
import dev.barrage.statistics.Trend;
import dev.barrage.verdict.Judgement.ObjectiveResult;
import org.junit.jupiter.api.Test;

/** A slope is good, bad or not known, and the verdict says which. */
class TrendCheckTest {
  private static final Objective NO_LEAK =
      ObjectiveParser.parse("gateway rss slope < 1 MB/min critical 5 MB/min");

  private static ObjectiveResult ofMegabytes(double low, double high) {
    double middle = (low + high) / 2;
    return TrendCheck.slope(
        NO_LEAK, new Trend(middle * 1e6, low * 1e6, high * 1e6, 3e8, 2, 12), 120);
  }

  @Test
  void passesOrFailsOnlyWhereTheWholeIntervalDoes() {
    assertThat(ofMegabytes(-0.5, 0.5).verdict()).isEqualTo(Verdict.PASS);
    assertThat(ofMegabytes(2, 4).verdict()).isEqualTo(Verdict.WARN);
    assertThat(ofMegabytes(6, 9).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(ofMegabytes(-3, 4).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(ofMegabytes(4, 6).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void passesNothingThatWasLookedAtForLessThanAMinute() {
    Trend flat = new Trend(0, 0, 0, 3e8, 10 / 60.0, 6);
    ObjectiveResult result = TrendCheck.slope(NO_LEAK, flat, 10);
    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(Words.objective(result, NO_LEAK.target()))
        .isEqualTo(
            "gateway rss slope is 0 B/min (95%: 0 B/min to 0 B/min), too uncertain to decide:"
                + " measure for about 60 s; must be < 1 MB/min");
    Trend steep = new Trend(9e7, 6e7, 12e7, 3e8, 10 / 60.0, 6);
    assertThat(TrendCheck.slope(NO_LEAK, steep, 10).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void saysHowLongARunWouldDo() {
    assertThat(Words.objective(ofMegabytes(-3, 3.5), NO_LEAK.target()))
        .isEqualTo(
            "gateway rss slope is 250 kB/min (95%: -3 MB/min to 3.5 MB/min), too uncertain to"
                + " decide: measure for about 8 min; must be < 1 MB/min");
    assertThat(Words.objective(TrendCheck.tooShort(NO_LEAK, 3, 1), NO_LEAK.target()))
        .isEqualTo(
            "gateway rss slope cannot be told from so short a run: measure for at least 60 s;"
                + " must be < 1 MB/min");
    assertThat(Words.objective(TrendCheck.tooShort(NO_LEAK, 3, 60), NO_LEAK.target()))
        .contains("measure for at least 6 min;");
  }
}
