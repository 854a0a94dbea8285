package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.testkit.RealComponent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources the scripts in the real shells and asks them what they would complete. */
class CompletionTest {
  @TempDir Path folder;

  private String run(Path shell, String commands) throws IOException, InterruptedException {
    Path script = Files.writeString(folder.resolve("script"), commands);
    ProcessBuilder builder = new ProcessBuilder(shell.toString(), script.toString());
    builder.environment().put("HOME", folder.toString());
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private Path completions(String shell) throws IOException {
    CommandLineRun run = CommandLineRun.of("completion", shell);
    assertThat(run.exitCode()).isZero();
    return Files.writeString(folder.resolve("completions"), run.out());
  }

  @Test
  void bashCompletesCommandsOptionsAndValues() throws Exception {
    String output =
        run(
            RealComponent.require("bash"),
            """
            set -e
            source %s
            complete -p barrage
            ask() {
              COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); COMP_LINE="$*"
              _complete_barrage
              echo "$*: ${COMPREPLY[*]}"
            }
            ask barrage do
            ask barrage doctor --j
            ask barrage schema ''
            """
                .formatted(completions("bash")));
    assertThat(output)
        .contains("barrage do: doctor")
        .contains("barrage doctor --j: --json")
        .containsPattern("barrage schema : .*run.*plan");
  }

  @Test
  void zshKnowsTheSameCompletions() throws Exception {
    String output =
        run(
            RealComponent.require("zsh"),
            """
            source %s
            print "bound to: $_comps[barrage]"
            COMP_WORDS=(barrage do); COMP_CWORD=1; COMPREPLY=()
            compadd() { : }
            emulate bash -c '_complete_barrage'
            print "do: $COMPREPLY"
            """
                .formatted(completions("zsh")));
    assertThat(output).contains("bound to: _bash_complete").contains("do: doctor");
  }
}
