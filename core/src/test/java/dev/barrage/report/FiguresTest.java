package dev.barrage.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NaN        | –",
        "0          | 0 µs",
        "0.25       | 250 ns",
        "1          | 1.00 µs",
        "12.34      | 12.3 µs",
        "999.4      | 999 µs",
        "999.6      | 1.00 ms",
        "1234       | 1.23 ms",
        "45678      | 45.7 ms",
        "999600     | 1.00 s",
        "1500000    | 1.50 s",
        "59940000   | 59.9 s",
        "125000000  | 2m 05s",
      })
  void durationsCarryThreeDigitsAndTheirUnit(double us, String shown) {
    assertThat(Figures.us(us)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"20000 | 20 ms", "1000 | 1 ms", "1500 | 1.5 ms", "500 | 500 µs", "100000 | 100 ms"})
  void marksOfAnAxisHaveNoTrailingZeros(double us, String shown) {
    assertThat(Figures.roundUs(us)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.5  | 0.5 s",
        "10   | 10 s",
        "59.97 | 1m",
        "60   | 1m",
        "90   | 1m 30s",
        "3600 | 1h",
        "7500 | 2h 05m",
      })
  void lengthsOfTimeReadAsInPlans(double seconds, String shown) {
    assertThat(Figures.seconds(seconds)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NaN     | –",
        "0       | 0%",
        "0.00001 | <0.01%",
        "0.0012  | 0.12%",
        "0.0302  | 3.02%",
        "0.31    | 31%",
        "0.9985  | 99.9%",
        "0.9995  | 99.95%",
        "0.99999 | >99.99%",
        "1       | 100%",
      })
  void sharesAreRoundedNeitherToNothingNorToAll(double ratio, String shown) {
    assertThat(Figures.percent(ratio)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0.25 | 0.25/s", "12.5 | 12.5/s", "2000 | 2,000/s", "12345.6 | 12,346/s", "NaN | –"})
  void ratesArePerSecond(double rate, String shown) {
    assertThat(Figures.perSecond(rate)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0 | 0 B", "512 | 512 B", "999999 | 1 MB", "1500 | 1.5 kB", "12345678 | 12.3 MB"})
  void bytesAreInPowersOfThousand(long bytes, String shown) {
    assertThat(Figures.bytes(bytes)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-01-15T10:00:00.123Z | 2026-01-15 10:00:00 UTC",
        "yesterday                | yesterday",
      })
  void timesLoseTheirFraction(String recorded, String shown) {
    assertThat(Figures.time(recorded)).isEqualTo(shown);
  }
}
