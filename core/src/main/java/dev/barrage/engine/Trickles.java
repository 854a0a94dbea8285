package dev.barrage.engine;

import dev.barrage.engine.CompiledStep.Call;
import dev.barrage.engine.io.Block;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of one loop that are wrong on purpose: each {@link Trickle} at once as far as
 * it is due, the rest in pieces. The loop's thread only.
 */
final class Trickles {
  /** How far the pieces of a slow request are apart. */
  private static final long PIECE_NS = 100_000_000;

  private final Dialer dialer;
  private final Recorder recorder;

  /** Connections that wait for the time of their next piece. */
  private final Deadlines waiting = new Deadlines(PIECE_NS);

  Trickles(Dialer dialer, Recorder recorder) {
    this.dialer = dialer;
    this.recorder = recorder;
  }

  /** Whether a request is sent by this class. */
  static boolean sends(Call call) {
    return call.fault() != null;
  }

  /**
   * Takes a request up, to be sent from now on.
   *
   * @param whole whether the block is the request's own, the same each time
   */
  void begin(Connection connection, Call call, Block from, int length, boolean whole, long nowNs) {
    connection.trickle =
        Trickle.of(Objects.requireNonNull(call.fault()), from, length, whole, nowNs);
  }

  /** Sends what is due by now. */
  void send(Connection connection, long nowNs) throws IOException {
    Trickle trickle = Objects.requireNonNull(connection.trickle);
    recorder.bytes(connection.send(trickle, nowNs), 0);
    connection.cancel();
    if (!trickle.isOver()) {
      waiting.add(connection, nowNs);
    } else if (!connection.wire().wantsWrite()) { // ciphertext goes before what is behind it
      connection.trickle = null;
      end(connection, trickle);
    }
    dialer.watch(connection);
  }

  private void end(Connection connection, Trickle trickle) throws IOException {
    switch (trickle.ending()) {
      case ANSWER -> recorder.sent(Objects.requireNonNull(connection.session));
      case END -> connection.wire().endOutput();
      case RESET -> {
        connection.wire().resetOnClose();
        dialer.breakLater(connection, new IOException("reset as planned"));
      }
    }
  }

  /** A connection whose next piece is due, or null. */
  @Nullable Connection next(long nowNs) {
    Deadline due = waiting.passed(nowNs);
    if (due != null) {
      due.cancel();
    }
    return (Connection) due;
  }

  Deadlines waiting() {
    return waiting;
  }
}
