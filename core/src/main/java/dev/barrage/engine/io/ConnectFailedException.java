package dev.barrage.engine.io;

import java.io.IOException;

/** Connection not made; the message is the cause in words: {@code connection refused}. */
public final class ConnectFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** EMFILE, ENFILE. */
  static final String TOO_MANY_FILES =
      "too many open files (raise ulimit -n, or lower --connections)";

  /** EADDRNOTAVAIL. */
  static final String NO_LOCAL_PORT = "no free local port (ephemeral ports exhausted)";

  /** EADDRNOTAVAIL of a bind. */
  static final String NOT_LOCAL = "source address is not one of this machine's";

  /** EAGAIN of a unix socket. */
  static final String QUEUE_FULL = "the socket's queue of connections is full";

  /** Whether a connection failed by a limit of the generator's own machine, not by the target. */
  public static boolean isOwnLimit(String message) {
    return message.startsWith(TOO_MANY_FILES) || message.startsWith(NO_LOCAL_PORT);
  }

  public ConnectFailedException(String message) {
    super(message);
  }
}
