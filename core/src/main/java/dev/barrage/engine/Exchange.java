package dev.barrage.engine;

import dev.barrage.engine.http1.KeptFields;
import dev.barrage.engine.http1.LimitFields;
import dev.barrage.engine.http1.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way and its response: four times, an outcome and a few facts.
 *
 * <p>Exchanges belong to the engine and are used again for the next request: a {@link Recorder}
 * reads one during the call and keeps nothing of it. All times are {@link System#nanoTime()}; 0
 * means "not reached".
 *
 * <pre>
 *   intended ──(send lag)──► dispatched ──queue──► sent ──► first byte ──► done
 *      └──────────────────────── latency ───────────────────────────────┘
 *                                                  └──── service time ───┘
 * </pre>
 */
public abstract class Exchange {
  /** Index of the request in {@link Requests#names}. */
  public abstract int request();

  /** Index of the user class in the plan. */
  public abstract int userClass();

  /** Index of the URL in the plan's target. */
  public int target() {
    return 0;
  }

  public abstract long intendedNs();

  /**
   * Whether the request was intended after the end of the measured window, as only those of stop
   * steps are. It belongs to no window.
   */
  public boolean afterwards() {
    return false;
  }

  /**
   * When the generator could have dispatched the request: the intended time, or the end of the same
   * user's previous request if that is later (an overrun pace is the target's fault). Send lag is
   * dispatched − ready.
   */
  public long readyNs() {
    return intendedNs();
  }

  public abstract long dispatchedNs();

  public abstract long sentNs();

  public abstract long firstByteNs();

  public abstract long doneNs();

  /** Whether the request had to wait for a connection after its dispatch. */
  public abstract boolean queued();

  /** Whether the connection had served a request before. */
  public abstract boolean reused();

  /** Status code, 0 if no complete status line arrived. */
  public abstract int status();

  /** Bytes of the response's content, without header fields and framing; 0 if not complete. */
  public long contentBytes() {
    return 0;
  }

  public abstract Outcome outcome();

  /**
   * What the response said of a rate limit; null unless the plan watches its limit, or where no
   * response came.
   */
  public @Nullable LimitFields limits() {
    return null;
  }

  /**
   * Whether the response bore the header field by which the plan knows those of the upstream; true
   * where it knows none.
   */
  public boolean fromUpstream() {
    return true;
  }

  /** Values of the response header fields that the plan wants to know of; null where none came. */
  public @Nullable KeptFields kept() {
    return null;
  }

  /** The trace that the request began; null: none. */
  public @Nullable TraceContext traceContext() {
    return null;
  }

  /** Address of the connection that carried it; null: none did. */
  public @Nullable String address() {
    return null;
  }

  /** When that connection was ready for its first request. */
  public long openedNs() {
    return 0;
  }

  /** Requests that it had served before. */
  public long served() {
    return 0;
  }

  /** Time its TCP handshake took. */
  public long connectNs() {
    return 0;
  }

  /** Time its TLS handshake took; negative: no TLS. */
  public long tlsNs() {
    return -1;
  }

  /** Number of the client that the user presents itself as: the user's own unless it has others. */
  public int client() {
    return 0;
  }

  /** For failures: what happened, in words that are the same for the same cause. */
  public abstract @Nullable String message();

  /** For failures: something to look at, e.g. the first bytes of the response; bounded. */
  public abstract @Nullable String sample();
}
