package dev.barrage.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.barrage.statistics.Blocks.Fold;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrendTest {
  private static final double MB = 1e6;

  /** Memory of a managed runtime, looked at once a second: a saw with noise and a leak. */
  private static double[] saw(long seed, int seconds, double leakPerS) {
    Random random = new Random(seed);
    double period = 3 + 6 * random.nextDouble();
    double height = (50 + 150 * random.nextDouble()) * MB;
    double phase = random.nextDouble();
    return IntStream.range(0, seconds)
        .mapToDouble(t ->
            300 * MB
                + (t / period + phase) % 1 * height
                + 2 * MB * random.nextGaussian()
                + leakPerS * t)
        .toArray();
  }

  private static Trend feet(double[] bytes) {
    double[] x = IntStream.range(0, bytes.length).mapToDouble(t -> t).toArray();
    return Trend.of(x, bytes, 10, Fold.LEAST).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 600})
  void takesAtMostOneOfTwentySawsForALeak(int seconds) {
    int alarms = 0;
    for (int seed = 0; seed < 20; seed++) {
      alarms += feet(saw(seed, seconds, 0)).low() > 0 ? 1 : 0;
    }
    assertThat(alarms).isLessThanOrEqualTo(1);
  }

  @Test
  void findsAMegabyteASecondInAMinuteAndAMegabyteAMinuteInTenMinutes() {
    int inOne = 0;
    int inTen = 0;
    for (int seed = 0; seed < 20; seed++) {
      inOne += feet(saw(seed, 60, MB)).low() > 0 ? 1 : 0;
      inTen += feet(saw(seed, 600, MB / 60)).low() > 0 ? 1 : 0;
    }
    assertThat(inOne).isEqualTo(20);
    assertThat(inTen).isGreaterThanOrEqualTo(18);
  }

  /** See {@code trend.py} beside the file. */
  @Test
  void agreesWithSciPyButForTheChanceOfItsRepetitions() throws IOException {
    List<String> lines;
    try (InputStream file = TrendTest.class.getResourceAsStream("trend.csv")) {
      lines = new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    assertThat(lines).hasSize(3);
    for (String line : lines) {
      String[] cells = line.split(",");
      double[] numbers = Arrays.stream(cells).skip(1).mapToDouble(Double::parseDouble).toArray();
      double[] y = Arrays.copyOfRange(numbers, 5, numbers.length);
      double[] x = IntStream.range(0, y.length).mapToDouble(t -> t).toArray();
      Trend trend = Trend.of(x, y, numbers[1], Fold.MEAN).orElseThrow();
      double width = numbers[4] - numbers[3];
      assertThat(trend.slope()).as(cells[0]).isCloseTo(numbers[2], within(1e-8));
      assertThat(trend.low()).as(cells[0]).isCloseTo(numbers[3], within(0.05 * width));
      assertThat(trend.high()).as(cells[0]).isCloseTo(numbers[4], within(0.05 * width));
    }
  }

  @Test
  void isTheSameEveryTime() {
    assertThat(feet(saw(1, 300, 0))).isEqualTo(feet(saw(1, 300, 0)));
  }

  @Test
  void saysHowLongWouldTell() {
    Trend sure = new Trend(10, 8, 12, 100, 60, 6);
    assertThat(sure.lengthToTell(0)).isEqualTo(60);
    Trend unsure = new Trend(1, -9, 11, 100, 60, 6);
    assertThat(unsure.lengthToTell(0)).isBetween(300.0, 450.0);
    assertThat(unsure.lengthToTell(1)).isInfinite();
  }

  @Test
  void tellsAChangeAsAShareOfTheBegin() {
    Trend trend = new Trend(1, 0.5, 1.5, 130, 60, 6);
    assertThat(trend.change(trend.slope())).isCloseTo(0.6, within(1e-9));
    assertThat(trend.change(-1)).isCloseTo(-60 / 160.0, within(1e-9));
    assertThat(trend.change(5)).isInfinite();
  }

  @Test
  void saysNothingOfTooFewSamples() {
    assertThat(Trend.of(new double[] {1, 2, 3}, new double[] {1, 2, 3}, 10, Fold.MEAN)).isEmpty();
    assertThat(Trend.of(new double[0], new double[0], 10, Fold.MEAN)).isEmpty();
  }
}
