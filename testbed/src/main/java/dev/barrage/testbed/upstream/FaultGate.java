package dev.barrage.testbed.upstream;

import dev.barrage.testbed.limit.Decision;
import dev.barrage.testbed.limit.KeyedLimiter;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides which fault a request meets. Safe for any thread; a volatile read when there are none.
 */
final class FaultGate {
  private volatile @Nullable Active active;
  private volatile Faults faults = Faults.NONE;

  Faults faults() {
    return faults;
  }

  void set(Faults wanted, long nowNs) {
    faults = wanted;
    active = wanted.equals(Faults.NONE) ? null : new Active(wanted, nowNs);
  }

  /** The faults in force for {@code path}, or null. */
  @Nullable Active on(String path) {
    Active now = active;
    return now != null && now.faults.cover(path) ? now : null;
  }

  /** How long an answer due now is held by a stall; 0 if there is none. */
  long heldNs(String path) {
    Active now = on(path);
    if (now == null) {
      return 0;
    }
    long nowNs = System.nanoTime();
    return nowNs - now.stallStartNs < 0 ? 0 : Math.max(0, now.stallEndNs - nowNs);
  }

  /** Hits floor(n × share) of n calls, evenly spread. */
  private static final class Share {
    private final double share;
    private final AtomicLong calls = new AtomicLong();

    Share(double share) {
      this.share = share;
    }

    boolean hit() {
      long call = calls.getAndIncrement();
      return share > 0 && Math.floor((call + 1) * share) > Math.floor(call * share);
    }
  }

  /** One set of faults with what it has done so far. */
  static final class Active {
    private static final Share NEVER = new Share(0);

    private final Faults faults;
    private final long stallStartNs;
    private final long stallEndNs;
    private final Share fails;
    private final Share resets;
    private final Share malformed;
    private final Share halfCloses;
    private final @Nullable KeyedLimiter limiter;

    private Active(Faults faults, long nowNs) {
      this.faults = faults;
      Faults.Stall stall = faults.stall();
      this.stallStartNs = nowNs + (stall == null ? 0 : stall.after().toNanos());
      this.stallEndNs = stallStartNs + (stall == null ? 0 : stall.length().toNanos());
      this.fails = faults.fail() == null ? NEVER : new Share(faults.fail().share());
      this.resets = faults.reset() == null ? NEVER : new Share(faults.reset().share());
      this.malformed = faults.malformed() == null ? NEVER : new Share(faults.malformed().share());
      this.halfCloses = faults.halfClose() == null ? NEVER : new Share(faults.halfClose().share());
      this.limiter =
          faults.rateLimit() == null ? null : new KeyedLimiter(faults.rateLimit().limit());
    }

    long slowNs() {
      return faults.slow() == null ? 0 : faults.slow().by().toNanos();
    }

    /** The state of the rate limit after this request, or null if there is no limit. */
    @Nullable Decision limit(Request request, String address, long nowNs) {
      Faults.RateLimit rateLimit = faults.rateLimit();
      if (rateLimit == null || limiter == null) {
        return null;
      }
      return limiter.tryAcquire(rateLimit.perClient() ? client(request, address) : "", nowNs);
    }

    /** The fault this request meets instead of its endpoint, or null. */
    @Nullable Answer instead() {
      if (resets.hit()) {
        return new Answer.Reset();
      }
      Faults.HalfClose halfClose = faults.halfClose();
      if (halfClose != null && !halfClose.answered() && halfCloses.hit()) {
        return new Answer.HalfClose(null);
      }
      if (faults.malformed() != null && malformed.hit()) {
        return new Answer.Broken(faults.malformed().kind());
      }
      if (faults.fail() != null && fails.hit()) {
        return new Answer.Now(Response.error(faults.fail().status(), "injected failure"));
      }
      return null;
    }

    /** The endpoint's answer as this fault leaves it. */
    Answer after(Answer answer) {
      Faults.HalfClose halfClose = faults.halfClose();
      boolean wanted = halfClose != null && halfClose.answered();
      return wanted && answer instanceof Answer.Now now && halfCloses.hit()
          ? new Answer.HalfClose(now.response())
          : answer;
    }

    private static String client(Request request, String address) {
      for (String name : new String[] {"X-Client-Id", "X-Api-Key", "Authorization"}) {
        String value = request.headers().get(name);
        if (value != null) {
          return name + "=" + value;
        }
      }
      return address;
    }
  }
}
