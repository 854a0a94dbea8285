package dev.barrage.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code barrage schema FILE}: the JSON Schema of the files that Barrage writes and reads. */
@Command(
    name = "schema",
    header = "Print the JSON Schema of plan files or of a record.",
    footer = {
      "%nExample:%n  barrage schema plan > plan.schema.json",
      "%nAn editor completes and checks plans whose first line is:",
      "  # yaml-language-server: $schema=plan.schema.json"
    })
final class SchemaCommand implements Callable<Integer> {
  enum File {
    run("/dev/barrage/report/run.schema.json"),
    plan("/dev/barrage/plan/plan.schema.json"),
    suite("/dev/barrage/report/suite.schema.json"),
    capacity("/dev/barrage/report/capacity.schema.json"),
    overhead("/dev/barrage/report/overhead.schema.json");

    final String resource;

    File(String resource) {
      this.resource = resource;
    }
  }

  @Parameters(paramLabel = "FILE", description = "One of: ${COMPLETION-CANDIDATES}.")
  private File file;

  @Mixin HelpOption help;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (InputStream in = SchemaCommand.class.getResourceAsStream(file.resource)) {
      if (in == null) {
        throw new IllegalStateException(file.resource + " is missing from the class path");
      }
      spec.commandLine().getOut().print(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    spec.commandLine().getOut().flush();
    return ExitCode.PASSED;
  }
}
