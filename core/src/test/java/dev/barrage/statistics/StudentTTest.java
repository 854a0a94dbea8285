package dev.barrage.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentTTest {
  /** Quantiles as in the tables of every textbook (R: {@code qt(0.975, df)}). */
  @ParameterizedTest
  @CsvSource({"1,12.7062", "2,4.3027", "3,3.1824", "4,2.7764", "5,2.5706", "9,2.2622", "29,2.0452"})
  void isTheQuantileOfTheTables(int freedom, double quantile) {
    assertThat(StudentT.quantile975(freedom)).isCloseTo(quantile, within(0.002));
  }

  /** SciPy: {@code stats.t.ppf(0.975, df)}. */
  @ParameterizedTest
  @CsvSource({"1.5,6.0167", "2.5,3.5747", "3.5,2.9401", "4.5,2.6589"})
  void isNeverTooSmallInBetween(double freedom, double quantile) {
    double found = StudentT.quantile975(freedom);
    assertThat(found / quantile).isBetween(0.999, 1.2);
  }

  @ParameterizedTest
  @CsvSource({"1000000"})
  void becomesTheNormalOne(int freedom) {
    assertThat(StudentT.quantile975(freedom)).isCloseTo(1.95996, within(0.0001));
  }
}
