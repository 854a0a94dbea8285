package dev.barrage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Plans by generator, whole and damaged; fixed seeds, so that a failure repeats. */
class PlanFuzzTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void readsBackEveryGeneratedPlanAsWritten() {
    for (long seed = 0; seed < 500; seed++) {
      Plan plan = new RandomPlans(seed).next();
      String yaml = PlanWriter.yaml(plan);
      Plan read = read(yaml);
      assertThat(read).as("seed %d\n%s", seed, yaml).isEqualTo(plan);
      assertThat(PlanWriter.yaml(read)).isEqualTo(yaml);
    }
  }

  @Test
  void readsBackTheTreeOfARecord() {
    JsonMapper json = JsonMapper.builder().build();
    for (long seed = 0; seed < 200; seed++) {
      Plan plan = new RandomPlans(seed).next();
      Map<String, Object> tree = PlanTree.of(plan);
      assertThat(read(json.writeValueAsString(tree))).as("seed %d", seed).isEqualTo(plan);
    }
  }

  @Test
  void answersDamagedPlansWithProblemsOnly() {
    int refused = 0;
    for (long seed = 0; seed < 2_000; seed++) {
      String good =
          seed % 2 == 0
              ? PlanReaderTest.CHECKOUT
              : PlanWriter.yaml(new RandomPlans(seed % 20).next());
      String damaged = new MutatedPlans(seed).next(good);
      try {
        read(damaged);
      } catch (PlanException e) {
        refused++;
        assertThat(e.problems()).isNotEmpty();
        assertThat(e.getMessage()).doesNotContain("Exception");
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed + ":\n" + damaged, e);
      }
    }
    assertThat(refused).isBetween(500, 2_000);
  }

  @Test
  void answersHugeAndDeepDocumentsInBoundedTime() {
    for (String piece :
        new String[] {"[", "{", "- ", "? ", "a: [", "\"", "&a ", "*a ", "-\n", "'", "|\n "}) {
      String yaml = piece.repeat(YamlDocument.MAX_CHARS / piece.length());
      Assertions.assertTimeoutPreemptively(
          LIMIT, () -> Assertions.assertThrows(PlanException.class, () -> read(yaml)), piece);
    }
  }

  private static Plan read(String yaml) {
    return PlanReader.read("fuzz.yaml", "fuzz", yaml, Path.of("/plans"), new PlanOverrides());
  }
}
