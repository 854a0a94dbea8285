package dev.barrage.report;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What progress is shown on.
 *
 * @param interactive lines can be redrawn in place
 * @param width columns
 * @param colour colours are wanted
 */
public record Terminal(boolean interactive, int width, boolean colour) {
  private static final int DEFAULT_WIDTH = 80;

  /** Standard error that is a file or a pipe. */
  public static final Terminal NONE = new Terminal(false, 100, false);

  /**
   * Looks at standard error, {@code COLUMNS}, {@code TERM} and {@code NO_COLOR}
   * (https://no-color.org).
   *
   * @param environment of the process
   * @param wantColour false for {@code --no-color}
   */
  public static Terminal ofStandardError(Map<String, String> environment, boolean wantColour) {
    if (!isTerminal(2) || "dumb".equals(environment.get("TERM"))) {
      return NONE;
    }
    return new Terminal(true, width(environment), wantColour && allowsColour(environment));
  }

  /** Whether text on standard output may be coloured. */
  public static boolean colourOnStandardOutput(
      Map<String, String> environment, boolean wantColour) {
    return wantColour
        && allowsColour(environment)
        && !"dumb".equals(environment.get("TERM"))
        && isTerminal(1);
  }

  private static boolean allowsColour(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  /** {@link Console#isTerminal()} knows only standard input and output together. */
  private static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    try {
      if (Files.isSymbolicLink(link)) {
        String device = Files.readSymbolicLink(link).toString();
        return device.startsWith("/dev/pts/")
            || device.startsWith("/dev/tty")
            || device.equals("/dev/console");
      }
    } catch (IOException e) {
      return false;
    }
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private static int width(Map<String, String> environment) {
    String columns = environment.getOrDefault("COLUMNS", "").strip();
    if (columns.matches("[1-9][0-9]{0,3}")) {
      return Integer.parseInt(columns);
    }
    return sttyWidth();
  }

  private static int sttyWidth() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectErrorStream(true)
              .start();
      if (!stty.waitFor(1, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        return DEFAULT_WIDTH;
      }
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      String[] rowsAndColumns = size.strip().split(" ");
      int width = rowsAndColumns.length == 2 ? Integer.parseInt(rowsAndColumns[1]) : 0;
      return width > 0 ? width : DEFAULT_WIDTH;
    } catch (IOException | NumberFormatException e) {
      return DEFAULT_WIDTH;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return DEFAULT_WIDTH;
    }
  }
}
