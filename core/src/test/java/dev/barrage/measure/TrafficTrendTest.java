package dev.barrage.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.measure.Measurement.TimelineRow;
import dev.barrage.plan.Load;
import dev.barrage.plan.LoadParser;
import dev.barrage.plan.LoadShape;
import dev.barrage.plan.Objective.Metric.CourseFigure;
import dev.barrage.statistics.Trend;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrafficTrendTest {
  private final Random random = new Random(11);

  private static Load load(String... phrases) {
    LoadParser parser = new LoadParser();
    List.of(phrases).forEach(parser::accept);
    return parser.load();
  }

  /** Ten minutes of rows after ten seconds of warm-up; p95 rises by a share from begin to end. */
  private List<TimelineRow> rows(double rise) {
    return IntStream.range(0, 610)
        .mapToObj(second -> {
          double p95Us = 20_000 * (1 + rise * (second - 10) / 600) + 500 * random.nextGaussian();
          String phase = second < 10 ? "warmup" : "measure";
          return new TimelineRow(second, 1, phase, 100, 99, 1, 0, 1, 1, 9000, 1, 1, 1, 1, 0, p95Us);
        })
        .toList();
  }

  private Optional<Trend> p95(Load load, double rise) {
    return TrafficTrend.of(CourseFigure.P95_DEGRADATION, load, Duration.ofSeconds(10), rows(rise));
  }

  @Test
  void tellsHowLatencyChangedOverTheSteadyStage() {
    Trend trend = p95(load("hold 100/s for 10m"), 0.3).orElseThrow();
    assertThat(trend.change(trend.low())).isBetween(0.25, 0.3);
    assertThat(trend.change(trend.high())).isBetween(0.3, 0.35);
    Trend none = p95(load("hold 100/s for 10m"), 0).orElseThrow();
    assertThat(none.low()).isNegative();
    assertThat(none.high()).isPositive();
  }

  @Test
  void leavesOutWhatWasNotSteady() {
    Load load = load("ramp from 1/s to 100/s over 5m", "hold 100/s for 4m", "hold 50/s for 1m");
    assertThat(p95(load, 0.3).orElseThrow().length()).isBetween(3.9, 4.0);
    assertThat(p95(load("ramp from 1/s to 100/s over 10m"), 0.3)).isEmpty();
  }

  @Test
  void aSpikeIsWhatStandsBetweenLowerStages() {
    LoadShape.Spike spike =
        LoadShape.spike(
                load(
                    "hold 10/s for 20s",
                    "ramp to 100/s over 5s",
                    "hold 100/s for 10s",
                    "hold 12/s for 30s",
                    "hold 100/s for 10s"))
            .orElseThrow();
    assertThat(spike.during()).isEqualTo(new LoadShape.Part(20, 35));
    assertThat(spike.after()).isEqualTo(new LoadShape.Part(35, 65));
    assertThat(LoadShape.spike(load("hold 10/s for 1m", "hold 14/s for 1m", "hold 10/s for 1m")))
        .isEmpty();
    assertThat(LoadShape.spike(load("hold 10/s for 1m", "hold 100/s for 1m"))).isEmpty();
    assertThat(LoadShape.spike(load("ramp from 0/s to 100/s over 1m", "hold 10/s for 1m")))
        .isEmpty();
  }
}
