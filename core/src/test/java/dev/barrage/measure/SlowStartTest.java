package dev.barrage.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.measure.Measurement.TimelineRow;
import dev.barrage.plan.Load;
import dev.barrage.plan.LoadParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlowStartTest {
  private final List<TimelineRow> rows = new ArrayList<>();

  private static Load load(String... phrases) {
    LoadParser parser = new LoadParser();
    List.of(phrases).forEach(parser::accept);
    return parser.load();
  }

  private SlowStartTest rows(int seconds, String phase, double p50Us, long failed) {
    for (int i = 0; i < seconds; i++) {
      rows.add(
          new TimelineRow(
              rows.size(),
              1,
              phase,
              100,
              100,
              failed,
              0,
              1,
              1,
              p50Us,
              p50Us,
              p50Us,
              1,
              1,
              0,
              p50Us));
    }
    return this;
  }

  private Optional<SlowStart> found() {
    return SlowStart.of(load("hold 100/s for 30s"), rows);
  }

  @Test
  void tellsUntilWhenATargetWasCold() {
    rows(2, "warmup", 900_000, 300).rows(8, "measure", 400_000, 0).rows(6, "measure", 80_000, 50);
    rows(16, "measure", 700, 0).rows(1, "drain", Double.NaN, 0);
    assertThat(found()).contains(new SlowStart(14, 300, 400_000, 700));
  }

  @Test
  void aFirstSecondInWhichNothingEndedIsSlowToo() {
    rows(1, "measure", Double.NaN, 0).rows(3, "measure", 50_000, 0).rows(26, "measure", 700, 0);
    assertThat(found())
        .hasValueSatisfying(start -> {
          assertThat(start.untilS()).isEqualTo(4);
          assertThat(start.lost()).isZero();
          assertThat(start.firstP50Us()).isNaN();
        });
  }

  @Test
  void saysNothingOfAnEvenRun() {
    assertThat(rows(30, "measure", 700, 0).found()).isEmpty();
    rows.clear();
    assertThat(rows(30, "measure", 700, 5).found()).as("failures all along").isEmpty();
    rows.clear();
    assertThat(rows(2, "measure", 4_000, 0).rows(28, "measure", 700, 0).found())
        .as("some milliseconds")
        .isEmpty();
  }

  @Test
  void saysNothingWhereTroubleCameLaterOrCameBack() {
    rows(5, "measure", 700, 0).rows(5, "measure", 90_000, 9).rows(20, "measure", 700, 0);
    assertThat(found()).as("an incident in the middle").isEmpty();
    rows.clear();
    rows(5, "measure", 90_000, 9).rows(24, "measure", 700, 0).rows(1, "measure", 700, 1);
    assertThat(found()).as("a failure at the end").isEmpty();
    rows.clear();
    rows(5, "measure", 90_000, 9).rows(25, "measure", 700, 0).rows(1, "drain", 700, 1);
    assertThat(found()).as("a failure in the drain").isEmpty();
    rows.clear();
    rows(1, "measure", 90_000, 9).rows(17, "measure", 700, 0).rows(1, "measure", 90_000, 0);
    assertThat(rows(11, "measure", 700, 0).found()).as("two incidents").isEmpty();
  }

  @Test
  void saysNothingOfAShortRunNorOfALoadThatChanges() {
    assertThat(rows(2, "measure", 90_000, 9).rows(7, "measure", 700, 0).found()).isEmpty();
    rows.clear();
    rows(5, "measure", 90_000, 9).rows(25, "measure", 700, 0);
    assertThat(SlowStart.of(load("hold 900/s for 5s", "hold 100/s for 25s"), rows)).isEmpty();
    assertThat(found()).isPresent();
  }
}
