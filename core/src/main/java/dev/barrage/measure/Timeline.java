package dev.barrage.measure;

import dev.barrage.measure.Measurement.TimelineRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a run, one per second of done time, added to as loops hand their intervals over.
 *
 * <p>A row tells only of its own phase's requests, so that sums agree with the run's counts: what
 * was measured but counted by a loop a moment before the window began goes to the first row of the
 * window, a late start to its last, and a warm-up request that ended late to the last warm-up row.
 * For use by one thread.
 */
final class Timeline {
  /** Rows that keep their distributions, so that late data still moves their percentiles. */
  private static final int OPEN_ROWS = 4;

  private static final class Row {
    long started;
    long ok;
    long failed;
    long dropped;
    long contentBytes;
    long inFlight;
    long users;
    boolean seen;
    @Nullable Distribution latency = new Distribution();
    @Nullable Distribution sendLag = new Distribution();
    double latencyP50Us = Double.NaN;
    double latencyP95Us = Double.NaN;
    double latencyP99Us = Double.NaN;
    double latencyMaxUs = Double.NaN;
    double sendLagP99Us = Double.NaN;
    double sendLagMaxUs = Double.NaN;

    void measure() {
      if (latency != null && latency.count() > 0) {
        latencyP50Us = latency.percentile(50) / 1e3;
        latencyP95Us = latency.percentile(95) / 1e3;
        latencyP99Us = latency.percentile(99) / 1e3;
        latencyMaxUs = latency.max() / 1e3;
      }
      if (sendLag != null && sendLag.count() > 0) {
        sendLagP99Us = sendLag.percentile(99) / 1e3;
        sendLagMaxUs = sendLag.max() / 1e3;
      }
    }

    void close() {
      measure();
      latency = null;
      sendLag = null;
    }
  }

  private final Slots slots;
  private final TreeMap<Long, Row> rows = new TreeMap<>();

  Timeline(Slots slots) {
    this.slots = slots;
  }

  /**
   * Adds what one loop handed over.
   *
   * @param delta its counters since the hand-over before
   */
  void add(Interval interval, long[] delta) {
    long phase = Slots.phase(interval.slot);
    Row own = row(interval.slot);
    own.inFlight += interval.inFlight;
    own.users += interval.users;
    own.seen = true;
    long endsIn = phase == Slots.WARMUP ? Slots.slot(Slots.MEASURE, 0) : interval.slot;
    long startsIn = phase == Slots.DRAIN ? slots.last(Slots.MEASURE) : endsIn;
    if (delta[Tally.STARTED] + delta[Tally.DROPPED] > 0) {
      Row row = row(startsIn);
      row.started += delta[Tally.STARTED];
      row.dropped += delta[Tally.DROPPED];
      merge(row.sendLag, interval.sendLag);
    }
    if (delta[Tally.OK] + delta[Tally.FAILED] > 0) {
      Row row = row(endsIn);
      row.ok += delta[Tally.OK];
      row.failed += delta[Tally.FAILED];
      row.contentBytes += delta[Tally.CONTENT_BYTES];
      merge(row.latency, interval.okLatency);
      merge(row.latency, interval.failedLatency);
    }
    addWarmup(interval, delta, phase);
  }

  private void addWarmup(Interval interval, long[] delta, long phase) {
    if (!slots.hasWarmup()
        || delta[Tally.WARMUP_STARTED]
                + delta[Tally.WARMUP_DROPPED]
                + delta[Tally.WARMUP_OK]
                + delta[Tally.WARMUP_FAILED]
            == 0) {
      return;
    }
    Row row = row(phase == Slots.WARMUP ? interval.slot : slots.last(Slots.WARMUP));
    row.started += delta[Tally.WARMUP_STARTED];
    row.dropped += delta[Tally.WARMUP_DROPPED];
    row.ok += delta[Tally.WARMUP_OK];
    row.failed += delta[Tally.WARMUP_FAILED];
    merge(row.latency, interval.warmupOkLatency);
    merge(row.latency, interval.warmupFailedLatency);
    merge(row.sendLag, interval.warmupSendLag);
  }

  private static void merge(@Nullable Distribution to, Distribution from) {
    if (to != null && from.count() > 0) {
      to.add(from);
    }
  }

  private Row row(long slot) {
    return rows.computeIfAbsent(slot, s -> new Row());
  }

  /** The row of a second as it stands. */
  TimelineRow at(long slot) {
    Row row = rows.get(slot);
    return row == null ? told(slot, new Row()) : told(slot, row);
  }

  /** Lets go of the distributions of rows well before the given one. */
  void closeBefore(long slot) {
    int open = 0;
    for (Map.Entry<Long, Row> entry : rows.headMap(slot, true).descendingMap().entrySet()) {
      boolean folded =
          entry.getKey() == slots.last(Slots.WARMUP) || entry.getKey() == slots.last(Slots.MEASURE);
      if (++open > OPEN_ROWS && !folded) {
        if (entry.getValue().latency == null) {
          return;
        }
        entry.getValue().close();
      }
    }
  }

  /** All rows, without gaps: a second of which no loop told is there and empty. */
  List<TimelineRow> rows() {
    List<TimelineRow> all = new ArrayList<>();
    for (long phase = Slots.WARMUP; phase <= Slots.DRAIN; phase++) {
      long count = phase == Slots.DRAIN ? drainRows() : slots.count(phase);
      Row before = new Row();
      for (long second = 0; second < count; second++) {
        long slot = Slots.slot(phase, second);
        Row row = rows.getOrDefault(slot, new Row());
        if (!row.seen) {
          row.inFlight = before.inFlight;
          row.users = before.users;
        }
        all.add(told(slot, row));
        before = row;
      }
    }
    return all;
  }

  /** Seconds of the drain up to the last in which something ended or was still under way. */
  private long drainRows() {
    long count = 0;
    for (Map.Entry<Long, Row> entry : rows.tailMap(Slots.slot(Slots.DRAIN, 0)).entrySet()) {
      Row row = entry.getValue();
      if (row.ok + row.failed + row.inFlight > 0) {
        count = Slots.second(entry.getKey()) + 1;
      }
    }
    return count;
  }

  private TimelineRow told(long slot, Row row) {
    row.measure();
    return new TimelineRow(
        slots.secondsFromStart(slots.startOf(slot)),
        slots.lengthNs(slot) / 1e9,
        Slots.phaseName(Slots.phase(slot)),
        row.started,
        row.ok,
        row.failed,
        row.dropped,
        row.inFlight,
        row.users,
        row.latencyP50Us,
        row.latencyP99Us,
        row.latencyMaxUs,
        row.sendLagP99Us,
        row.sendLagMaxUs,
        row.contentBytes,
        row.latencyP95Us);
  }
}
