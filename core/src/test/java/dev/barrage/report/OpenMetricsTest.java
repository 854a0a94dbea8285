package dev.barrage.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the text against the rules of OpenMetrics 1.0 that a parser may rely on. */
class OpenMetricsTest {
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)"
              + "\\{((?:[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\",?)*)}"
              + " (-?[0-9]+(?:\\.[0-9]+)?)");
  private static final Map<String, List<String>> SUFFIXES =
      Map.of(
          "info", List.of("_info"),
          "counter", List.of("_total"),
          "gauge", List.of(""),
          "stateset", List.of(""),
          "summary", List.of("", "_count", "_sum"));

  @TempDir Path directory;

  private final Map<String, String> typeOf = new HashMap<>();
  private final Set<String> series = new HashSet<>();
  private String family = "";

  @ParameterizedTest
  @ValueSource(strings = {"pass", "warn", "fail", "invalid", "interrupted", "empty"})
  void followsTheGrammar(String sample) throws Exception {
    String text = FormatsTest.text("openmetrics.txt", FormatsTest.stored(sample, directory));

    assertThat(text).endsWith("\n# EOF\n").doesNotContain("\r", "\n\n");
    List<String> lines = text.lines().toList();
    for (String line : lines.subList(0, lines.size() - 1)) {
      if (line.startsWith("# ")) {
        descriptor(line.split(" ", 4));
      } else {
        sample(line);
      }
    }
    assertThat(typeOf)
        .containsKeys("barrage_verdict", "barrage_requests", "barrage_latency_seconds");
  }

  private void descriptor(String[] words) {
    assertThat(words).hasSize(4);
    switch (words[1]) {
      case "TYPE" -> {
        family = words[2];
        assertThat(typeOf.put(family, words[3])).as("%s is told once", family).isNull();
        assertThat(SUFFIXES).containsKey(words[3]);
      }
      case "UNIT" -> {
        assertThat(words[2]).isEqualTo(family);
        assertThat(family).endsWith("_" + words[3]);
      }
      default -> assertThat(List.of(words[1], words[2])).isEqualTo(List.of("HELP", family));
    }
  }

  /** Belongs to the family before it, with a suffix that its type allows, and comes once. */
  private void sample(String line) {
    Matcher sample = SAMPLE.matcher(line);
    assertThat(sample.matches()).as(line).isTrue();
    String name = sample.group(1);
    String type = typeOf.getOrDefault(family, "none");
    assertThat(SUFFIXES.get(type)).as(line).anyMatch(suffix -> name.equals(family + suffix));
    assertThat(series.add(name + sample.group(2))).as("%s is there once", line).isTrue();
    assertThat(line).contains("plan=\"checkout\"");
    if (type.equals("stateset")) {
      assertThat(sample.group(2)).contains(family + "=\"");
      assertThat(sample.group(3)).isIn("0", "1");
    }
  }
}
