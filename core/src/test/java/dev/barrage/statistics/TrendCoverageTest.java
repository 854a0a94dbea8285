package dev.barrage.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.statistics.Blocks.Fold;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a 95% interval misses the slope that a series has: none. */
class TrendCoverageTest {
  /** 5%, what the approximation misses of it, and chance. */
  private static final double MOST = 0.07;

  /** Blocks of one value, which stands at their begin and at their end. */
  private static Trend ofNoise(Random random, int blocks, double alike) {
    double[] x = new double[2 * blocks];
    double[] y = new double[2 * blocks];
    double value = random.nextGaussian();
    for (int i = 0; i < blocks; i++) {
      x[2 * i] = i;
      x[2 * i + 1] = i + 0.99;
      y[2 * i] = value;
      y[2 * i + 1] = value;
      value = alike * value + Math.sqrt(1 - alike * alike) * random.nextGaussian();
    }
    return Trend.of(x, y, 1, Fold.MEAN).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "6, 0, 1000",
    "6, 0.4, 1000",
    "7, 0.4, 1000",
    "8, 0.4, 800",
    "12, 0.4, 400",
    "20, 0.4, 150"
  })
  void missesAboutOneInTwentyAtMost(int blocks, double alike, int series) {
    Random random = new Random(1);
    int missed = 0;
    int used = 0;
    for (int i = 0; i < series; i++) {
      Trend trend = ofNoise(random, blocks, alike);
      used += trend.blocks();
      missed += trend.low() > 0 || trend.high() < 0 ? 1 : 0;
    }
    assertThat((double) used / series).isEqualTo(blocks);
    assertThat((double) missed / series).isLessThanOrEqualTo(MOST);
  }
}
