package dev.barrage.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownTest {
  @TempDir Path directory;

  @Test
  void textFromOutsideMakesNoMarkup() {
    assertThat(Markdown.text("a|b <b>*x*</b> [l](http://h) `c` @all\n# h", 100))
        .isEqualTo(
            "a\\|b &lt;b&gt;\\*x\\*&lt;/b&gt; \\[l\\](http:&#8203;//h) \\`c\\` @&#8203;all \\# h");
  }

  @Test
  void nothingEndsACodeSpan() {
    assertThat(Markdown.code("a ``b`` | c", 100)).isEqualTo("``` a ``b`` \\| c ```");
    assertThat(Markdown.code("x\ny", 100)).isEqualTo("`x y`");
    assertThat(Markdown.code("", 100)).isEmpty();
  }

  @Test
  void annotationsAreEscapedAsGitHubAsks() {
    assertThat(Annotations.data("50%\r\n::error::x")).isEqualTo("50%25%0D%0A::error::x");
    assertThat(Annotations.property("a: b, c%")).isEqualTo("a%3A b%2C c%25");
  }

  @Test
  void whatATargetSentBeginsNoLine() throws Exception {
    StoredRun run = FormatsTest.stored("fail", directory);
    for (String format : new String[] {"annotations.txt", "comment.md"}) {
      assertThat(FormatsTest.text(format, run).lines())
          .noneMatch(line -> line.startsWith("<img") || line.contains("\u001b"));
    }
  }
}
