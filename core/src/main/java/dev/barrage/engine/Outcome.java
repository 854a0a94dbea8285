package dev.barrage.engine;

/** How a request ended: a closed set. Its lower-case name is the one in records. */
public enum Outcome {
  OK,
  CHECK_FAILED,
  STATUS_REFUSED,
  CONNECT_FAILED,
  TLS_FAILED,
  RESET,
  TIMEOUT,
  MALFORMED_RESPONSE;

  /** Whether a complete response arrived, so that latency and status mean something. */
  public boolean isComplete() {
    return switch (this) {
      case OK, CHECK_FAILED, STATUS_REFUSED -> true;
      case CONNECT_FAILED, TLS_FAILED, RESET, TIMEOUT, MALFORMED_RESPONSE -> false;
    };
  }

  public String id() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
