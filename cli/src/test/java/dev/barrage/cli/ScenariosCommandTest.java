package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import dev.barrage.plan.UserTypes;
import dev.barrage.plan.catalogue.Profile;
import dev.barrage.plan.catalogue.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The catalogue on the command line. */
class ScenariosCommandTest {
  @TempDir Path folder;

  @Test
  void listsEachWithItsQuestionUsersTimeAndObjectives() {
    CommandLineRun list = CommandLineRun.of("scenarios");
    assertThat(list.exitCode()).isZero();
    assertThat(list.out().lines()).allMatch(line -> line.length() <= 80);
    for (String name : Scenario.NAMES) {
      assertThat(list.out()).contains("\n" + name + " ").contains(Scenario.of(name).question());
    }
    assertThat(CommandLineRun.of("scenarios", "--profile", "heavy").out())
        .containsPattern("baseline +50 at 5/s +6m\n +Does it meet its targets under normal load\\?")
        .contains("p90 <= 100ms", "throughput >= 60000/s critical 40000/s");
  }

  @Test
  void whatIsShownIsAPlanThatIsWhatRuns() throws Exception {
    for (String name : Scenario.NAMES) {
      Path file = folder.resolve(name + ".yaml");
      Files.writeString(file, CommandLineRun.of("scenarios", "show", name).out());
      assertThat(PlanReader.read(file))
          .isEqualTo(Scenario.of(name).plan(Profile.MEDIUM, new PlanOverrides()));
    }
  }

  @Test
  void listsAndPrintsTypesOfUsers() {
    CommandLineRun list = CommandLineRun.of("scenarios", "users");
    assertThat(list.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(list.out().lines().filter(line -> !line.startsWith(" ")))
        .hasSize(UserTypes.NAMES.size());
    assertThat(CommandLineRun.of("scenarios", "users", "StressTestUser").out())
        .contains("wait: 10ms..100ms");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          run spkie                                    | did you mean "spike"?
          run spike --profile hevy                     | --profile: "hevy" is not a profile; allowed
          run http://127.0.0.1:1/ --profile light      | --profile is the size of a scenario
          scenarios show spkie                         | did you mean "spike"?
          scenarios show spike --profile x             | allowed: light, medium, heavy
          scenarios users PublicUser                   | is not a type of user; allowed: PublicRouteUser
          scenarios shw spike                          | show
          run baseline --set helo=/x                   | did you mean "hello"?
          run baseline --data x                        | go with a URL
          """)
  void mistakesAreOneLine(String args, String says) {
    CommandLineRun run = CommandLineRun.of(args.split(" "));
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("barrage: ").contains(says);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aScenarioRunsByItsNameAgainstRoutesOfOnesOwn() throws Exception {
    try (Target target = new Target()) {
      BarrageProcess run =
          BarrageProcess.run(
              folder,
              "run",
              "single-route",
              "--profile",
              "light",
              "-H",
              target.url(),
              "--set",
              "route=/mine",
              "-u=2",
              "-t=1s",
              "-o=r");
      assertThat(target.received().getFirst().head()).startsWith("GET /mine HTTP/1.1");
      assertThat(run.record("r").path("name").asString()).isEqualTo("single-route");
    }
  }
}
