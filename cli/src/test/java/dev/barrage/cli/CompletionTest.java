package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.testkit.RealComponent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources the scripts in the real shells and asks them what they would complete. */
class CompletionTest {
  /** Only a failure takes that long. */
  private static final int PATIENCE_S = 60;

  @TempDir Path folder;

  private String run(Path shell, String commands) throws IOException, InterruptedException {
    Path script = Files.writeString(folder.resolve("script"), commands);
    Path output = folder.resolve("output");
    ProcessBuilder builder = new ProcessBuilder(shell.toString(), script.toString());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("TERM", "dumb");
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    process.getOutputStream().close();
    if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("the shell still waits, after:\n" + Files.readString(output));
    }
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    return Files.readString(output);
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
            ask barrage run --arrivals p
            ask barrage suite --profile h
            """
                .formatted(completions("bash")));
    assertThat(output)
        .contains("barrage do: doctor")
        .contains("barrage doctor --j: --json")
        .containsPattern("barrage schema : .*run.*plan")
        .contains("--arrivals p: poisson\n", "--profile h: heavy\n");
  }

  /**
   * In a terminal, since the shell alone knows when it falls back to files; one that echoes ({@code
   * -e}), else readline shows nothing.
   */
  @Test
  void bashCompletesNamesOfFilesWhereItKnowsNoWord() throws Exception {
    Files.createFile(folder.resolve("checkout plan.yaml"));
    String output =
        run(
            RealComponent.require("zsh"),
            """
            zmodload zsh/zpty
            zpty -e terminal %s --norc -i
            zpty -w terminal "cd '%s'; source %s; printf 'RE%%s' ADY"
            zpty -r -m terminal seen '*READY*'
            zpty -w -n terminal $'barrage run che\\t'
            zpty -r -m terminal seen '*checkout*plan.yaml*' && print "plan"
            zpty -w -n terminal $'\\x15barrage suite smoke che\\t'
            zpty -r -m terminal seen '*checkout*plan.yaml*' && print "another"
            zpty -d terminal
            """
                .formatted(RealComponent.require("bash"), folder, completions("bash")));
    assertThat(output).isEqualTo("plan\nanother\n");
  }

  /** A shell in a terminal of its own; each {@code zpty -r} waits for what it expects to see. */
  @Test
  void zshCompletesWhatIsTyped() throws Exception {
    String output =
        run(
            RealComponent.require("zsh"),
            """
            zmodload zsh/zpty
            zpty terminal zsh -f -i
            zpty -w terminal "source %s; print RE''ADY"
            zpty -r -m terminal seen '*READY*'
            zpty -w -n terminal $'barrage doc\\t'
            zpty -r -m terminal seen '*barrage doctor*' && print "command"
            zpty -w -n terminal $'--j\\t'
            zpty -r -m terminal seen '*--json*' && print "option"
            zpty -w -n terminal $'\\x15barrage schema p\\t'
            zpty -r -m terminal seen '*barrage schema plan*' && print "value"
            zpty -d terminal
            """
                .formatted(completions("zsh")));
    assertThat(output).isEqualTo("command\noption\nvalue\n");
  }
}
