package dev.barrage.engine;

import dev.barrage.engine.io.Block;
import dev.barrage.plan.Fault;
import java.util.Arrays;

/**
 * The bytes of a request that is wrong on purpose: how many are due by when, and what comes behind
 * the last of them. The loop's thread only; made anew for each such request.
 */
final class Trickle {
  /** What comes behind the last byte. */
  enum Ending {
    /** The target's answer. */
    ANSWER,
    /** An orderly end from this side (FIN); the target may still be heard. */
    END,
    /** A reset. */
    RESET
  }

  final Block bytes;
  private final Fault fault;

  /** Bytes due at once, by the end of the fault's time, and behind it. */
  private final int first;

  private final int slowEnd;
  private final int last;
  private final long fromNs;
  private final long lastsNs;

  /** Bytes that went out. */
  int gone;

  private Trickle(Block bytes, int first, int slowEnd, int last, long fromNs, Fault fault) {
    this.bytes = bytes;
    this.first = first;
    this.slowEnd = slowEnd;
    this.last = last;
    this.fromNs = fromNs;
    this.lastsNs = fault.lasts().toNanos();
    this.fault = fault;
  }

  Ending ending() {
    return fault instanceof Fault.Abort(int after, boolean reset)
        ? reset ? Ending.RESET : Ending.END
        : Ending.ANSWER;
  }

  /**
   * @param whole the request's block where it is the same for all; else it is copied
   * @param length of the request in it
   */
  static Trickle of(Fault fault, Block from, int length, boolean whole, long nowNs) {
    Block bytes = whole ? from : new Block(Arrays.copyOf(from.bytes, length));
    int body = bodyAt(bytes.bytes, length);
    return switch (fault) {
      case Fault.Malformed wrong -> new Trickle(bytes, length, length, length, nowNs, fault);
      case Fault.Oversize wrong -> new Trickle(bytes, length, length, length, nowNs, fault);
      case Fault.Slow(Fault.Section section, var lasts) ->
          switch (section) {
            case HEADERS -> new Trickle(bytes, 0, body, length, nowNs, fault);
            case BODY -> new Trickle(bytes, body, length, length, nowNs, fault);
          };
      case Fault.Abort(int after, boolean reset) -> {
        int end = Math.max(body, Math.min(body + after, length - 1));
        yield new Trickle(bytes, end, end, end, nowNs, fault);
      }
    };
  }

  /** Where the body begins. */
  private static int bodyAt(byte[] b, int length) {
    for (int i = 3; i < length; i++) {
      if (b[i] == '\n' && b[i - 1] == '\r' && b[i - 2] == '\n' && b[i - 3] == '\r') {
        return i + 1;
      }
    }
    return length;
  }

  /** How many bytes may be out by now. */
  int due(long nowNs) {
    long passedNs = nowNs - fromNs;
    if (passedNs >= lastsNs) {
      return last;
    }
    return first + (int) ((slowEnd - first) * (double) passedNs / lastsNs);
  }

  /** Whether all went out that ever will. */
  boolean isOver() {
    return gone == last;
  }
}
