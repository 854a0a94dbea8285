package dev.barrage.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class DistributionTest {
  private static long anyNs(SplittableRandom random) {
    return random.nextLong(1L << random.nextInt(1, 42)) % Distribution.HIGHEST_NS;
  }

  @Test
  void givesTheHistogramThatRecordingEachValueGives() {
    SplittableRandom random = new SplittableRandom(1);
    Distribution distribution = new Distribution();
    Histogram expected = new ExactHistogram();
    for (int i = 0; i < 100_000; i++) {
      long value = anyNs(random);
      distribution.record(value);
      expected.recordValue(value);
    }
    Histogram actual = distribution.toHistogram();
    assertThat(actual.getTotalCount()).isEqualTo(100_000);
    for (double percent : new double[] {0, 1, 50, 90, 99, 99.9, 99.99, 100}) {
      assertThat(actual.getValueAtPercentile(percent))
          .isEqualTo(expected.getValueAtPercentile(percent));
    }
    expected
        .recordedValues()
        .forEach(v ->
            assertThat(actual.getCountAtValue(v.getValueIteratedTo()))
                .isEqualTo(v.getCountAtValueIteratedTo()));
  }

  @Test
  void percentileIsThatOfHdrHistogramButNeverAboveTheMaximum() {
    SplittableRandom random = new SplittableRandom(2);
    Distribution distribution = new Distribution();
    Histogram expected = new ExactHistogram();
    for (int i = 0; i < 1234; i++) {
      long value = anyNs(random);
      distribution.record(value);
      expected.recordValue(value);
    }
    for (double percent = 1; percent < 100; percent += 1.5) {
      assertThat(distribution.percentile(percent))
          .isEqualTo((double) expected.getValueAtPercentile(percent));
    }
    assertThat(distribution.percentile(100)).isEqualTo((double) distribution.max());
  }

  @Test
  void keepsMinimumAndMaximumExactly() {
    Distribution distribution = new Distribution();
    distribution.record(123_456_789_123L);
    distribution.record(1_000_001);
    assertThat(distribution.min()).isEqualTo(1_000_001);
    assertThat(distribution.toHistogram().getMinValue()).isEqualTo(1_000_001);
    assertThat(distribution.toHistogram().getMaxValue()).isEqualTo(123_456_789_123L);
  }

  @Test
  void clampsAndCountsWhatIsBeyondAnHour() {
    Distribution distribution = new Distribution();
    distribution.record(2 * Distribution.HIGHEST_NS);
    distribution.record(-5);
    ExactHistogram histogram = distribution.toHistogram();
    assertThat(histogram.getTotalCount()).isEqualTo(2);
    assertThat(histogram.clamped()).isEqualTo(1);
    assertThat(histogram.getMaxValue()).isEqualTo(2 * Distribution.HIGHEST_NS);
    assertThat(histogram.getMinValue()).isZero();
    assertThat(histogram.getValueAtPercentile(100))
        .isEqualTo(histogram.highestEquivalentValue(Distribution.HIGHEST_NS));
  }

  @Test
  void forgetsAllWhenCleared() {
    Distribution distribution = new Distribution();
    distribution.record(5_000_000);
    distribution.clear();
    assertThat(distribution.percentile(50)).isNaN();
    distribution.record(7);
    assertThat(distribution.toHistogram().getTotalCount()).isEqualTo(1);
    assertThat(distribution.max()).isEqualTo(7);
  }

  @Test
  void summaryAgreesWithHdrHistogram() {
    SplittableRandom random = new SplittableRandom(3);
    Distribution distribution = new Distribution();
    for (int i = 0; i < 50_000; i++) {
      distribution.record(1_000_000 + random.nextLong(50_000_000));
    }
    Histogram histogram = distribution.toHistogram();
    Summary summary = Summary.of(histogram);
    for (int i = 0; i < Summary.size(); i++) {
      assertThat(summary.percentiles()[i])
          .as(Summary.name(i))
          .isEqualTo(
              Math.min(histogram.getValueAtPercentile(Summary.percent(i)) / 1e3, summary.maxUs()));
    }
    assertThat(summary.meanUs()).isCloseTo(histogram.getMean() / 1e3, within(1e-6));
    assertThat(summary.stdevUs()).isCloseTo(histogram.getStdDeviation() / 1e3, within(1e-6));
  }

  private static org.assertj.core.data.Percentage within(double percent) {
    return org.assertj.core.data.Percentage.withPercentage(percent);
  }
}
