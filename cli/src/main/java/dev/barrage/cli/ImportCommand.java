package dev.barrage.cli;

import dev.barrage.cli.imports.CurlImport;
import dev.barrage.cli.imports.HarImport;
import dev.barrage.cli.imports.Imported;
import dev.barrage.cli.imports.LogImport;
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
import java.util.function.Supplier;
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
    header = "Make a plan out of curl commands, a recording, an API description or a log.",
    synopsisSubcommandLabel = "KIND",
    description = {
      "Writes a readable plan to standard output, or to -o FILE. Secrets become variables that"
          + " --set gives; what cannot be imported is said in the plan and on standard error."
          + " Nothing is fetched and nothing in the input is run."
    },
    subcommands = {
      ImportCommand.Curl.class,
      ImportCommand.Har.class,
      ImportCommand.OpenApi.class,
      ImportCommand.Log.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  barrage import curl 'curl -H \"Authorization: Bearer a\" http://localhost/me'",
      "  barrage import har session.har --host shop.example -o shop.yaml",
      "  barrage import openapi openapi.yaml -o api.yaml",
      "  barrage import log access.log --speed 2 -o replay.yaml"
    })
final class ImportCommand implements Callable<Integer> {
  private static final String STANDARD = "-";

  @Mixin HelpOption help;

  @Override
  public Integer call() {
    throw new UsageException(
        "import needs to know from what: curl, har, openapi or log; see barrage import --help");
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
            + " as checks. What an answer gave to a later request (a token, an id, a cookie)"
            + " becomes a capture."
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
      Imported plan =
          withinMemory(file, () -> HarImport.read(name(file), text(file, MAX_BYTES), options));
      return output.write(plan, spec);
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
      Imported plan =
          withinMemory(file, () -> OpenApiImport.read(name(file), text(file, MAX_BYTES)));
      return output.write(plan, spec);
    }
  }

  /** {@code barrage import log}. */
  @Command(
      name = "log",
      header = "Make a plan that replays an access log.",
      description = {
        "A task for each distinct request, and beside the plan a file that says when each request"
            + " comes: as recorded, or faster. Times known to the second only are spread evenly"
            + " over it. Requests with bodies are left out, as a log does not hold them."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  barrage import log access.log --target http://localhost:8080 -o replay.yaml",
        "  barrage import log a.log --format '$msec $request_method $request_uri'"
      })
  static final class Log implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The log: nginx combined or Envoy's default.")
    private Path file;

    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        description = "combined, envoy, or a log_format of nginx (default: found out).")
    private @Nullable String format;

    @Option(
        names = {"-H", "--target"},
        paramLabel = "URL",
        description = "The plan's target; a log does not hold it.")
    private @Nullable String target;

    @Option(names = "--speed", paramLabel = "N", description = "2 is twice as fast (default 1).")
    private String speed = "1";

    @Option(names = "--drop-query", description = "Leave query strings out.")
    private boolean dropQuery;

    @Mixin private final Output output = new Output();
    @Mixin HelpOption help;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      if (!speed.matches("\\d{1,6}(\\.\\d{1,3})?") || speed.matches("0*(\\.0*)?")) {
        throw new UsageException("--speed is " + speed + "; a number above 0, e.g. 2 or 0.5");
      }
      Path arrivals = arrivals();
      try {
        LogImport log =
            LogImport.read(
                file,
                new LogImport.Options(
                    Optional.ofNullable(format), Optional.ofNullable(target), speed, dropQuery));
        int code = output.write(log.plan(name(arrivals)), spec);
        log.writeArrivals(arrivals);
        return code;
      } catch (IOException e) {
        throw new UsageException("cannot import " + file + ": " + Reasons.of(e), e);
      }
    }

    /** Beside the plan: {@code replay.yaml} has {@code replay.csv}. */
    private Path arrivals() {
      if (output.file == null) {
        throw new UsageException(
            "import log needs -o FILE: the arrivals are written to a file beside the plan");
      }
      String plan = name(output.file).replaceFirst("\\.(yaml|yml)$", "");
      Path arrivals = output.file.resolveSibling(plan + ".csv");
      if (Files.exists(arrivals) && !output.force) {
        throw new UsageException(arrivals + " exists; --force overwrites it");
      }
      return arrivals;
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /** What is read as a tree takes several times the file's size. */
  private static Imported withinMemory(Path file, Supplier<Imported> reading) {
    try {
      return reading.get();
    } catch (OutOfMemoryError e) {
      throw new UsageException(
          file
              + " is too large for this JVM's memory, "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MiB; give it more, e.g. BARRAGE_JAVA_OPTS=-Xmx4g",
          e);
    }
  }

  private static String text(Path file, int most) {
    return utf8(
        file.toString(),
        () -> {
          byte[] bytes = bytes(file, most);
          if (bytes.length > most) {
            throw new UsageException(file + " is larger than " + (most >> 20) + " MiB");
          }
          return bytes;
        });
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
      byte[] bytes = source.read();
      String text = new String(bytes, StandardCharsets.UTF_8);
      if (text.indexOf('\ufffd') >= 0) { // or was it there? the strict decoder takes more memory
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      }
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new UsageException(name + " is not text in UTF-8", e);
    } catch (IOException e) {
      throw new UsageException("cannot read " + name + ": " + Reasons.of(e), e);
    }
  }
}
