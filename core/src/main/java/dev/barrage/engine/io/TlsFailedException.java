package dev.barrage.engine.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** TLS handshake failed; the message is the cause in words: {@code certificate not trusted}. */
public final class TlsFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  public TlsFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
