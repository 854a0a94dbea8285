package dev.barrage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TidinessTest {
  private static final Path MAIN = Path.of("core/src/main/java/dev/barrage/plan/Plan.java");
  private static final Path TEST = Path.of("core/src/test/java/dev/barrage/plan/PlanTest.java");

  @Test
  void theSourceTreeIsTidy() {
    Path root = SourceTree.root();
    List<Path> files = SourceTree.javaFiles(root).stream().map(root::relativize).toList();
    List<String> found =
        files.stream()
            .flatMap(f -> Tidiness.of(f, SourceTree.text(root.resolve(f))).stream())
            .toList();
    assertThat(files).as("files looked at").hasSizeGreaterThan(40);
    assertThat(found).isEmpty();
    assertThat(Tidiness.ofPackages(files, file -> SourceTree.text(root.resolve(file)))).isEmpty();
  }

  @Test
  void namesTheReplacementOfABannedCall() {
    assertThat(Tidiness.of(MAIN, "class A {\n  long t = System.currentTimeMillis();\n}\n"))
        .singleElement()
        .asString()
        .contains("Plan.java:2 ")
        .contains("use System.nanoTime()");
  }

  @Test
  void findsWhatAReaderWouldStumbleOver() {
    assertThat(Tidiness.of(MAIN, "// TO" + "DO later\n")).hasSize(1);
    assertThat(Tidiness.of(MAIN, "x".repeat(101))).hasSize(1);
    assertThat(Tidiness.of(MAIN, "x\n".repeat(451))).hasSize(1);
    assertThat(Tidiness.of(TEST, "x\n".repeat(451))).hasSize(1);
    assertThat(Tidiness.of(MAIN, "System.out.println();")).hasSize(1);
    assertThat(Tidiness.of(Path.of("core/src/main/java/PlanUtils.java"), "")).hasSize(1);
  }

  @Test
  void letsTestsAndCommentsBe() {
    assertThat(Tidiness.of(TEST, "Thread.sleep(1);")).isEmpty();
    assertThat(Tidiness.of(MAIN, " * never Thread.sleep(1)")).isEmpty();
    assertThat(Tidiness.of(Path.of("cli/src/main/java/A.java"), "System.out.println();")).isEmpty();
  }

  @Test
  void letsTheContentOfTextBlocksBeLong() {
    String quotes = "\"\"\"";
    String wide = "x".repeat(101) + "\n";
    assertThat(Tidiness.of(TEST, quotes + "\n" + wide + quotes + "\n")).isEmpty();
    assertThat(Tidiness.of(TEST, quotes + "\n" + quotes + "\n" + wide)).hasSize(1);
  }

  @Test
  void wantsEveryPackageDescribed() {
    Path info = MAIN.resolveSibling("package-info.java");
    assertThat(Tidiness.ofPackages(List.of(MAIN, TEST), file -> ""))
        .singleElement()
        .asString()
        .contains("has no @NullMarked package-info.java");
    assertThat(Tidiness.ofPackages(List.of(MAIN, info), file -> "@NullMarked")).isEmpty();
  }
}
