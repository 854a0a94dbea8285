package dev.barrage.cli;

import dev.barrage.engine.Addresses;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The program: its commands, and what happens around each of them. */
@Command(
    name = "barrage",
    versionProvider = VersionCommand.Lines.class,
    header = "Barrage load-tests API gateways.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeList = {
      "  0:passed (a warning too)",
      "  1:an objective failed, or a regression",
      "  2:usage or plan error; nothing was sent",
      "  3:the measurement cannot be trusted",
      "  4:inconclusive",
      "  5:target unreachable before the run could start",
      " 70:a fault of Barrage itself",
      "130:interrupted (143: by SIGTERM); the results so far are written"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  barrage demo",
      "  barrage run http://localhost:8080/hello --rate 2000 -t 10s",
      "  barrage run plan.yaml -H http://localhost:8080 -t 30s",
      "  barrage run spike --profile light -H http://localhost:8080",
      "  barrage doctor",
      "%n'barrage COMMAND --help' tells more."
    })
public final class Barrage implements Callable<Integer> {
  /** In the order of the help. */
  private static final List<Class<?>> COMMANDS =
      List.of(
          DemoCommand.class,
          RunCommand.class,
          TryCommand.class,
          CapacityCommand.class,
          OverheadCommand.class,
          ImportCommand.class,
          ScenariosCommand.class,
          SuiteCommand.class,
          ReportCommand.class,
          TestbedCommand.class,
          DoctorCommand.class,
          SchemaCommand.class,
          CompletionCommand.class,
          VersionCommand.class,
          TrainCommand.class);

  @Mixin HelpOption help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    // Figures look alike on every machine: a script reads them.
    Locale.setDefault(Locale.ROOT);
    // Before hooks or monitors look names up.
    Addresses.askEachTime();
    System.exit(commandLine(args).execute(args));
  }

  /** The command line for these arguments, ready to execute; a new one per use. */
  static CommandLine commandLine(String... args) {
    List<String> words = List.of(args);
    return commandLine(command -> words.contains(command.name()));
  }

  /** The command line with all that its commands know. */
  static CommandLine wholeCommandLine() {
    return commandLine(command -> true);
  }

  private static CommandLine commandLine(Predicate<Command> isUsed) {
    Complaints complaints = new Complaints(System.getenv());
    CommandLine commandLine = new CommandLine(new Barrage());
    for (Class<?> type : COMMANDS) {
      Command command = type.getAnnotation(Command.class);
      commandLine.addSubcommand(
          command.name(), isUsed.test(command) ? new CommandLine(type) : namesake(command));
    }
    layOut(commandLine);
    return commandLine
        .setExecutionStrategy(complaints::execute)
        .setParameterExceptionHandler(complaints::ofParameters)
        .setExecutionExceptionHandler(complaints::ofExecution)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setExpandAtFiles(false) // @FILE after --data is the body, not a file of arguments
        .setUsageHelpWidth(80)
        .setUsageHelpLongOptionsMaxWidth(28);
  }

  /** Of a command that is not used: its line in the help, without reading all of its options. */
  private static CommandLine namesake(Command command) {
    CommandSpec spec = CommandSpec.create().name(command.name());
    spec.usageMessage().header(command.header()).hidden(command.hidden());
    return new CommandLine(spec);
  }

  /** Help has the same sections in all commands. */
  private static void layOut(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage
        .synopsisHeading("%nUsage: ")
        .descriptionHeading(usage.description().length == 0 ? "" : "%n")
        .parameterListHeading("%nArguments:%n")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n")
        .exitCodeListHeading(usage.exitCodeList().isEmpty() ? "" : "%nExit codes:%n");
    command.getSubcommands().values().forEach(Barrage::layOut);
  }

  /** Without a command: the help, and not a success that a script could take for a passed test. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
