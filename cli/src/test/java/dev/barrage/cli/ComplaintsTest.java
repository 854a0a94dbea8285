package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ComplaintsTest {
  @ParameterizedTest(name = "barrage {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          doctr               | unknown command 'doctr'; did you mean "doctor"?; there are:
          http://localhost/   | 'http://localhost/' is no command; to load it: barrage run http://localhost/
          doctor --jsno       | unknown option --jsno; did you mean "--json"?; see 'barrage doctor --help'
          doctor --wrong=3    | unknown option --wrong; see 'barrage doctor --help'
          doctor all          | unexpected argument 'all'; see 'barrage doctor --help'
          schema              | missing required parameter: 'FILE'; see 'barrage schema --help'
          schema routes       | invalid value for FILE: expected one of [run, plan, suite, capacity, overhead] but was 'routes'
          completion fish     | invalid value for SHELL: expected one of [bash, zsh] but was 'fish'
          """)
  void answersAMistakeInOneLine(String args, String message) {
    CommandLineRun run = CommandLineRun.of(args.split(" "));
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("barrage: " + message);
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void keepsTheStackTraceOfAnInternalErrorInAFile() throws Exception {
    StringBuilder said = new StringBuilder();
    int exitCode = execute(Map.of(), said);
    assertThat(exitCode).isEqualTo(ExitCode.INTERNAL);
    assertThat(said.toString().lines()).hasSize(1);
    assertThat(said)
        .startsWith("barrage: internal error: first; second; stack trace in ")
        .containsPattern("barrage-error-\\d+\\.txt");
    Path file = Path.of(said.toString().strip().replaceFirst(".* ", ""));
    try {
      assertThat(file).content().contains("at dev.barrage.cli.ComplaintsTest");
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void showsTheStackTraceWhenAsked() {
    StringBuilder said = new StringBuilder();
    execute(Map.of("BARRAGE_DEBUG", "1"), said);
    assertThat(said).contains("\tat dev.barrage.cli.ComplaintsTest");
  }

  @Test
  void anErrorThatNoCommandCatchesIsNoFailedObjective() {
    Map<String, String> environment = Map.of("BARRAGE_DEBUG", "1");
    StringBuilder said = new StringBuilder();
    Error missing = new NoClassDefFoundError("dev/barrage/plan/Plan");
    assertThat(execute(environment, said, missing)).isEqualTo(ExitCode.INTERNAL);
    assertThat(said)
        .startsWith("barrage: internal error: dev/barrage/plan/Plan; stack trace:")
        .contains("\tat dev.barrage.cli.ComplaintsTest");

    said.setLength(0);
    Error full = new OutOfMemoryError("Java heap space");
    assertThat(execute(environment, said, full)).isEqualTo(ExitCode.INTERNAL);
    assertThat(said)
        .containsPattern("^barrage: this JVM's memory, [0-9,]+ MiB, is full; give it more, e.g.")
        .hasLineCount(1);
  }

  private static int execute(Map<String, String> environment, StringBuilder said) {
    return execute(environment, said, new IllegalStateException("first\nsecond"));
  }

  private static int execute(
      Map<String, String> environment, StringBuilder said, Throwable thrown) {
    java.io.StringWriter err = new java.io.StringWriter();
    Complaints complaints = new Complaints(environment);
    int exitCode =
        new CommandLine(new Breaks(thrown))
            .setErr(new java.io.PrintWriter(err))
            .setExecutionStrategy(complaints::execute)
            .setExecutionExceptionHandler(complaints::ofExecution)
            .execute();
    said.append(err);
    return exitCode;
  }

  @Command(name = "breaks")
  private static final class Breaks implements Callable<Integer> {
    private final Throwable thrown;

    private Breaks(Throwable thrown) {
      this.thrown = thrown;
    }

    @Override
    public Integer call() throws Exception {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (Exception) thrown;
    }
  }
}
