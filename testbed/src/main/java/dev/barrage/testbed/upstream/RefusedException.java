package dev.barrage.testbed.upstream;

/** A request that gets an error answer: the status and one line that says why. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;

  RefusedException(int status, String message) {
    // No stack trace: this is an answer, and there may be thousands a second.
    super(message, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
