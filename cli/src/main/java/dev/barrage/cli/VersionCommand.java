package dev.barrage.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code barrage version}: what to put into a bug report. */
@Command(name = "version", header = "Show the version, the JDK and the system.")
final class VersionCommand implements Callable<Integer> {
  @Mixin HelpOption help;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    for (String line : new Lines().getVersion()) {
      spec.commandLine().getOut().println(line);
    }
    return ExitCode.PASSED;
  }

  /** The lines of {@code barrage --version}. */
  static final class Lines implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Barrage.class.getPackage().getImplementationVersion();
      return new String[] {
        "barrage " + (version == null ? "(not from a jar)" : version),
        "jdk     " + System.getProperty("java.vendor.version", "") + " " + Runtime.version(),
        "system  %s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")),
      };
    }
  }
}
