package dev.barrage.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DrawTest {
  private final Draw draw = new Draw(42, Draw.stream("user"));

  @Test
  void isAFunctionOfSeedStreamAndNumber() {
    assertThat(new Draw(42, Draw.stream("user")).bits(7)).isEqualTo(draw.bits(7));
    assertThat(new Draw(43, Draw.stream("user")).bits(7)).isNotEqualTo(draw.bits(7));
    assertThat(new Draw(42, Draw.stream("wait")).bits(7)).isNotEqualTo(draw.bits(7));
    assertThat(draw.bits(8)).isNotEqualTo(draw.bits(7));
  }

  @Test
  void weightsAreKept() {
    int[] upTo = Draw.cumulative(5, 1, 4);
    int[] seen = new int[3];
    int n = 1_000_000;
    for (int i = 0; i < n; i++) {
      seen[draw.weighted(i, upTo)]++;
    }
    // chi-squared with 2 degrees of freedom: 13.8 at α = 0.001
    double chi =
        Math.pow(seen[0] - n * 0.5, 2) / (n * 0.5)
            + Math.pow(seen[1] - n * 0.1, 2) / (n * 0.1)
            + Math.pow(seen[2] - n * 0.4, 2) / (n * 0.4);
    assertThat(chi).isLessThan(13.8);
  }

  @Test
  void betweenReachesBothEndsEvenly() {
    int[] seen = new int[3];
    for (int i = 0; i < 300_000; i++) {
      seen[(int) draw.between(i, 10, 12) - 10]++;
    }
    for (int count : seen) {
      assertThat(count).isCloseTo(100_000, within(1_100)); // 4 standard deviations: 1033
    }
    assertThat(draw.between(1, 5, 5)).isEqualTo(5);
  }

  @Test
  void neighbouringStreamsAndNumbersAreIndependent() {
    long differing = 0;
    int n = 10_000;
    for (int i = 0; i < n; i++) {
      differing += Long.bitCount(new Draw(42, i).bits(i) ^ new Draw(42, i + 1).bits(i));
      differing += Long.bitCount(draw.bits(i) ^ draw.bits(i + 1));
    }
    assertThat(differing / (64.0 * 2 * n)).isCloseTo(0.5, within(0.002)); // 4.5 deviations
  }

  @Test
  void refusesImpossibleRangesAndWeights() {
    assertThatThrownBy(() -> draw.between(0, 2, 1)).hasMessage("range is 2..1; must rise");
    assertThatThrownBy(() -> Draw.cumulative(1, 0)).hasMessage("weight is 0; must be > 0");
    assertThatThrownBy(() -> Draw.cumulative()).hasMessageContaining("at least one");
  }
}
