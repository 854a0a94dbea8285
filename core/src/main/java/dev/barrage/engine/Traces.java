package dev.barrage.engine;

import dev.barrage.engine.http1.TraceContext;
import dev.barrage.engine.schedule.Draw;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes the traces of one run. The first half of their ids is the run's own, drawn anew: runs of
 * the same plan must not share traces. The second half and the parent id follow from the seed and
 * from the request's number, by a permutation, so that no two requests have the same.
 *
 * <p>Any thread.
 */
final class Traces {
  /** Requests of a session before its numbers would meet those of another one. */
  private static final int REQUEST_BITS = 32;

  private final long run = new SecureRandom().nextLong();
  private final Draw traceIds;
  private final Draw parentIds;
  private final AtomicLong sessions = new AtomicLong();

  Traces(long seed) {
    traceIds = new Draw(seed, Draw.stream("trace id"));
    parentIds = new Draw(seed, Draw.stream("parent id"));
  }

  /** The number of a new session's first request. */
  long firstOfSession() {
    return sessions.getAndIncrement() << REQUEST_BITS;
  }

  /** Allocates nothing. */
  void begin(long number, TraceContext context) {
    context.set(run, traceIds.bits(number), parentIds.bits(number));
  }
}
