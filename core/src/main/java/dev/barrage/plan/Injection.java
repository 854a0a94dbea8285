package dev.barrage.plan;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A failure put in the target's way while the load goes on, not measured: make the upstream slow,
 * stop a container.
 *
 * @param at when it begins, from the begin of the measured window
 * @param lasts how long it stays; empty: to the end of the run
 * @param action what makes it
 * @param undo what takes it away again, whatever happened meanwhile; empty: it goes by itself
 */
public record Injection(Duration at, Optional<Duration> lasts, Hook action, Optional<Hook> undo) {
  /** In one plan, at most. */
  public static final int MOST = 20;

  public Injection {
    if (at.isNegative()) {
      throw new IllegalArgumentException("at is " + at + "; must be >= 0");
    }
    if (lasts.isPresent() && !lasts.get().isPositive()) {
      throw new IllegalArgumentException("for is " + lasts.get() + "; must be more than 0");
    }
  }

  /** All that is done for it. */
  public Stream<Hook> hooks() {
    return Stream.concat(Stream.of(action), undo.stream());
  }
}
