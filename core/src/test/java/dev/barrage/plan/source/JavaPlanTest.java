package dev.barrage.plan.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.barrage.plan.Load;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanException;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import dev.barrage.plan.PlanWriter;
import dev.barrage.plan.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JavaPlanTest {
  private static final String HEAD =
      """
      import static dev.barrage.plan.Plans.*;
      import dev.barrage.plan.*;
      import java.util.Map;
      """;

  @TempDir private Path folder;

  private Path file(String body) throws IOException {
    return Files.writeString(folder.resolve("Checkout.java"), HEAD + body);
  }

  private Plan read(String body) throws IOException {
    return JavaPlan.read(file(body), new PlanOverrides().target("http://gw:8000").users(3));
  }

  private List<String> mistakes(String body) throws IOException {
    Path file = file(body);
    try {
      JavaPlan.read(file, new PlanOverrides().target("http://gw:8000").users(3));
    } catch (PlanException e) {
      return e.problems().stream().map(p -> p.toString().replace(folder + "/", "")).toList();
    }
    return List.of();
  }

  private static String method(String statements) {
    return "class Checkout {\n  static PlanBuilder checkout() {\n" + statements + "\n  }\n}\n";
  }

  @Test
  void compilesOneFileAndLetsTheCommandLineChangeIt() throws IOException {
    Plan plan =
        read(method("return plan(\"c\").user(\"u\", u -> u.task(1, s -> s.get(\"/\").send()));"));
    assertThat(plan.target().urls()).extracting(Object::toString).containsExactly("http://gw:8000");
    assertThat(plan.profile().load()).isInstanceOf(Load.Closed.class);
    assertThat(plan.users().getFirst().tasks().getFirst().steps().getFirst())
        .isInstanceOf(Step.Scripted.class);
  }

  @Test
  void writesAPlanFileThatNamesTheScriptsAndReadsBackEqual() throws IOException {
    Plan plan =
        read(
            method(
                "return plan(\"c\").user(\"u\", u -> u.task(2, script(\"pay\", s ->"
                    + " {}).sets(\"a\"), get(\"/${a}\")));"));
    String yaml = PlanWriter.yaml(plan);
    assertThat(yaml).contains("script: pay");
    assertThat(PlanReader.read("w", "w", yaml, folder, new PlanOverrides())).isEqualTo(plan);
  }

  @Test
  void tellsAllMistakesOfTheCompilerAtTheirPlaces() throws IOException {
    assertThat(mistakes(method("int n = \"a\";\nreturn plan(1).gett();")))
        .containsExactly(
            "Checkout.java:6:9 incompatible types: java.lang.String cannot be converted to int",
            "Checkout.java:7:13 incompatible types: int cannot be converted to java.lang.String");
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    assertThat(mistakes("class Checkout {}\n"))
        .containsExactly(
            "Checkout.java: has no static method without parameters that returns a plan;"
                + " write: static PlanBuilder checkout() { return plan(\"checkout\")…; }");
    assertThat(
            mistakes(
                "class Checkout { static Plan a() { return null; } static Plan b() { return null; }"
                    + " }"))
        .containsExactly(
            "Checkout.java: has several static methods that return a plan: a(), b(); keep one");
    assertThat(mistakes("class Checkout { static Plan a() { return null; } }"))
        .singleElement()
        .asString()
        .startsWith("Checkout.java: a() gives no plan; write: ");
  }

  @Test
  void saysThatAMethodPlanHidesTheWord() throws IOException {
    assertThat(mistakes("class Checkout { static PlanBuilder plan() { return plan(\"c\"); } }"))
        .singleElement()
        .asString()
        .endsWith("; a method plan() hides plan(String) of Plans: give it another name");
  }

  @Test
  void tellsWhatThePlanRefusedAtTheLineOfTheFile() throws IOException {
    assertThat(mistakes(method("return plan(\"c\")\n.user(\"u\", u -> u.task(1,\nget(\"api\")));")))
        .singleElement()
        .asString()
        .startsWith("Checkout.java:8:1 \"api\" is not a path; it must begin with /");
    assertThat(mistakes(method("throw new IllegalStateException(\"no\\nway\");")))
        .containsExactly("Checkout.java:6:1 making the plan threw IllegalStateException: no; way");
  }

  @Test
  void tellsAllThatThePlanRefusesEachAtItsLine() throws IOException {
    String plan =
        """
        return plan("c")
            .target("ftp://h")
            .variable("1", "x")
            .user("u", u -> u
                .task(1,
                    get("api"),
                    get("/x").header("a b", "c").capture("user id", json("$.a")),
                    post("/y")
                        .text("${nobody}"))
                .waits(rate("no")))
            .user("v", u -> u
                .task(0, get("/")))
            .load(stage("hold it"))
            .objective("p95 < soon")
            .objective("p95 of nothing < 1s")
            .abortWhen("never");\
        """;
    List<String> told = mistakes(method(plan));
    assertThat(told.stream().map(line -> line.replaceFirst("^(Checkout.java:\\d+).*", "$1")))
        .containsExactly(
            "Checkout.java:7",
            "Checkout.java:8",
            "Checkout.java:11",
            "Checkout.java:12",
            "Checkout.java:12",
            "Checkout.java:15",
            "Checkout.java:17",
            "Checkout.java:18",
            "Checkout.java:19",
            "Checkout.java:21");
    assertThat(told).noneMatch(line -> line.contains("\n"));
    String fewer = plan.replace("rate(\"no\")", "none()").replace("task(0", "task(1");
    assertThat(mistakes(method(fewer)))
        .anyMatch(line -> line.startsWith("Checkout.java:20") && line.contains("nothing"))
        .anyMatch(line -> line.startsWith("Checkout.java:13") && line.contains("nobody"));
    assertThat(
            mistakes(
                method(
                    "return plan(\"c\").user(\"u\", u -> {\nget(\"x\");\nreturn"
                        + " u.waits(rate(\"y\")).task(1, get(\"/\"));\n});")))
        .hasSize(2);
  }

  @Test
  void refusesOverridesThatDoNotFit() throws IOException {
    Path file = file(method("return plan(\"c\").user(\"u\", u -> u.task(1, s -> {}));"));
    PlanOverrides overrides = new PlanOverrides().target("http://gw").users(1).set("tenant=blue");
    assertThatThrownBy(() -> JavaPlan.read(file, overrides))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tenant");
  }

  @Test
  void recordsTheSourceWithoutItsSecrets() throws IOException {
    Path file =
        file(
            """
            // Map.of("password", "hunter2", "name", "joe")
            // header("Authorization", "Bearer abc.def")
            // String apiKey = "k-123"; variable("token", "t")
            // target("http://joe:pass@gw:8000")
            """);
    assertThat(JavaPlan.recorded(file))
        .contains("Map.of(\"password\", \"***\", \"name\", \"joe\")")
        .contains("header(\"Authorization\", \"Bearer ***\")")
        .contains("String apiKey = \"***\"; variable(\"token\", \"***\")")
        .contains("target(\"http://***@gw:8000\")");
  }

  static List<String> documented() throws IOException {
    String text = Files.readString(Path.of("../docs/scripting.md"));
    Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(text);
    List<String> blocks = new ArrayList<>();
    while (block.find()) {
      blocks.add(block.group(1));
    }
    assertThat(blocks).hasSizeGreaterThan(5);
    return blocks;
  }

  /** A whole file, words of a builder, or what stands in a script. */
  @ParameterizedTest
  @MethodSource("documented")
  void everyDocumentedBlockCompiles(String block) throws IOException {
    String whole =
        block.contains("class ")
            ? block
            : block.startsWith(".")
                ? HEAD + method("return plan(\"c\")\n" + block + ";")
                : HEAD
                    + method(
                        "return plan(\"c\").user(\"u\", u -> u.task(1, session -> {\n"
                            + block
                            + "}));");
    Path file = Files.writeString(folder.resolve("Checkout.java"), whole);
    assertThat(JavaPlan.read(file, new PlanOverrides().target("http://gw").users(1))).isNotNull();
  }

  @Test
  void examplesAreRead() throws IOException {
    try (var files = Files.list(Path.of("../examples"))) {
      List<Path> sources = files.filter(f -> f.toString().endsWith(".java")).toList();
      assertThat(sources).isNotEmpty();
      for (Path source : sources) {
        assertThat(JavaPlan.read(source, new PlanOverrides()).users()).isNotEmpty();
      }
    }
  }
}
