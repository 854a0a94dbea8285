package dev.barrage.engine.io;

import java.io.IOException;

/** TCP connection not made; the message is the cause in words: {@code connection refused}. */
public final class ConnectFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** EMFILE, ENFILE. */
  static final String TOO_MANY_FILES =
      "too many open files (raise ulimit -n, or lower --connections)";

  /** EADDRNOTAVAIL. */
  static final String NO_LOCAL_PORT = "no free local port (ephemeral ports exhausted)";

  /** Whether a connection failed by a limit of the generator's own machine, not by the target. */
  public static boolean isOwnLimit(String message) {
    return message.startsWith(TOO_MANY_FILES) || message.startsWith(NO_LOCAL_PORT);
  }

  public ConnectFailedException(String message) {
    super(message);
  }
}
