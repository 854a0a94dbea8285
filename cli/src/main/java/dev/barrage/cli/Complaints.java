package dev.barrage.cli;

import dev.barrage.plan.NearestWord;
import dev.barrage.plan.PlanException;
import dev.barrage.plan.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says what went wrong: one line {@code barrage: …} on standard error for each mistake, never a
 * stack trace unless {@code BARRAGE_DEBUG=1} asks for it.
 */
final class Complaints {
  private final Map<String, String> environment;

  Complaints(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Words that the command line does not know. */
  int ofParameters(ParameterException mistake, String[] args) {
    CommandLine command = mistake.getCommandLine();
    String message =
        mistake instanceof UnmatchedArgumentException unmatched
            ? ofUnmatched(unmatched)
            : plain(oneLine(mistake)) + seeHelp(command);
    return say(command, message);
  }

  /** Executes; an error that no command caught ends as an exception does. */
  int execute(ParseResult parsed) {
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (OutOfMemoryError e) {
      long mib = Runtime.getRuntime().maxMemory() >> 20;
      say(
          parsed.commandSpec().commandLine(),
          "this JVM's memory, %,d MiB, is full; give it more, e.g. BARRAGE_JAVA_OPTS=-Xmx4g"
              .formatted(mib));
      return ExitCode.INTERNAL;
    } catch (Error e) {
      return ofFault(e, parsed.commandSpec().commandLine());
    }
  }

  /** What a command threw. */
  int ofExecution(Exception exception, CommandLine command, ParseResult parsed) {
    return switch (exception) {
      case UsageException mistake -> say(command, oneLine(mistake));
      case PlanException mistakes -> {
        for (Problem problem : mistakes.problems()) {
          say(command, problem.toString());
        }
        yield ExitCode.USAGE;
      }
      default -> ofFault(exception, command);
    };
  }

  private int ofFault(Throwable fault, CommandLine command) {
    say(command, "internal error: " + oneLine(fault) + "; " + keep(fault));
    return ExitCode.INTERNAL; // not 1: a script would take it for a failed objective
  }

  private static int say(CommandLine command, String message) {
    command.getErr().println("barrage: " + message);
    command.getErr().flush();
    return ExitCode.USAGE;
  }

  private static String ofUnmatched(UnmatchedArgumentException unmatched) {
    CommandLine command = unmatched.getCommandLine();
    String word = unmatched.getUnmatched().getFirst();
    String name = word.replaceFirst("=.*", "");
    if (name.startsWith("-")) {
      return "unknown option " + name + NearestWord.hint(name, options(command)) + seeHelp(command);
    }
    if (visible(command).isEmpty()) {
      return "unexpected argument '" + word + "'" + seeHelp(command);
    }
    if (word.contains("://")) {
      return "'%s' is no command; to load it: barrage run %s".formatted(word, word);
    }
    return "unknown command '%s'%s; there are: %s"
        .formatted(
            word, NearestWord.hint(word, visible(command)), String.join(", ", visible(command)));
  }

  private static List<String> options(CommandLine command) {
    return command.getCommandSpec().options().stream().flatMap(o -> Stream.of(o.names())).toList();
  }

  private static List<String> visible(CommandLine command) {
    return command.getSubcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(spec -> !spec.usageMessage().hidden())
        .map(CommandSpec::name)
        .toList();
  }

  private static String seeHelp(CommandLine command) {
    return "; see '" + command.getCommandSpec().qualifiedName() + " --help'";
  }

  /** The library's wording, in ours. */
  private static String plain(String message) {
    String words =
        message
            .replaceFirst("positional parameter at index \\d+ \\((.*?)\\)", "$1")
            .replace(" (case-insensitive)", "")
            .replaceFirst("' is not an int$", "' is not a whole number up to " + Integer.MAX_VALUE)
            .replaceFirst("' is not a long$", "' is not a whole number up to " + Long.MAX_VALUE);
    return Character.toLowerCase(words.charAt(0)) + words.substring(1);
  }

  private static String oneLine(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null || message.isBlank()
        ? thrown.getClass().getSimpleName()
        : message.strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  /** Keeps the stack trace for whoever is to mend it. */
  private String keep(Throwable fault) {
    StringWriter trace = new StringWriter();
    fault.printStackTrace(new PrintWriter(trace));
    if ("1".equals(environment.get("BARRAGE_DEBUG"))) {
      return "stack trace:\n" + trace;
    }
    try {
      Path file = Files.createTempFile("barrage-error-", ".txt");
      Files.writeString(file, trace.toString());
      return "stack trace in " + file;
    } catch (IOException e) {
      return "BARRAGE_DEBUG=1 shows the stack trace";
    }
  }
}
