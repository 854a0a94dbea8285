package dev.barrage.engine;

import dev.barrage.plan.Request;
import java.net.SocketAddress;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What an event loop tells of its work; one per loop.
 *
 * <p>All methods are called on the loop's own thread, never at once, and must not block or
 * allocate. Which window a request belongs to follows from its intended time.
 */
public interface Recorder {
  /**
   * Once per turn of the loop, before its events, at least every 100 ms.
   *
   * @param nowNs {@link System#nanoTime()}
   * @param stallNs how much later than asked for the loop got here: time spent in the last turn
   *     plus overshoot of its wait
   * @param inFlight requests dispatched and not ended
   * @param users live users (closed model) or iterations under way (open model)
   * @param connections open connections
   */
  void turn(long nowNs, long stallNs, int inFlight, int users, int connections);

  /** An arrival found the in-flight bound reached; it never became a request. */
  void dropped(int userClass, long intendedNs);

  /**
   * An arrival was never offered: it was beyond the ceiling on the rate, or of the warm-up and much
   * too late.
   */
  default void clipped(int userClass, long intendedNs) {}

  /** A request waits for its turn under the ceiling on the rate; it is intended when that comes. */
  default void held() {}

  /** A loop took the request up: {@code dispatchedNs} is set. */
  void started(Exchange exchange);

  /** The request is written to a connection in full; called again for a retry. */
  void sent(Exchange exchange);

  /** The request ended with an outcome. */
  void finished(Exchange exchange);

  /** The request was cut at the end of the drain: it has no outcome. */
  void unfinished(Exchange exchange);

  /** An iteration of a user's tasks began (an arrival in the open model). */
  void iterationStarted(int userClass, long intendedNs);

  void iterationCompleted(int userClass, long intendedNs);

  /**
   * A group's first request is about to be dispatched. Groups begun after the measured window are
   * not told of.
   *
   * @param group index in {@link Groups}
   */
  default void groupStarted(int group, long intendedNs) {}

  /**
   * A group's steps are over.
   *
   * @param intendedNs as it was started with: latency runs from here …
   * @param doneNs … to the end of its last request
   * @param pausedNs pauses between them
   * @param ok whether all of its steps were run and no request of it failed
   */
  default void groupEnded(int group, long intendedNs, long doneNs, long pausedNs, boolean ok) {}

  /**
   * A script ended by what it threw; its iteration is not completed.
   *
   * @param script the name of the step
   */
  default void scriptFailed(int userClass, String script, Throwable thrown, long atNs) {}

  /** A user of the closed model began. */
  void userStarted(int userClass);

  void userEnded(int userClass);

  /**
   * A connection is ready for requests.
   *
   * @param connectNs time the TCP handshake took
   * @param tlsNs time the TLS handshake took; negative: no TLS
   */
  void connectionOpened(long connectNs, long tlsNs);

  void connectionFailed();

  /** A request goes again on a fresh connection because a reused one turned out closed. */
  void retried();

  /** Bytes that passed a connection, before TLS. */
  void bytes(long sent, long received);

  /**
   * The same connection that {@link #connectionOpened} told of, for those who look at it.
   *
   * @param tls what was agreed on; null: no TLS
   */
  default void connected(SocketAddress address, @Nullable SSLSession tls) {}

  /**
   * A request as it is handed to its connection, before TLS; called again for a retry.
   *
   * @param bytes the engine's own, {@code length} of them from the beginning: not to be changed
   */
  default void wrote(Request request, byte[] bytes, int length) {}

  /** What came for the request in flight, after TLS; the array is as that of {@link #wrote}. */
  default void read(Request request, byte[] bytes, int length) {}
}
