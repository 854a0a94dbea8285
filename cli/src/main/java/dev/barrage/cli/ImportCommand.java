package dev.barrage.cli;

import dev.barrage.cli.imports.CurlImport;
import dev.barrage.cli.imports.HarImport;
import dev.barrage.cli.imports.Imported;
import dev.barrage.cli.imports.OpenApiImport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code barrage import}: a plan out of what a team already has. */
@Command(
    name = "import",
    header = "Make a plan out of curl commands, a recorded session or an OpenAPI description.",
    synopsisSubcommandLabel = "KIND",
    description = {
      "Writes a readable plan to standard output, or to -o FILE. Secrets become variables that"
          + " --set gives; what cannot be imported is said in the plan and on standard error."
          + " Nothing is fetched and nothing in the input is run."
    },
    subcommands = {
      ImportCommand.Curl.class,
      ImportCommand.Har.class,
      ImportCommand.OpenApi.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  barrage import curl 'curl -H \"Authorization: Bearer abc\" http://localhost:8080/me'",
      "  barrage import har session.har --host shop.example -o shop.yaml",
      "  barrage import openapi openapi.yaml -o api.yaml"
    })
final class ImportCommand implements Callable<Integer> {
  private static final String STANDARD = "-";

  @Mixin HelpOption help;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new UsageException("import needs to know from what: curl, har or openapi; see barrage import --help");
  }

  /** Where the plan goes; alike in all kinds. */
  static final class Output {
    @Option(
        names = {"-o", "--out"},
        paramLabel = "FILE",
        description = "Write the plan here (default: standard output).")
    private @Nullable Path file;

    @Option(names = "--force", description = "Overwrite the file.")
    private boolean force;

    int write(Imported plan, CommandSpec spec) {
      if (file == null) {
        spec.commandLine().getOut().print(plan.yaml());
        spec.commandLine().getOut().flush();
      } else {
        write(file, plan.yaml());
      }
      plan.notes().forEach(note -> spec.commandLine().getErr().println("barrage: " + note));
      spec.commandLine().getErr().flush();
      return ExitCode.PASSED;
    }

    private void write(Path to, String text) {
      if (Files.exists(to) && !force) {
        throw new UsageException(to + " exists; --force overwrites it");
      }
      try {
        Path parent = to.toAbsolutePath().getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        Files.writeString(to, text);
      } catch (IOException e) {
        throw new UsageException("cannot write " + to + ": " + Reasons.of(e), e);
      }
    }
  }

  /** {@code barrage import curl}. */
  @Command(
      name = "curl",
      header = "Make a plan out of curl commands.",
      description = {
        "One or several commands as they are typed, or as browsers copy them (Copy as cURL): the"
            + " steps of one task, in their order."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  barrage import curl 'curl -d a=1 http://localhost:8080/form' -o form.yaml",
        "  barrage import curl @commands.sh",
        "  xclip -o | barrage import curl -"
      })
  static final class Curl implements Callable<Integer> {
    private static final int MAX_BYTES = 1 << 20;

    @Parameters(
        paramLabel = "TEXT|@FILE|-",
        arity = "1",
        description = "The commands in one word, in a file, or on standard input.")
    private String text = "";

    @Mixin private final Output output = new Output();
    @Mixin HelpOption help;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      return output.write(CurlImport.read(commands()), spec);
    }

    private String commands() {
      if (text.equals(STANDARD)) {
        return utf8("standard input", () -> System.in.readNBytes(MAX_BYTES + 1));
      }
      if (text.startsWith("@")) {
        return utf8(text.substring(1), () -> bytes(Path.of(text.substring(1)), MAX_BYTES));
      }
      return text;
    }
  }

  /** {@code barrage import har}. */
  @Command(
      name = "har",
      header = "Make a plan out of a recorded browser session (HAR).",
      description = {
        "One user with one task: a group of steps for each page, recorded pauses as waits, statuses"
            + " as checks. What an answer gave to a later request (a token, an id, a cookie) becomes"
            + " a capture."
      },
      footerHeading = "%nExample:%n",
      footer = {"  barrage import har session.har --host shop.example -o shop.yaml"})
  static final class Har implements Callable<Integer> {
    private static final int MAX_BYTES = 64 << 20;

    @Parameters(paramLabel = "FILE", description = "HTTP Archive 1.2, as browsers save it.")
    private Path file;

    @Option(
        names = "--host",
        paramLabel = "HOST",
        description = "Import this host's requests (default: the most frequent).")
    private @Nullable String host;

    @Option(names = "--static", description = "Keep scripts, styles, images and fonts.")
    private boolean statics;

    @Option(names = "--no-waits", description = "Leave the recorded pauses out.")
    private boolean noWaits;

    @Mixin private final Output output = new Output();
    @Mixin HelpOption help;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      HarImport.Options options =
          new HarImport.Options(Optional.ofNullable(host), statics, !noWaits);
      return output.write(HarImport.read(name(file), text(file, MAX_BYTES), options), spec);
    }
  }

  /** {@code barrage import openapi}. */
  @Command(
      name = "openapi",
      header = "Make a plan out of an OpenAPI 3.0 or 3.1 description.",
      description = {
        "A task for each operation: parameters and bodies from examples, defaults and schemas,"
            + " security schemes as variables, statuses of success as checks. References within the"
            + " file are followed; nothing is fetched."
      },
      footerHeading = "%nExample:%n",
      footer = {"  barrage import openapi openapi.yaml -o api.yaml"})
  static final class OpenApi implements Callable<Integer> {
    private static final int MAX_BYTES = 16 << 20;

    @Parameters(paramLabel = "FILE", description = "The description, in YAML or JSON.")
    private Path file;

    @Mixin private final Output output = new Output();
    @Mixin HelpOption help;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      return output.write(OpenApiImport.read(name(file), text(file, MAX_BYTES)), spec);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String text(Path file, int most) {
    String text = utf8(file.toString(), () -> bytes(file, most));
    if (text.length() > most) {
      throw new UsageException(file + " is larger than " + (most >> 20) + " MiB");
    }
    return text;
  }

  /** Something to read. */
  interface Source {
    byte[] read() throws IOException;
  }

  /** The beginning of a file: one byte more than {@code most} if it is longer. */
  static byte[] bytes(Path file, int most) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("it is a directory");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(most + 1);
    }
  }

  /** Text in UTF-8, or one line about why not. */
  static String utf8(String name, Source source) {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(source.read())).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new UsageException(name + " is not text in UTF-8", e);
    } catch (IOException e) {
      throw new UsageException("cannot read " + name + ": " + Reasons.of(e), e);
    }
  }
}
