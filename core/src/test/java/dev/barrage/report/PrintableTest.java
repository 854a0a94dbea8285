package dev.barrage.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void keepsTextFromOutsideFromSteeringTheTerminal() {
    assertThat(Printable.line("\u001b[2Jgone\u0007 \u202eback", 80)).isEqualTo("·[2Jgone· ·back");
  }

  @Test
  void putsLinesIntoOne() {
    assertThat(Printable.line(" HTTP/1.1 503\r\n\tretry ", 80)).isEqualTo("HTTP/1.1 503 retry");
  }

  @Test
  void cutsWithAnEllipsis() {
    assertThat(Printable.line("abcdefghij", 10)).isEqualTo("abcdefghij");
    assertThat(Printable.line("abcdefghijk", 10)).isEqualTo("abcdefghi…");
    assertThat(Printable.line("abcdefghi jkl", 9)).isEqualTo("abcdefgh…");
    assertThat(Printable.line("abcdefghi  ", 9)).isEqualTo("abcdefghi");
  }
}
