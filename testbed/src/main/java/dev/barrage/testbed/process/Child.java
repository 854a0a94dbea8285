package dev.barrage.testbed.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A child JVM that prints one line of JSON when it is ready.
 *
 * <p>Its standard input is a pipe that is never written: its end tells the child that this process
 * is gone.
 */
final class Child implements AutoCloseable {
  private static final int KEPT_LINES = 40;
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final String name;
  private final Process process;
  private final CompletableFuture<String> firstLine = new CompletableFuture<>();
  private final Deque<String> lastErrors = new ArrayDeque<>();

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    daemon(name + "-out", () -> readOut(process.getInputStream()));
    daemon(name + "-err", () -> readErrors(process.getErrorStream()));
  }

  static Child start(String name, List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    // Flags meant for this JVM must not leak into the children; and the JVM says so on each start.
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    return new Child(name, builder.start());
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Waits for the line of JSON.
   *
   * @return the value of each name in it
   * @throws IOException if the child ends or says nothing within {@code timeout}; the message has
   *     the last lines of its standard error
   */
  Ready awaitReady(Duration timeout) throws IOException {
    try {
      return new Ready(firstLine.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      throw new IOException(
          "the " + name + " is not ready after " + timeout.toSeconds() + " s" + said(), e);
    } catch (ExecutionException e) {
      throw new IOException("the " + name + " ended before it was ready" + said(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the " + name + " started", e);
    }
  }

  /** The line a child prints when it is ready. */
  record Ready(String line) {
    String value(String key) throws IOException {
      Matcher found = Pattern.compile("\"" + key + "\":\"([^\"]*)\"").matcher(line);
      if (!found.find()) {
        throw new IOException("no \"" + key + "\" in: " + line);
      }
      return found.group(1);
    }
  }

  private String said() {
    synchronized (lastErrors) {
      return lastErrors.isEmpty() ? "" : ":\n  " + String.join("\n  ", lastErrors);
    }
  }

  private void readOut(InputStream out) {
    try (BufferedReader lines = reader(out)) {
      String line = lines.readLine();
      if (line == null) {
        // Its last words explain it; they come by the other pipe.
        process.waitFor(1, TimeUnit.SECONDS);
        firstLine.completeExceptionally(new IOException("no output"));
        return;
      }
      firstLine.complete(line);
      lines.transferTo(java.io.Writer.nullWriter());
    } catch (IOException e) {
      firstLine.completeExceptionally(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readErrors(InputStream errors) {
    try (BufferedReader lines = reader(errors)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (lastErrors) {
          if (lastErrors.size() == KEPT_LINES) {
            lastErrors.removeFirst();
          }
          lastErrors.addLast(line);
        }
      }
    } catch (IOException e) {
      // The child is gone: nothing more will come.
    }
  }

  private static BufferedReader reader(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  private static void daemon(String name, Runnable task) {
    Thread.ofPlatform().daemon().name("testbed-" + name).start(task);
  }

  /** Asks the child to end; does not wait. */
  void terminate() {
    process.destroy();
  }

  /** Ends the child: SIGTERM, and after five seconds SIGKILL. */
  @Override
  public void close() {
    terminate();
    try {
      if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
