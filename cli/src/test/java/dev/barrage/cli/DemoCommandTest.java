package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the demo says at its end; that it passes is the launcher's test. */
class DemoCommandTest {
  @Test
  void saysWhatIsNextBesideEachCommand() {
    assertThat(DemoCommand.next("./barrage").lines())
        .contains("  ./barrage testbed                   this gateway, to play with")
        .allMatch(line -> line.length() <= 80);
  }

  @Test
  void aCommandWithALongPathHasItsWordsBelow() {
    String launcher = "/home/somebody/workspaces/load/barrage";

    assertThat(DemoCommand.next(launcher).lines())
        .contains(
            "  /home/somebody/workspaces/load/barrage scenarios",
            "      ready-made plans, from smoke to endurance",
            "  /home/somebody/workspaces/load/barrage run http://HOST:PORT/PATH --rate 500 -t 30s");
  }
}
