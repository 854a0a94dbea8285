package dev.barrage.cli;

import dev.barrage.plan.Durations;
import dev.barrage.plan.Load;
import dev.barrage.plan.LoadText;
import dev.barrage.plan.Objective;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.Rates;
import dev.barrage.plan.UserTypes;
import dev.barrage.plan.catalogue.Profile;
import dev.barrage.plan.catalogue.Scenario;
import dev.barrage.report.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code barrage scenarios}: what the catalogue holds. */
@Command(
    name = "scenarios",
    header = "List ready-made plans and users, or print one to copy.",
    description = {
      "A scenario is a plan by name: barrage run NAME, in one of three sizes. Its routes are"
          + " variables: --set hello=/your/route points it at your own."
    },
    subcommands = {ScenariosCommand.Show.class, ScenariosCommand.Users.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  barrage scenarios",
      "  barrage scenarios show spike --profile heavy > spike.yaml",
      "  barrage run spike --profile light -H http://localhost:8080"
    })
final class ScenariosCommand implements Callable<Integer> {
  private static final int WIDTH = 80;
  private static final String INDENT = " ".repeat(17);

  /** Column of what a ready-made user is. */
  private static final int ABOUT = 21;

  @Option(
      names = "--profile",
      paramLabel = "SIZE",
      completionCandidates = Candidates.Profiles.class,
      defaultValue = "medium",
      description = "The size to list: light, medium (default) or heavy.")
  private String profile = "medium";

  @Mixin HelpOption help;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Profile size = profile(profile);
    PrintWriter out = spec.commandLine().getOut();
    out.println(row("SCENARIO", "USERS", "TIME"));
    out.println(INDENT + "what it answers, and what must hold");
    for (String name : Scenario.NAMES) {
      Scenario scenario = Scenario.of(name);
      Plan plan = scenario.plan(size, new PlanOverrides());
      String time = Durations.format(plan.profile().length());
      out.println(row(name, level(plan.profile().load()), time));
      out.println(INDENT + scenario.question());
      wrapped(plan.criteria().objectives()).forEach(line -> out.println(INDENT + line));
    }
    out.printf(
        "%nProfile %s. Users wait for answers (closed model); times hold the warm-up.%n",
        size.label());
    out.println("barrage run NAME --profile light|medium|heavy -H URL; scenarios show NAME.");
    out.flush();
    return ExitCode.PASSED;
  }

  static Profile profile(String label) {
    return OptionValue.of("--profile", () -> Profile.of(label));
  }

  private static String row(String name, String users, String time) {
    return String.format(Locale.ROOT, "%-16s %-15s %7s", name, users, time);
  }

  /** The highest level, and how fast it is reached: {@code 500 at 100/s}. */
  private static String level(Load load) {
    return switch (load) {
      case Load.Open open -> LoadText.of(open).getFirst();
      case Load.Closed closed ->
          closed.stages().stream()
              .filter(Load.UserStage.Hold.class::isInstance)
              .map(Load.UserStage.Hold.class::cast)
              .max(Comparator.comparingInt(Load.UserStage.Hold::users))
              .map(ScenariosCommand::level)
              .orElse("");
    };
  }

  private static String level(Load.UserStage.Hold hold) {
    String spawned = hold.spawnRate().isZero() ? "" : " at " + Rates.format(hold.spawnRate());
    return hold.users() + spawned;
  }

  private static List<String> wrapped(List<Objective> objectives) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (Objective objective : objectives) {
      String longer = line.isEmpty() ? objective.text() : line + ", " + objective.text();
      if (longer.length() >= WIDTH - INDENT.length() && !line.isEmpty()) { // a comma follows
        lines.add(line + ",");
        longer = objective.text();
      }
      line = longer;
    }
    lines.add(line);
    return lines;
  }

  /** For completion. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Scenario.NAMES.iterator();
    }
  }

  /** For completion. */
  static final class Types implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return UserTypes.NAMES.iterator();
    }
  }

  /** {@code barrage scenarios show NAME}. */
  @Command(
      name = "show",
      header = "Print a scenario as a plan, ready to copy.",
      description = "What is printed is what barrage run NAME runs.")
  static final class Show implements Callable<Integer> {
    @Parameters(
        paramLabel = "NAME",
        completionCandidates = Names.class,
        description = "The scenario.")
    private String name = "";

    @Option(
        names = "--profile",
        paramLabel = "SIZE",
        completionCandidates = Candidates.Profiles.class,
        defaultValue = "medium",
        description = "light, medium (default) or heavy.")
    private String profile = "medium";

    @Mixin HelpOption help;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      try {
        spec.commandLine().getOut().print(Scenario.of(name).text(profile(profile)));
      } catch (IllegalArgumentException e) {
        throw new UsageException(String.valueOf(e.getMessage()), e);
      }
      spec.commandLine().getOut().flush();
      return ExitCode.PASSED;
    }
  }

  /** {@code barrage scenarios users [TYPE]}. */
  @Command(
      name = "users",
      header = "List ready-made users, or print one.",
      description = "A plan takes one by its type: users: {public: {type: PublicRouteUser}}.")
  static final class Users implements Callable<Integer> {
    @Parameters(
        arity = "0..1",
        paramLabel = "TYPE",
        completionCandidates = Types.class,
        description = "The type to print.")
    private @Nullable String type;

    @Mixin HelpOption help;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      if (type == null) {
        UserTypes.NAMES.forEach(name -> about(name).forEach(out::println));
      } else {
        try {
          out.print(UserTypes.text(type));
        } catch (IllegalArgumentException e) {
          throw new UsageException(String.valueOf(e.getMessage()), e);
        }
      }
      out.flush();
      return ExitCode.PASSED;
    }

    /** A name and what it is, the further lines below the first. */
    private static List<String> about(String name) {
      List<String> lines = new ArrayList<>();
      String label = name;
      for (String part : Printable.wrap(UserTypes.about(name), WIDTH - ABOUT)) {
        lines.add(String.format(Locale.ROOT, "%-" + ABOUT + "s%s", label, part));
        label = "";
      }
      return lines;
    }
  }
}
