package dev.barrage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Suite files. */
class SuiteReaderTest {
  @TempDir Path folder;

  private Suite read(String text) {
    return SuiteReader.read("s", "s", text, folder);
  }

  @Test
  void readsTheDocumentedOne() throws Exception {
    String page = Files.readString(Path.of("../docs/scenarios.md"));
    Matcher block = Pattern.compile("```yaml suite\n(.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(block.find()).isTrue();
    Files.writeString(folder.resolve("checkout.yaml"), "");
    Suite suite = read(block.group(1));
    assertThat(suite.scenarios())
        .containsExactly("smoke", "baseline", folder.resolve("checkout.yaml").toString());
    assertThat(suite.hooks().before()).hasSize(1);
    assertThat(suite.profile()).contains("medium");
    assertThat(suite.repeat()).isEqualTo(3);
  }

  @Test
  void whatIsNotSaidIsAsUsual() {
    Suite suite = read("scenarios: smoke");
    assertThat(suite)
        .isEqualTo(
            new Suite(
                "s",
                List.of(),
                suite.profile(),
                List.of("smoke"),
                3,
                Duration.ofMinutes(1),
                Duration.ofSeconds(30),
                Hooks.NONE));
  }

  @Test
  void allMistakesAreToldWithTheirPlace() {
    assertThatThrownBy(
            () -> read("scenarios: []\nrepeat: 0\ncooldown: 3s\nwarmup: soon\nbefore: {rn: x}\n"))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("s:1:12 a suite needs at least one scenario or plan file")
        .hasMessageContaining("s:2:9 repeat is \"0\"; must be a whole number from 1 to 1000")
        .hasMessageContaining("s:3:1 \"cooldown\" is not a key of a suite")
        .hasMessageContaining("did you mean \"cool down\"?")
        .hasMessageContaining("s:4:9 \"soon\" is not a duration")
        .hasMessageContaining("s:5:9 a hook needs run or a request");
    assertThatThrownBy(() -> read("repeat: 2"))
        .hasMessageContaining("a suite needs \"scenarios\", e.g. scenarios: [smoke, baseline]");
  }

  @Test
  void aPlanIsNoSuite() throws Exception {
    Path plan = Files.writeString(folder.resolve("p.yaml"), "target: http://h\nusers: {}\n");
    Path suite = Files.writeString(folder.resolve("s.yaml"), "scenarios: [smoke]\n");
    Path other = Files.writeString(folder.resolve("o.yaml"), "a: [");
    assertThat(SuiteReader.isSuite(plan)).isFalse();
    assertThat(SuiteReader.isSuite(suite)).isTrue();
    assertThat(SuiteReader.isSuite(other)).isFalse();
  }
}
