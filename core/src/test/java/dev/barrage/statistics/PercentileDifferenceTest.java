package dev.barrage.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.barrage.statistics.PercentileDifference.At;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PercentileDifferenceTest {
  private static final double[] PERCENTS = {50, 90, 99, 99.9};

  @Test
  void isTheDifferenceOfRanks() {
    PercentileDifference sides = new PercentileDifference(10);
    for (int i = 1; i <= 1000; i++) {
      sides.add(i % 10, 0, 1000L * i + 3_000_000);
      sides.add(i % 10, 1, 1000L * i);
    }
    List<At> found = sides.at(PERCENTS, 1);
    assertThat(found).extracting(At::percent).containsExactly(50.0, 90.0, 99.0);
    for (At at : found) {
      assertThat(at.difference().value()).isCloseTo(3_000_000, within(3_500.0)); // a bucket
      assertThat(at.other()).isCloseTo(10_000 * at.percent(), within(500.0));
      assertThat(at.ratio().value()).isCloseTo(at.one() / at.other(), within(1e-9));
    }
  }

  @Test
  void tellsOfNoPercentileThatTooFewValuesLieBeyond() {
    assertThat(PercentileDifference.needed(50)).isEqualTo(20);
    assertThat(PercentileDifference.needed(99)).isEqualTo(1000);
    assertThat(PercentileDifference.needed(99.9)).isEqualTo(10_000);
    assertThat(new PercentileDifference(10).at(PERCENTS, 1)).isEmpty();
  }

  @Test
  void isTheSameForTheSameSeed() {
    assertThat(drifting(7).at(PERCENTS, 1)).isEqualTo(drifting(7).at(PERCENTS, 1));
  }

  /** Blocks drift by more than what is sought; both sides with them. */
  private static PercentileDifference drifting(long seed) {
    Random random = new Random(seed);
    PercentileDifference sides = new PercentileDifference(20);
    for (int block = 0; block < 20; block++) {
      double drift = 1e6 * Math.exp(random.nextGaussian() / 3);
      for (int i = 0; i < 100; i++) {
        sides.add(block, 0, (long) (drift - 3e5 * Math.log(random.nextDouble()) + 2e5));
        sides.add(block, 1, (long) (drift - 3e5 * Math.log(random.nextDouble())));
      }
    }
    return sides;
  }

  /** 95% intervals must hold the truth about 19 times of 20, drift or not. */
  @Test
  void itsIntervalsHoldTheTruth() {
    int held = 0;
    for (int session = 0; session < 100; session++) {
      Estimate p50 = drifting(session).at(PERCENTS, session).getFirst().difference();
      held += p50.low() <= 2e5 && p50.high() >= 2e5 ? 1 : 0;
      assertThat(p50.high() - p50.low()).isLessThan(3e5);
    }
    assertThat(held).isBetween(88, 100);
  }
}
