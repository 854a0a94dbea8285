package dev.barrage.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Something done before or after a run, not measured: clear the limiter's state, drop test
 * sessions.
 */
public sealed interface Hook {
  /** How long a hook may take unless it says so. */
  Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  /** In which a command line is run. */
  List<String> SHELL = List.of("/bin/sh", "-c");

  /** After this a hook is stopped and counts as failed. */
  Duration timeout();

  /** What is done, on one line: {@code redis-cli FLUSHDB}. */
  String text();

  /** A line for the shell, whose environment holds the plan's variables. */
  static Command shell(String line, Duration timeout) {
    return new Command(List.of(SHELL.get(0), SHELL.get(1), line), timeout);
  }

  /**
   * A program.
   *
   * @param words the program and its arguments
   */
  record Command(List<String> words, Duration timeout) implements Hook {
    public Command {
      words = List.copyOf(words);
      if (words.isEmpty() || words.getFirst().isBlank()) {
        throw new IllegalArgumentException("run needs a program, e.g. run: redis-cli FLUSHDB");
      }
    }

    /** The line, if it is one for the shell. */
    public Optional<String> line() {
      return words.size() == 3 && words.subList(0, 2).equals(SHELL)
          ? Optional.of(words.get(2))
          : Optional.empty();
    }

    @Override
    public String text() {
      return line().orElseGet(() -> String.join(" ", words));
    }
  }

  /**
   * A request.
   *
   * @param method as sent, upper case
   * @param address an absolute URL, or a path of the target
   * @param headers sent as given; slots name variables of the plan
   * @param body JSON, text, a file or none
   * @param expected statuses that are good; empty: all below 400
   */
  record Call(
      String method,
      Template address,
      List<Request.Header> headers,
      Body body,
      Optional<Check.Status> expected,
      Duration timeout)
      implements Hook {
    public Call {
      headers = List.copyOf(headers);
    }

    @Override
    public String text() {
      return method + " " + Secrets.maskQuery(address.source());
    }
  }
}
