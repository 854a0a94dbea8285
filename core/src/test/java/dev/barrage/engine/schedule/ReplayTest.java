package dev.barrage.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.barrage.plan.Load;
import dev.barrage.plan.Load.ArrivalStage;
import dev.barrage.plan.Load.Arrivals;
import dev.barrage.plan.LoadParser;
import dev.barrage.plan.LoadText;
import dev.barrage.plan.Rate;
import dev.barrage.plan.ReplayFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded arrivals come at their times, each with its task. */
class ReplayTest {
  @TempDir Path folder;

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("a.csv"), text);
  }

  private static ArrivalSchedule schedule(String... phrases) {
    return new ArrivalSchedule((Load.Open) LoadParser.parse(List.of(phrases)), Duration.ZERO, 1);
  }

  private static List<String> all(ArrivalSchedule schedule) {
    List<String> found = new ArrayList<>();
    ArrivalSchedule.Cursor cursor = schedule.cursor(0, 1);
    for (long at; (at = cursor.next()) != Long.MAX_VALUE; ) {
      found.add(at + ":" + cursor.task());
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource({
    "'',    10s, 0:0 1500000:1 1500000:0 7000000000:2",
    "at 2x, 10s, 0:0 750000:1 750000:0 3500000000:2",
    "at 3x, 10s, 0:0 500000:1 500000:0 2333333333:2",
    "at 0.5x, 10s, 0:0 3000000:1 3000000:0",
    "'',    7s,  0:0 1500000:1 1500000:0",
    "'',    1ns, 0:0",
  })
  void timesAreDividedByTheSpeedAndCutAtTheLength(String speed, String length, String expected)
      throws Exception {
    Path file = file("# offset_us,task\n0,1\n1500,2\r\n1500,1\n\n7000000,3");
    ArrivalSchedule schedule = schedule("replay " + file + " " + speed + " for " + length);
    assertThat(String.join(" ", all(schedule))).isEqualTo(expected);
    assertThat(schedule.count()).isEqualTo(expected.split(" ").length);
  }

  @Test
  void allSharesTogetherAreAllArrivals() throws Exception {
    Random random = new Random(7);
    StringBuilder lines = new StringBuilder();
    long at = 0;
    int count = 10_000;
    for (int i = 0; i < count; i++) {
      lines
          .append(at += random.nextInt(300))
          .append(',')
          .append(1 + random.nextInt(5))
          .append('\n');
    }
    ArrivalSchedule schedule =
        schedule("hold 100/s for 1s", "replay " + file(lines.toString()) + " at 1.7x for 1h");
    assertThat(schedule.count()).isEqualTo(count + 100);
    TreeMap<Long, String> shared = new TreeMap<>();
    for (int loop = 0; loop < 3; loop++) {
      ArrivalSchedule.Cursor cursor = schedule.cursor(loop, 3);
      for (long t; (t = cursor.next()) != Long.MAX_VALUE; ) {
        assertThat(schedule.timeNs(cursor.index())).isEqualTo(t);
        shared.put(cursor.index(), t + ":" + cursor.task());
      }
    }
    assertThat(List.copyOf(shared.values())).isEqualTo(all(schedule));
  }

  @Test
  void stagesAfterAndBeforeItGoOn() throws Exception {
    Path file = file("0,1\n500000,2\n");
    ArrivalSchedule schedule =
        schedule("hold 1/s for 2s", "replay " + file + " for 1s", "hold 1/s for 1s");
    assertThat(all(schedule))
        .containsExactly("0:-1", "1000000000:-1", "2000000000:0", "2500000000:1", "3000000000:-1");
    assertThat(schedule.rateAt(2_200_000_000L)).isPositive();
    assertThat(schedule.expectedCount(2_600_000_000L)).isEqualTo(4);
  }

  @Test
  void aWarmUpOffersNothing() throws Exception {
    Load.Open load = (Load.Open) LoadParser.parse(List.of("replay " + file("0,1\n") + " for 1s"));
    assertThat(all(new ArrivalSchedule(load, Duration.ofSeconds(5), 1)))
        .containsExactly("5000000000:0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0;1",
        "x,1",
        "0,0",
        "0,",
        ",1",
        "5,1\n4,1",
        "0,1 ",
        "-1,1",
        "0,1048576",
        "99999999999999999999,1",
        "0,1,2"
      })
  void aWrongLineIsNamed(String text) throws Exception {
    ReplayFile file = new ReplayFile(file("# x\n" + text + "\n"));
    assertThatThrownBy(file::count)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(?s)replay file .*a\\.csv:[23]: .*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "replay",
        "replay a.csv",
        "replay a.csv at 2 for 1s",
        "replay a.csv for",
        "replay a.csv for 0s",
        "replay a.csv at 0x for 1s",
        "poisson replay a.csv for 1s",
        "replay a.csv for 1s now"
      })
  void aWrongPhraseIsRefused(String phrase) {
    assertThatThrownBy(() -> LoadParser.parse(List.of(phrase)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isWrittenAsItIsRead() {
    for (String phrase :
        List.of(
            "replay /a.csv for 1m",
            "replay /a.csv at 0.25x for 1m30s",
            "replay \"/a b.csv\" for 1s")) {
      assertThat(LoadText.of(LoadParser.parse(List.of(phrase)))).containsExactly(phrase);
    }
  }

  @Test
  void aMillionArrivalsAreKept() throws Exception {
    int count = 1_000_000;
    StringBuilder lines = new StringBuilder(count * 10);
    for (int i = 0; i < count; i++) {
      lines.append(i * 10L).append(",1\n");
    }
    ReplayFile file = new ReplayFile(file(lines.toString()));
    assertThat(file.count()).isEqualTo(count);
    assertThat(file.offsetUs(count - 1)).isEqualTo((count - 1) * 10L);
    ArrivalStage stage = new ArrivalStage.Replay(file, 1000, Duration.ofHours(1));
    assertThat(Shape.of(stage, 0, Carry.NONE).units()).isEqualTo(count);
    assertThat(stage.arrivals()).isEqualTo(Arrivals.CONSTANT);
    assertThat(stage.startRate()).isEqualTo(Rate.ZERO);
  }
}
