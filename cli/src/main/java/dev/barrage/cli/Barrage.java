package dev.barrage.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
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
      "  barrage doctor",
      "%n'barrage COMMAND --help' tells more."
    },
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      ReportCommand.class,
      TestbedCommand.class,
      DoctorCommand.class,
      SchemaCommand.class,
      CompletionCommand.class,
      VersionCommand.class,
      TrainCommand.class,
    })
public final class Barrage implements Callable<Integer> {
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
    System.exit(commandLine().execute(args));
  }

  /** The whole command line, ready to execute; a new one per use. */
  static CommandLine commandLine() {
    Complaints complaints = new Complaints(System.getenv());
    CommandLine commandLine = new CommandLine(new Barrage());
    layOut(commandLine);
    commandLine.getSubcommands().values().forEach(Barrage::layOut);
    return commandLine
        .setExecutionStrategy(new CommandLine.RunLast())
        .setParameterExceptionHandler(complaints::ofParameters)
        .setExecutionExceptionHandler(complaints::ofExecution)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setUsageHelpWidth(100)
        .setUsageHelpLongOptionsMaxWidth(28);
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
  }

  /** Without a command: the help, and not a success that a script could take for a passed test. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
