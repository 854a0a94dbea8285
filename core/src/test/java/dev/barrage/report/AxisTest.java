package dev.barrage.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {
  private static List<String> labels(Axis axis) {
    return axis.ticks().stream().map(Axis.Tick::label).toList();
  }

  @Test
  void eachNineTakesTheSameRoom() {
    Axis axis = Axis.nines(100_000);

    assertThat(labels(axis)).containsExactly("0%", "90%", "99%", "99.9%", "99.99%");
    assertThat(axis.place(0.9)).isEqualTo(0.2, within(1e-9));
    assertThat(axis.place(0.999)).isEqualTo(0.6, within(1e-9));
    assertThat(axis.place(1)).isEqualTo(1);
  }

  @Test
  void fromZeroEndsAtARoundNumberAboveTheValues() {
    Axis axis = Axis.fromZero(500, Figures::number);

    assertThat(axis.max()).isGreaterThanOrEqualTo(500);
    assertThat(labels(axis)).containsExactly("0", "200", "400", "600");
  }

  @Test
  void fromZeroStandsNothing() {
    assertThat(Axis.fromZero(0, Figures::number).place(0)).isZero();
  }

  @Test
  void logHasStepsWithinADecadeAndPowersOverMany() {
    assertThat(labels(Axis.log(1_200, 9_000, Figures::roundUs)))
        .containsExactly("1 ms", "2 ms", "5 ms", "10 ms");
    assertThat(labels(Axis.log(150, 1_120_000, Figures::roundUs)))
        .containsExactly("100 µs", "1 ms", "10 ms", "100 ms", "1 s");
  }

  @Test
  void logHoldsASingleValue() {
    Axis axis = Axis.log(1_000, 1_000, Figures::roundUs);

    assertThat(axis.place(1_000)).isBetween(0.0, 1.0);
    assertThat(axis.ticks()).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void timeHasAFewRoundSteps() {
    assertThat(labels(Axis.time(12)))
        .containsExactly("0", "2 s", "4 s", "6 s", "8 s", "10 s", "12 s");
    assertThat(labels(Axis.time(3_960))).containsExactly("0", "15m", "30m", "45m", "1h");
  }
}
