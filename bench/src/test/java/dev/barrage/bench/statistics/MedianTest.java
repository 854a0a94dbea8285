package dev.barrage.bench.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MedianTest {
  @Test
  void takesTheMiddleValueOrTheMeanOfTheTwo() {
    assertThat(Median.of(3, 1, 2).value()).isEqualTo(2);
    assertThat(Median.of(4, 1, 3, 2).value()).isEqualTo(2.5);
  }

  @Test
  void enclosesTheMedianOfTenBySecondAndNinth() {
    Median median = Median.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 100);
    assertThat(median.low()).isEqualTo(2);
    assertThat(median.high()).isEqualTo(9);
    assertThat(median.confidence()).isCloseTo(1 - 2 * 11 / 1024.0, within(1e-12));
  }

  @Test
  void saysHowLittleFewValuesTell() {
    Median median = Median.of(1, 2, 3);
    assertThat(median.low()).isEqualTo(1);
    assertThat(median.high()).isEqualTo(3);
    assertThat(median.confidence()).isCloseTo(0.75, within(1e-12));
    assertThat(Median.of(7).confidence()).isZero();
  }

  @Test
  void refusesNothing() {
    assertThatThrownBy(() -> Median.of()).hasMessageContaining("no values");
  }
}
