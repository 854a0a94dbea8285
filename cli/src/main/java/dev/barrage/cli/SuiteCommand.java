package dev.barrage.cli;

import dev.barrage.plan.Durations;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.Suite;
import dev.barrage.plan.SuiteReader;
import dev.barrage.plan.catalogue.Profile;
import dev.barrage.plan.catalogue.Scenario;
import dev.barrage.report.JUnitXml;
import dev.barrage.report.MarkdownReport;
import dev.barrage.report.SuiteRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code barrage suite}: several plans one after the other, and one report. */
@Command(
    name = "suite",
    header = "Run several scenarios or plans one after the other, into one report.",
    description = {
      "Each is run three times with a warm-up of 1 minute before and 30 s to cool down after,"
          + " unless told otherwise. The worst verdict is the suite's. A file with scenarios: in it"
          + " is a suite; its words are those of the options."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "  0:all passed (warnings too)",
      "  1:an objective failed",
      "  2:usage or plan error, or something before a run failed",
      "  3:a measurement cannot be trusted",
      "  5:a target was unreachable",
      "130:interrupted (143: by SIGTERM); the results so far are written"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  barrage suite smoke baseline spike -H http://localhost:8080",
      "  barrage suite smoke baseline --profile light --repeat 1 --cool-down 5s",
      "  barrage suite nightly.yaml --junit junit.xml --markdown comment.md"
    })
final class SuiteCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "SCENARIO|PLAN|SUITE",
      description = "What to run, in order; or one suite file.")
  private List<String> words = List.of();

  @Option(
      names = "--profile",
      paramLabel = "SIZE",
      completionCandidates = Candidates.Profiles.class,
      description = "Size of scenarios: light, medium (default) or heavy.")
  private @Nullable String profile;

  @Option(names = "--repeat", paramLabel = "N", description = "Runs of each (default 3).")
  private @Nullable Integer repeat;

  @Option(
      names = "--cool-down",
      paramLabel = "D",
      description = "Pause between two runs (default 30s).")
  private @Nullable String coolDown;

  @Mixin private final PlanOptions planOptions = new PlanOptions();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "The suite's directory (default runs/<UTC time>-<suite name>).")
  private @Nullable String out;

  @Mixin private final PipelineOptions pipeline = new PipelineOptions();
  @Mixin private final ConsoleOptions consoleOptions = new ConsoleOptions();
  @Mixin HelpOption help;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      Suite suite = changed(suite());
      List<Plan> plans = suite.scenarios().stream().map(word -> plan(suite, word)).toList();
      List<Copies.Copy<SuiteRecord>> wanted = new ArrayList<>();
      pipeline.add(wanted, JUnitXml::write, MarkdownReport::write);
      Copies<SuiteRecord> copies = new Copies<>(wanted);
      copies.check();
      Path directory = directory(suite.name());
      PrintWriter out = spec.commandLine().getOut();
      PrintWriter err = spec.commandLine().getErr();
      return new SuiteRun(suite, plans, directory, copies, consoleOptions, out, err).execute();
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private Suite suite() {
    List<Path> suites =
        words.stream()
            .filter(word -> !word.isBlank())
            .map(Path::of)
            .filter(Files::isRegularFile)
            .filter(SuiteReader::isSuite)
            .toList();
    if (suites.isEmpty()) {
      return Suite.of(words);
    }
    if (words.size() > 1) {
      throw new IllegalArgumentException(
          suites.getFirst() + " is a suite, which stands alone: put the others into its scenarios");
    }
    return SuiteReader.read(suites.getFirst());
  }

  /** As the options have it. */
  private Suite changed(Suite suite) {
    if (repeat != null && (repeat < 1 || repeat > 1000)) {
      throw new IllegalArgumentException("--repeat is " + repeat + "; must be from 1 to 1000");
    }
    return new Suite(
        suite.name(),
        planOptions.giveTarget() ? List.of() : suite.targets(),
        Optional.ofNullable(profile).or(suite::profile),
        suite.scenarios(),
        repeat == null ? suite.repeat() : repeat,
        suite.warmup(),
        coolDown == null ? suite.coolDown() : coolDown(coolDown),
        suite.hooks());
  }

  private static Duration coolDown(String text) {
    return OptionValue.of("--cool-down", () -> Durations.parse(text));
  }

  private Plan plan(Suite suite, String word) {
    PlanOverrides overrides = planOptions.overrides().around(suite.hooks());
    if (!planOptions.giveWarmup()) {
      overrides.warmup(suite.warmup());
    }
    if (!suite.targets().isEmpty()) {
      overrides.target(
          suite.targets().stream().map(URI::toString).collect(Collectors.joining(",")));
    }
    boolean scenario = Scenario.NAMES.contains(word);
    Optional<Profile> size = suite.profile().map(ScenariosCommand::profile);
    return NamedPlan.read(word, scenario ? size : Optional.empty(), overrides);
  }

  private Path directory(String name) {
    Path wanted = Path.of(out == null ? RunFiles.RUNS : out);
    try {
      Files.createDirectories(wanted);
      if (out == null) {
        return RunFiles.fresh(wanted, name);
      }
      try (var entries = Files.list(wanted)) {
        if (entries.findAny().isPresent()) {
          throw new UsageException("--out: " + wanted + " is not empty; choose another folder");
        }
      }
      return wanted;
    } catch (IOException e) {
      throw new UsageException("cannot write to " + wanted + ": " + Reasons.of(e), e);
    }
  }
}
