package dev.barrage.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden files are beside this class: {@code summary-*.txt}. */
class SummaryTest {
  private static final Optional<Path> RECORD =
      Optional.of(Path.of("runs", "20260115T100000Z-checkout"));

  static Stream<Arguments> samples() {
    return Stream.of(
        golden("pass", () -> SampleRuns.pass(10, 2_000, 1)),
        golden("warn", SampleRuns::warn),
        golden("fail", SampleRuns::fail),
        golden("long-names", SampleRuns::longNames),
        golden("invalid", SampleRuns::invalid),
        golden("interrupted", SampleRuns::interrupted),
        golden("empty", SampleRuns::empty));
  }

  private static Arguments golden(String name, Supplier<SampleRuns.Sample> sample) {
    return Arguments.of(name, sample);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void readsAsItsGoldenFile(String name, Supplier<SampleRuns.Sample> sample) throws Exception {
    String text = Summary.text(sample.get().run(), RECORD, false);

    try (InputStream golden = SummaryTest.class.getResourceAsStream("summary-" + name + ".txt")) {
      assertThat(golden).as("summary-%s.txt is there; it should hold:%n%s", name, text).isNotNull();
      assertThat(text).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void fitsOneScreen(String name, Supplier<SampleRuns.Sample> sample) {
    String text = Summary.text(sample.get().run(), RECORD, false);

    assertThat(text.lines()).hasSizeLessThanOrEqualTo(40).allMatch(line -> line.length() <= 80);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void coloursChangeNoWord(String name, Supplier<SampleRuns.Sample> sample) {
    RunRecord run = sample.get().run();

    String coloured = Summary.text(run, RECORD, true);

    assertThat(coloured).contains("\033[");
    assertThat(coloured.replaceAll("\033\\[[0-9;]*m", ""))
        .isEqualTo(Summary.text(run, RECORD, false))
        .doesNotContain("\033");
  }

  @Test
  void showsTheSlowestOfManyRequests() {
    String text = Summary.text(SampleRuns.pass(2, 500, 40).run(), false);

    assertThat(text).contains("Slowest 5 of 40 by p99");
    assertThat(text.lines().filter(line -> line.matches("  (GET|POST) /.*"))).hasSize(5);
  }
}
