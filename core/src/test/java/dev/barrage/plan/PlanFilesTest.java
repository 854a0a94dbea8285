package dev.barrage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Examples, the reference's examples and the schema agree with the reader. */
class PlanFilesTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Schema SCHEMA = schema("/dev/barrage/plan/plan.schema.json");

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../examples"))) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  static List<String> documented() throws IOException {
    String reference =
        Files.readString(Path.of("../docs/plan-reference.md"))
            + Files.readString(Path.of("../docs/reaching-the-gateway.md"))
            + Files.readString(Path.of("../docs/scenarios.md"))
            + Files.readString(Path.of("../docs/failures.md"));
    Matcher block = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(reference);
    List<String> blocks = new ArrayList<>();
    while (block.find()) {
      blocks.add(block.group(1));
    }
    return blocks;
  }

  static Stream<String> refused() {
    return Stream.of(
            WrongPlansTest.values(),
            WrongPlansTest.targets(),
            WrongRequestsTest.requests(),
            WrongRequestsTest.wrongUsers(),
            WrongFlowsTest.flows(),
            WrongLoadsTest.loads(),
            WrongCriteriaTest.objectives())
        .flatMap(List::stream)
        .map(WrongPlan::yaml);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void examplesAreReadMatchTheSchemaAndSurviveAWriting(Path file) throws IOException {
    Plan plan = PlanReader.read(file);
    assertThat(errors(Files.readString(file))).isEmpty();
    String written = PlanWriter.yaml(plan);
    assertThat(errors(written)).as(written).isEmpty();
    assertThat(PlanReader.read("w", "w", written, Path.of(""), new PlanOverrides()))
        .isEqualTo(plan);
  }

  @Test
  void everyDocumentedBlockIsReadAndMatchesTheSchema() throws IOException {
    List<String> blocks = documented();
    assertThat(blocks).hasSizeGreaterThan(15);
    for (String block : blocks) {
      String yaml = hasKey(block, "users") ? block : block + "users: {u: {tasks: [{get: /}]}}\n";
      PlanOverrides overrides = new PlanOverrides();
      if (!hasKey(block, "target")) {
        overrides.target("http://localhost:8080");
      }
      if (!hasKey(block, "load")) {
        overrides.users(1);
      }
      assertThat(PlanReader.read("docs", "docs", yaml, Path.of(""), overrides))
          .as(yaml)
          .isNotNull();
      assertThat(errors(yaml)).as(yaml).isEmpty();
    }
  }

  private static boolean hasKey(String yaml, String key) {
    return ("\n" + yaml).contains("\n" + key + ":");
  }

  @Test
  void generatedPlansMatchTheSchema() {
    for (long seed = 0; seed < 200; seed++) {
      String json = JSON.writeValueAsString(PlanTree.of(new RandomPlans(seed).next()));
      assertThat(SCHEMA.validate(json, InputFormat.JSON)).as(json).isEmpty();
    }
  }

  @Test
  void theSchemaRefusesMostOfWhatTheReaderRefuses() {
    // Not all: what needs the meaning of several places at once is beyond a schema.
    long caught = refused().filter(PlanFilesTest::isRefusedBySchema).count();
    assertThat(caught).isGreaterThan(refused().count() / 2);
  }

  private static boolean isRefusedBySchema(String yaml) {
    try {
      return !errors(yaml).isEmpty();
    } catch (org.snakeyaml.engine.v2.exceptions.YamlEngineException e) {
      return true;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan/plan.schema.json",
        "report/run.schema.json",
        "report/suite.schema.json",
        "report/capacity.schema.json",
        "report/overhead.schema.json"
      })
  void theSchemasUnderDocsAreThoseOfTheProgram(String resource) throws IOException {
    String shipped = resource("/dev/barrage/" + resource);
    Path copy = Path.of("../docs").resolve(Path.of(resource).getFileName());
    assertThat(Files.readString(copy))
        .as("copy core/src/main/resources/dev/barrage/%s to %s", resource, copy)
        .isEqualTo(shipped);
    assertThat(shipped)
        .as("Python's re and others know no character classes of Unicode")
        .doesNotContain("\\p{");
  }

  private static List<com.networknt.schema.Error> errors(String yaml) {
    Object tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    JsonNode node = JSON.valueToTree(tree);
    return SCHEMA.validate(node);
  }

  private static Schema schema(String resource) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(resource(resource), InputFormat.JSON);
  }

  private static String resource(String name) {
    try (var in = PlanFilesTest.class.getResourceAsStream(name)) {
      return new String(
          java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
