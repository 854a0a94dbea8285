package dev.barrage.engine;

import dev.barrage.plan.Feeder;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether a feeder has come to its end, and the run with it: no iteration begins from then on,
 * those under way are finished. Any thread.
 */
public final class DataEnd {
  /**
   * The feeder that came to its end first.
   *
   * @param atNs {@link System#nanoTime()} for which the first iteration was intended that found no
   *     record
   */
  public record Ended(String userClass, Feeder feeder, long atNs) {}

  private final AtomicReference<@Nullable Ended> first = new AtomicReference<>();

  void report(String userClass, Feeder feeder, long atNs) {
    first.compareAndSet(null, new Ended(userClass, feeder, atNs));
  }

  boolean hasCome() {
    return first.get() != null;
  }

  Optional<Ended> ended() {
    return Optional.ofNullable(first.get());
  }
}
