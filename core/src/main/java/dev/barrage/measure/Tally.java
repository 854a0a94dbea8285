package dev.barrage.measure;

import dev.barrage.engine.Exchange;
import dev.barrage.engine.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Places of counters in an array of {@code long}: one array copy takes a snapshot of all, one loop
 * adds them up. They only ever grow.
 */
final class Tally {
  static final int STARTED = 0;
  static final int OK = 1;
  static final int FAILED = 2;
  static final int DROPPED = 3;
  static final int UNFINISHED = 4;
  static final int WARMUP_STARTED = 5;
  static final int WARMUP_OK = 6;
  static final int WARMUP_FAILED = 7;
  static final int WARMUP_DROPPED = 8;
  static final int SENT = 9;
  static final int DONE_INSIDE = 10;
  static final int OK_INSIDE = 11;
  static final int ITERATIONS_STARTED = 12;
  static final int ITERATIONS_COMPLETED = 13;
  static final int BYTES_SENT = 14;
  static final int BYTES_RECEIVED = 15;
  static final int OPENED = 16;
  static final int REUSED = 17;
  static final int RETRIED = 18;
  static final int CONNECT_FAILED = 19;
  static final int CLIPPED = 20;
  static final int HELD = 21;
  static final int OUTCOMES = 22;

  /** Requests of stop steps intended after the measured window. */
  static final int AFTER_STARTED = 30;

  static final int AFTER_OK = 31;
  static final int AFTER_FAILED = 32;

  /** Bytes of content of the complete responses that were measured. */
  static final int CONTENT_BYTES = 33;

  /** Measured answers with a 5xx that did not come from the upstream. */
  static final int OWN_ERRORS = 34;

  static final int STATUSES = 40;
  static final int SIZE = STATUSES + 600;

  /** Names of the single counters in the journal, by place. */
  static final String[] NAMES = {
    "started",
    "ok",
    "failed",
    "dropped",
    "unfinished",
    "warmup_started",
    "warmup_ok",
    "warmup_failed",
    "warmup_dropped",
    "sent",
    "done_inside",
    "ok_inside",
    "iterations_started",
    "iterations_completed",
    "bytes_sent",
    "bytes_received",
    "opened",
    "reused",
    "retried",
    "connect_failed",
    "clipped",
    "held"
  };

  static final Outcome[] OUTCOME_VALUES = Outcome.values();

  private Tally() {}

  /**
   * A request that has ended.
   *
   * @param inside whether it ended inside the measured window
   * @param warmup whether it was intended before that
   */
  static void addFinished(long[] c, Exchange exchange, boolean inside, boolean warmup) {
    Outcome outcome = exchange.outcome();
    boolean ok = outcome == Outcome.OK;
    if (inside && outcome.isComplete()) {
      c[DONE_INSIDE]++;
      if (ok) {
        c[OK_INSIDE]++;
      }
    }
    if (warmup) {
      c[ok ? WARMUP_OK : WARMUP_FAILED]++;
      return;
    }
    c[ok ? OK : FAILED]++;
    c[OUTCOMES + outcome.ordinal()]++;
    if (outcome.isComplete()) {
      c[CONTENT_BYTES] += exchange.contentBytes();
      addAnswer(c, exchange.status(), exchange.fromUpstream());
    }
  }

  /**
   * @param status 0: the connection ended without an answer, which the plan allows
   */
  private static void addAnswer(long[] c, int status, boolean fromUpstream) {
    if (status >= 0 && status < 600) {
      c[STATUSES + status]++;
      if (status >= 500 && !fromUpstream) {
        c[OWN_ERRORS]++;
      }
    }
  }

  static void add(long[] to, long[] from) {
    for (int i = 0; i < from.length; i++) {
      to[i] += from[i];
    }
  }

  /** Counts as a {@link Measurement} has them. */
  static Measurement.Counts counts(long[] c) {
    return new Measurement.Counts(
        c[STARTED] + c[DROPPED],
        c[STARTED],
        c[OK],
        c[FAILED],
        c[DROPPED],
        c[UNFINISHED],
        c[WARMUP_STARTED],
        c[SENT],
        c[AFTER_STARTED],
        c[AFTER_FAILED],
        c[OWN_ERRORS]);
  }

  static Measurement.Capped capped(long[] c) {
    return new Measurement.Capped(c[CLIPPED], c[HELD]);
  }

  static Measurement.Bytes bytes(long[] c) {
    return new Measurement.Bytes(c[BYTES_SENT], c[BYTES_RECEIVED], c[CONTENT_BYTES]);
  }

  static Measurement.Connections connections(long[] c, long peak) {
    return new Measurement.Connections(
        c[OPENED],
        c[REUSED],
        c[RETRIED],
        c[CONNECT_FAILED],
        peak,
        c[OPENED] + c[REUSED] - c[SENT]); // each carries its first request but once
  }

  static Map<Outcome, Long> outcomes(long[] c) {
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    for (Outcome outcome : OUTCOME_VALUES) {
      outcomes.put(outcome, c[OUTCOMES + outcome.ordinal()]);
    }
    return outcomes;
  }

  static SortedMap<String, Long> statuses(long[] c) {
    SortedMap<String, Long> statuses = new TreeMap<>();
    for (int status = 0; status < 600; status++) {
      if (c[STATUSES + status] > 0) {
        statuses.put(
            status == 0 ? Measurement.NO_STATUS : Integer.toString(status), c[STATUSES + status]);
      }
    }
    return statuses;
  }
}
