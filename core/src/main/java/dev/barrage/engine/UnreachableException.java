package dev.barrage.engine;

import java.io.IOException;
import java.util.List;

/** Some URLs of a target cannot be reached before the run; tells of each why, in words. */
public final class UnreachableException extends IOException {
  private static final long serialVersionUID = 1L;

  private final List<String> failures;

  UnreachableException(List<String> failures) {
    super(String.join("; ", failures));
    this.failures = List.copyOf(failures);
  }

  /** One line for each URL: {@code cannot reach http://x: connection refused}. */
  public List<String> failures() {
    return failures;
  }
}
