package dev.barrage.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.barrage.measure.SpikeLog.Entry;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** 500 requests a second after a spike, of a target whose p95 was 10 ms before. */
class SpikeAnalysisTest {
  private static final double LIMIT_NS = 11e6;
  private final Random random = new Random(3);

  /** Recovery of a target whose latency at a time, without noise, is as told; in milliseconds. */
  private double recoveryS(int seconds, DoubleUnaryOperator ms) {
    List<Entry> entries =
        IntStream.range(0, seconds * 500)
            .mapToObj(i -> {
              double atS = i / 500.0;
              double noise = random.nextInt(100) < 4 ? 5 : random.nextDouble();
              return new Entry((long) (atS * 1e9), (long) ((ms.applyAsDouble(atS) + noise) * 1e6));
            })
            .toList();
    return SpikeAnalysis.recoveryS(entries, LIMIT_NS, 5000, seconds * 1_000_000_000L);
  }

  @Test
  void isTheMomentWhenLatencyIsBack() {
    for (double at : new double[] {0.5, 1.7, 4.3}) {
      assertThat(recoveryS(20, s -> s < at ? 80 : 9)).isCloseTo(at, within(0.2));
    }
    assertThat(recoveryS(20, s -> 9)).isCloseTo(0, within(0.01));
  }

  @Test
  void countsARelapse() {
    assertThat(recoveryS(20, s -> s < 1 || (s > 5 && s < 7) ? 80 : 9)).isCloseTo(7, within(0.2));
  }

  @Test
  void isUnknownIfLatencyStaysOrTheRunEnds() {
    assertThat(recoveryS(20, s -> 12)).isNaN();
    assertThat(recoveryS(3, s -> s < 2.5 ? 80 : 9)).isNaN();
  }

  @Test
  void needsRequestsToTell() {
    List<Entry> few = IntStream.range(0, 10).mapToObj(i -> new Entry(i * 100_000_000L, 1)).toList();
    assertThat(SpikeAnalysis.recoveryS(few, LIMIT_NS, 5000, 9_000_000_000L)).isNaN();
    assertThat(SpikeAnalysis.recoveryS(List.of(), LIMIT_NS, 5000, 9_000_000_000L)).isNaN();
  }
}
