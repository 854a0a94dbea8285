package dev.barrage.cli;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Hidden: does what most uses do, so that the build can keep the loaded classes and the profiles of
 * the methods in an AOT cache (JEP 483, 514, 515). Sends nothing to any other machine.
 */
@Command(name = "train", hidden = true)
final class TrainCommand implements Callable<Integer> {
  private static final List<List<String>> USES =
      List.of(List.of("--help"), List.of("doctor", "--help"), List.of("doctor"), List.of("--typo"));

  @Override
  public Integer call() {
    for (List<String> use : USES) {
      CommandLine command = Barrage.commandLine();
      PrintWriter nowhere =
          new PrintWriter(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
      command.setOut(nowhere).setErr(nowhere);
      command.execute(use.toArray(String[]::new));
    }
    return ExitCode.PASSED;
  }
}
