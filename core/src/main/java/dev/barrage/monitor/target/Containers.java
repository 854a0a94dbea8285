package dev.barrage.monitor.target;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks the container engine for a container's first process. */
final class Containers {
  private static final List<String> ENGINES = List.of("docker", "podman");
  private static final int WAIT_S = 5;

  private Containers() {}

  /**
   * Its process number on this machine.
   *
   * @param name a name or id without blanks or a leading dash
   * @throws IOException no engine knows it, or none is there
   */
  static long pid(String name) throws IOException {
    String why = "neither docker nor podman is installed";
    for (String engine : ENGINES) {
      try {
        return ask(engine, name);
      } catch (NotKnownException e) {
        why = String.valueOf(e.getMessage());
      } catch (IOException e) {
        // Not installed: the next one.
      }
    }
    throw new IOException("container " + name + " was not found: " + why);
  }

  private static final class NotKnownException extends IOException {
    private static final long serialVersionUID = 1;

    NotKnownException(String message) {
      super(message);
    }
  }

  private static long ask(String engine, String name) throws IOException {
    Process asking =
        new ProcessBuilder(engine, "inspect", "--format", "{{.State.Pid}}", name)
            .redirectErrorStream(true)
            .start();
    asking.getOutputStream().close();
    try {
      if (!asking.waitFor(WAIT_S, TimeUnit.SECONDS)) {
        throw new NotKnownException(engine + " did not answer in " + WAIT_S + " s");
      }
      String answer =
          new String(asking.getInputStream().readNBytes(4096), StandardCharsets.UTF_8).strip();
      if (asking.exitValue() == 0 && answer.matches("[1-9][0-9]{0,9}")) {
        return Long.parseLong(answer);
      }
      String line = answer.lines().findFirst().orElse("no answer");
      throw new NotKnownException(
          engine + (answer.equals("0") ? ": it does not run" : " says: " + line));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotKnownException("interrupted");
    } finally {
      asking.destroyForcibly();
    }
  }
}
