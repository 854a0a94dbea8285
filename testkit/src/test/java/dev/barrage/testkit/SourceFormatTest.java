package dev.barrage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceFormatTest {
  @Test
  void allSourcesAreFormatted() throws Exception {
    Path root = SourceTree.root();
    List<Path> unformatted = SourceFormat.unformatted(SourceTree.javaFiles(root));
    if (System.getProperty("barrage.format", "check").equals("write")) {
      SourceFormat.write(unformatted);
      return;
    }
    assertThat(unformatted)
        .as("files that google-java-format would change; mend them with: .ci/format")
        .map(root::relativize)
        .isEmpty();
  }

  @Test
  void ordersImportsAndDropsUnusedOnes() {
    String text =
        "import java.util.Map;\nimport java.util.List;\nimport java.util.Set;\n"
            + "class A { Map<String,List<String>> m; }\n";
    assertThat(SourceFormat.formatted(Path.of("A.java"), text))
        .isEqualTo(
            """
            import java.util.List;
            import java.util.Map;

            class A {
              Map<String, List<String>> m;
            }
            """);
  }
}
