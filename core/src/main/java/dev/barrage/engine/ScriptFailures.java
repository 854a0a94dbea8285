package dev.barrage.engine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/** What scripts threw, in words: the same for the same cause. */
public final class ScriptFailures {
  private static final int MESSAGE_CHARS = 200;
  private static final int TRACE_CHARS = 16_384;

  private ScriptFailures() {}

  /** {@code NullPointerException: … (Checkout.java:17)}, on one line. */
  public static String message(Throwable thrown) {
    String words = thrown.getMessage() == null ? "" : thrown.getMessage();
    String line = words.strip().replaceAll("\\s*\\R\\s*", "; ");
    String cut = line.length() <= MESSAGE_CHARS ? line : line.substring(0, MESSAGE_CHARS) + "…";
    return thrown.getClass().getSimpleName() + (cut.isEmpty() ? "" : ": " + cut) + place(thrown);
  }

  /** The place in the script: the first one that is neither the JDK's nor Barrage's own. */
  private static String place(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace())
        .filter(element -> element.getModuleName() == null)
        .filter(element -> !element.getClassName().startsWith("dev.barrage."))
        .findFirst()
        .map(e -> " (" + e.getFileName() + ":" + e.getLineNumber() + ")")
        .orElse("");
  }

  /** The stack trace, bounded. */
  public static String trace(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.getBuffer().length() <= TRACE_CHARS
        ? trace.toString()
        : trace.toString().substring(0, TRACE_CHARS);
  }
}
