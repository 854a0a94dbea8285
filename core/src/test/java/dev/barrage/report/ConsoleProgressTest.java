package dev.barrage.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.measure.Measurement.TimelineRow;
import dev.barrage.measure.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Progress progress(String phase, double elapsedS, double plannedPerS) {
    boolean warm = phase.equals("warmup");
    TimelineRow row =
        new TimelineRow(
            elapsedS - 1,
            1,
            phase,
            2_000,
            1_990,
            8,
            0,
            12,
            12,
            980,
            4_300,
            21_000,
            80,
            300,
            0,
            Double.NaN);
    return new Progress(
        phase,
        elapsedS,
        12,
        row,
        plannedPerS,
        warm ? 0 : 9_950,
        warm ? 0 : 40,
        0,
        warm
            ? new Progress.LatencyUs(Double.NaN, Double.NaN, Double.NaN, Double.NaN)
            : new Progress.LatencyUs(980, 1_840, 4_300, 21_000),
        new TreeMap<>(warm ? Map.of() : Map.of("reset", 3L, "timeout", 37L)));
  }

  @Test
  void showsRateAgainstPlanPercentilesOutcomesAndTimeLeft() {
    List<String> lines = ProgressView.live(progress("measure", 6, 2_000), 80, Ink.PLAIN);

    assertThat(lines)
        .containsExactly(
            "  measuring ████████████████████░░░░░░░░░░░░░░░░░░░░  50%  6 s left",
            "  rate      1,998/s of 2,000/s · 12 in flight",
            "  latency   p50 980 µs  p90 1.84 ms  p99 4.30 ms  max 21.0 ms",
            "  outcomes  9,950 ok · 40 failed (timeout 37, reset 3)");
  }

  @Test
  void showsNoPercentilesBeforeThereAreAny() {
    List<String> lines = ProgressView.live(progress("warmup", 1, 2_000), 80, Ink.PLAIN);

    assertThat(lines.get(0)).startsWith("  warm-up ");
    assertThat(lines.get(2)).isEqualTo("  latency   none measured yet");
  }

  @Test
  void namesNoPlannedRateInTheClosedModel() {
    List<String> lines = ProgressView.live(progress("measure", 6, Double.NaN), 80, Ink.PLAIN);

    assertThat(lines.get(1)).isEqualTo("  rate      1,998/s · 12 in flight · 12 users");
  }

  @Test
  void saysWhatTheDrainWaitsFor() {
    Progress drain = progress("drain", 13, 0);

    assertThat(ProgressView.live(drain, 80, Ink.PLAIN).getFirst())
        .contains("100%  12 still in flight");
    assertThat(ProgressView.logLine(drain)).startsWith("12 s of 12 s  draining  1,998/s  p50");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 30, 40, 60, 80, 200})
  void fitsTheTerminal(int width) {
    assertThat(ProgressView.live(progress("measure", 6, 2_000), width, Ink.PLAIN))
        .hasSize(4)
        .allMatch(line -> line.length() <= width, "at most " + width + " columns");
  }

  @Test
  void redrawsInPlaceOnATerminalAndWipesTheViewAtTheEnd() {
    try (ConsoleProgress console = new ConsoleProgress(out, new Terminal(true, 80, false))) {
      console.accept(progress("measure", 6, 2_000));
      assertThat(written()).doesNotContain("\033[4A");
      bytes.reset();

      console.accept(progress("measure", 7, 2_000));
      assertThat(written()).startsWith("\r\033[4A  measuring").contains("58%");
      bytes.reset();
    }
    assertThat(written()).isEqualTo("\r\033[4A\033[J");
  }

  @Test
  void showsNothingMoreOnceClosed() {
    ConsoleProgress console = new ConsoleProgress(out, new Terminal(true, 80, false));
    console.close();

    console.accept(progress("measure", 6, 2_000));

    assertThat(written()).isEmpty();
  }

  @Test
  void writesALineEveryTwoSecondsAndWhenThePhaseChangesWithoutATerminal() {
    try (ConsoleProgress console = new ConsoleProgress(out, Terminal.NONE)) {
      console.accept(progress("warmup", 1.0, 2_000));
      console.accept(progress("warmup", 2.0, 2_000));
      console.accept(progress("measure", 3.0, 2_000));
      console.accept(progress("measure", 4.0, 2_000));
      console.accept(progress("measure", 5.0, 2_000));
    }

    assertThat(written().lines())
        .containsExactly(
            "1 s of 12 s  warm-up  1,998/s of 2,000/s",
            "3 s of 12 s  1,998/s of 2,000/s  p50 980 µs  p99 4.30 ms  40 of 9,990 failed (t…",
            "5 s of 12 s  1,998/s of 2,000/s  p50 980 µs  p99 4.30 ms  40 of 9,990 failed (t…");
    assertThat(written()).doesNotContain("\033");
  }

  @Test
  void writesFailuresWithoutALatencyAndCutsWhatIsTooWide() {
    Progress.LatencyUs none =
        new Progress.LatencyUs(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    Progress seen = progress("measure", 6, 2_000_000);
    TreeMap<String, Long> failures = new TreeMap<>(Map.of("connect_failed", 4_000_000L));
    Progress refused =
        new Progress(
            "measure", 3_601, 7_200, seen.last(), 2e6, 0, 4_000_000, 2_500, none, failures);

    assertThat(ProgressView.logLine(refused))
        .isEqualTo(
            "1h of 2h  1,998/s of 2,000,000/s  2,500 dropped · 4,000,000 of 4,000,000 failed…");
    assertThat(ProgressView.logLine(refused)).hasSizeLessThanOrEqualTo(80);
  }

  @Test
  void coloursOnlyWhereTheyAreWanted() {
    Progress progress = progress("measure", 6, 2_000);

    assertThat(String.join("", ProgressView.live(progress, 80, Ink.COLOUR))).contains("\033[");
    assertThat(String.join("", ProgressView.live(progress, 80, Ink.PLAIN))).doesNotContain("\033");
  }

  @Test
  void takesAFileForStandardErrorAsNoTerminal() {
    // Under a build tool standard error is a pipe or a file.
    assertThat(Terminal.ofStandardError(Map.of("TERM", "dumb"), true)).isEqualTo(Terminal.NONE);
  }
}
