package dev.barrage.engine.io;

import java.io.IOException;

/** TCP connection not made; the message is the cause in words: {@code connection refused}. */
public final class ConnectFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  public ConnectFailedException(String message) {
    super(message);
  }
}
