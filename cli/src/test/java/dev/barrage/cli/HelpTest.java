package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * Help texts are compared with golden files. After a change that is meant: {@code mvn -pl cli -am
 * test -Dtest=HelpTest -Dsurefire.failIfNoSpecifiedTests=false -Dbarrage.golden=write}, then read
 * the difference.
 */
class HelpTest {
  private static final Path GOLDEN = Path.of("src/test/resources/dev/barrage/cli");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "barrage",
        "run",
        "demo",
        "report",
        "testbed",
        "doctor",
        "schema",
        "completion",
        "try",
        "capacity",
        "overhead",
        "import",
        "import curl",
        "import har",
        "import openapi",
        "import log",
        "scenarios",
        "scenarios show",
        "scenarios users",
        "suite"
      })
  void isWhatTheGoldenFileSays(String name) throws Exception {
    CommandLineRun run =
        name.equals("barrage")
            ? CommandLineRun.of("--help")
            : CommandLineRun.of((name + " --help").split(" "));
    Path golden = GOLDEN.resolve(name.replace(' ', '-') + ".help.txt");
    if (System.getProperty("barrage.golden", "check").equals("write")) {
      Files.writeString(golden, run.out());
    }
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(Files.readString(golden));
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void everyCommandSaysWhatItDoesAndTakesHelp() {
    for (CommandLine command : Barrage.wholeCommandLine().getSubcommands().values()) {
      if (!command.getCommandSpec().usageMessage().hidden()) {
        CommandLineRun run = CommandLineRun.of(command.getCommandName(), "--help");
        assertThat(run.exitCode()).as(command.getCommandName()).isZero();
        assertThat(run.out()).contains("Usage: barrage " + command.getCommandName());
        assertThat(command.getCommandSpec().usageMessage().header()).isNotEmpty();
      }
    }
  }

  @Test
  void noCommandIsNotASuccess() {
    CommandLineRun run = CommandLineRun.of();
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("Usage: barrage");
    assertThat(run.out()).isEmpty();
  }
}
