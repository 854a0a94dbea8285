package dev.barrage.cli;

import dev.barrage.cli.doctor.Finding;
import dev.barrage.cli.doctor.Findings;
import dev.barrage.cli.doctor.Machine;
import dev.barrage.cli.doctor.WakeUps;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code barrage doctor}: this machine's limits that would spoil a run. */
@Command(
    name = "doctor",
    header = "Check this machine's limits that would spoil a run.",
    description =
        "Each limit is shown with its value, its effect on a run and the command that mends it.",
    exitCodeList = {"0:ready, perhaps with warnings", "1:something is bad enough to spoil a run"},
    footer = "%nExamples:%n  barrage doctor%n  barrage doctor --json | jq '.findings[].name'")
final class DoctorCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print one JSON object instead of text.")
  private boolean json;

  @Mixin private final ColourOption colour = new ColourOption();
  @Mixin HelpOption help;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<Finding> findings = new ArrayList<>(Findings.of(Machine.here()));
    findings.add(WakeUps.finding(WakeUps.measureUs()));
    String text =
        json ? Findings.json(findings) : Findings.text(findings, colour.onStandardOutput());
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
    return Findings.worst(findings) == Finding.Sign.BAD ? ExitCode.FAILED : ExitCode.PASSED;
  }
}
