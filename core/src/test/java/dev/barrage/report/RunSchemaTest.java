package dev.barrage.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.barrage.plan.PlanTree;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code run.json} is what the published schema says. */
class RunSchemaTest {
  private static final Schema SCHEMA = schema("/dev/barrage/report/run.schema.json");
  private static final Schema PLAN_SCHEMA = schema("/dev/barrage/plan/plan.schema.json");

  @Test
  void everyKindOfRunMatchesTheSchema() {
    for (RunRecord run : runs()) {
      ObjectNode json = json(run);
      assertThat(SCHEMA.validate(json)).as(json.path("verdict").asString()).isEmpty();
      assertThat(PLAN_SCHEMA.validate(json.get("plan"))).isEmpty();
    }
  }

  @Test
  void everyTopLevelFieldIsDescribedAndNeeded() {
    for (String name : json(SampleRuns.pass(2, 10, 1).run()).propertyNames()) {
      ObjectNode without = json(SampleRuns.pass(2, 10, 1).run());
      without.remove(name);
      assertThat(SCHEMA.validate(without)).as("without %s", name).isNotEmpty();
    }
  }

  /** So that what reads a run's verdict or objectives reads those of a suite. */
  @ParameterizedTest
  @ValueSource(strings = {"suite", "overhead"})
  void otherRecordsDescribeWhatTheyShareInTheSameWords(String other) throws Exception {
    JsonNode own = tree("run").path("$defs");
    JsonNode others = tree(other).path("$defs");
    List<String> shared = others.propertyNames().stream().filter(own::has).toList();
    assertThat(shared).contains("verdict", "reason");
    for (String name : shared) {
      assertThat(others.path(name)).as(name).isEqualTo(own.path(name));
    }
  }

  private static JsonNode tree(String file) throws IOException {
    try (InputStream in =
        RunSchemaTest.class.getResourceAsStream("/dev/barrage/report/" + file + ".schema.json")) {
      return JsonMapper.shared().readTree(in);
    }
  }

  @Test
  void refusesWhatIsNoOutcomeOrVerdict() {
    ObjectNode json = json(SampleRuns.pass(2, 10, 1).run());
    json.put("verdict", "FINE");
    assertThat(SCHEMA.validate(json)).isNotEmpty();
    ObjectNode more = json(SampleRuns.pass(2, 10, 1).run());
    ((ObjectNode) more.get("outcomes")).put("lost", 1);
    assertThat(SCHEMA.validate(more)).isNotEmpty();
  }

  private static List<RunRecord> runs() {
    return List.of(
        SampleRuns.pass(3, 100, 2).run(),
        SampleRuns.warn().run(),
        SampleRuns.fail().run(),
        SampleRuns.invalid().run(),
        SampleRuns.interrupted().run(),
        SampleRuns.empty().run());
  }

  private static ObjectNode json(RunRecord run) {
    JsonNode json = RunJson.tree(run, PlanTree.of(run.plan()));
    return (ObjectNode) json;
  }

  private static Schema schema(String resource) {
    try (InputStream in = RunSchemaTest.class.getResourceAsStream(resource)) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Objects.requireNonNull(in), InputFormat.JSON);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
