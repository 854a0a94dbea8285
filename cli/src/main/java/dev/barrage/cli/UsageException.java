package dev.barrage.cli;

/**
 * The user asked for something that cannot be: told in one line, exit 2, nothing was sent.
 *
 * <p>The message says what is wrong, what is allowed and what to do; without {@code barrage:}.
 */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }

  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
