package dev.barrage.measure;

import dev.barrage.measure.Measurement.TimelineRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Merges what the loops hand over each second into totals and a timeline, and writes it down. For
 * use by one thread at a time.
 */
final class Collector {
  private final Slots slots;
  private final LoopRecorder[] recorders;
  private final Optional<RecordFiles> files;
  private final long[][] lastCounts;

  final Timeline timeline;
  final Distribution okLatency = new Distribution();
  private final Distribution warmupOkLatency = new Distribution();
  final Distribution failedLatency = new Distribution();
  final Distribution service = new Distribution();
  final Distribution sendLag = new Distribution();
  final long[] counts;
  final int[] peakUsers;
  private long peakConnections;
  private long peakLive;
  private volatile long stallNsMax;

  // what this tick brought, for the files
  private final Distribution secondOk = new Distribution();
  private final Distribution secondFailed = new Distribution();
  private final Distribution secondWarmup = new Distribution();
  private final Distribution secondService = new Distribution();
  private final Distribution secondWarmupService = new Distribution();
  private final Distribution secondSendLag = new Distribution();
  private final int[] secondPeakUsers;
  private final int[] loopConnections;
  private final int[] loopLive;
  private @Nullable NameSeconds secondByName;
  private double writtenS;
  private long nextRow;

  Collector(Slots slots, LoopRecorder[] recorders, int userClasses, Optional<RecordFiles> files) {
    this.slots = slots;
    this.recorders = recorders;
    this.files = files;
    timeline = new Timeline(slots);
    counts = new long[Tally.SIZE + 2 * userClasses];
    lastCounts = new long[recorders.length][counts.length];
    peakUsers = new int[userClasses];
    secondPeakUsers = new int[userClasses];
    loopConnections = new int[recorders.length];
    loopLive = new int[recorders.length];
    nextRow = slots.slotAt(slots.startNs);
  }

  /** Before the run starts: numbers by request name are written down each second. */
  void keepSeconds(int names) {
    secondByName = new NameSeconds(names);
  }

  long stallNsMax() {
    return stallNsMax;
  }

  long peakConnections() {
    return peakConnections;
  }

  long peakLive() {
    return peakLive;
  }

  /** Takes what was handed over and writes it down, as at {@code nowNs}. */
  void tick(long nowNs) {
    takeAll();
    writeDown(nowNs);
  }

  /** As {@link #tick}, with all that loops still hold: only after they have ended. */
  void last(long nowNs) {
    takeAll();
    for (int i = 0; i < recorders.length; i++) {
      merge(i, recorders[i].handOver.rest());
    }
    notePeaks();
    writeDown(nowNs);
    files.ifPresent(RecordFiles::close);
  }

  void takeAll() {
    for (int i = 0; i < recorders.length; i++) {
      Interval interval = recorders[i].handOver.take();
      if (interval != null) {
        merge(i, interval);
        recorders[i].handOver.giveBack(interval);
      }
    }
    notePeaks();
  }

  private void merge(int loop, Interval interval) {
    long[] delta = interval.counts.clone();
    for (int i = 0; i < delta.length; i++) {
      delta[i] -= lastCounts[loop][i];
    }
    System.arraycopy(interval.counts, 0, lastCounts[loop], 0, delta.length);
    Tally.add(counts, delta);
    timeline.add(interval, delta);
    okLatency.add(interval.okLatency);
    failedLatency.add(interval.failedLatency);
    service.add(interval.service);
    sendLag.add(interval.sendLag);
    secondOk.add(interval.okLatency);
    secondFailed.add(interval.failedLatency);
    warmupOkLatency.add(interval.warmupOkLatency);
    secondWarmup.add(interval.warmupOkLatency);
    secondWarmup.add(interval.warmupFailedLatency);
    secondService.add(interval.service);
    secondWarmupService.add(interval.warmupService);
    secondSendLag.add(interval.sendLag);
    if (secondByName != null && interval.byName != null) {
      secondByName.add(interval.byName);
    }
    for (int i = 0; i < secondPeakUsers.length; i++) {
      secondPeakUsers[i] += interval.peakUsers[i];
    }
    loopConnections[loop] = interval.peakConnections;
    loopLive[loop] = interval.peakLive;
    stallNsMax = Math.max(stallNsMax, interval.stallNsMax);
  }

  /** Peaks of the loops within the same second add up: exact for one loop, else an upper bound. */
  private void notePeaks() {
    for (int i = 0; i < peakUsers.length; i++) {
      peakUsers[i] = Math.max(peakUsers[i], secondPeakUsers[i]);
    }
    peakConnections = Math.max(peakConnections, Arrays.stream(loopConnections).sum());
    peakLive = Math.max(peakLive, Arrays.stream(loopLive).sum());
    Arrays.fill(secondPeakUsers, 0);
  }

  void writeDown(long nowNs) {
    List<TimelineRow> rows = dueRows(nowNs);
    timeline.closeBefore(slots.slotAt(nowNs));
    double nowS = slots.secondsFromStart(nowNs);
    files.ifPresent(f ->
        f.write((latency, serviceLog, journal) -> {
          latency.write(writtenS, nowS, true, secondWarmup);
          latency.write(writtenS, nowS, false, secondOk, secondFailed);
          serviceLog.write(writtenS, nowS, true, secondWarmupService);
          serviceLog.write(writtenS, nowS, false, secondService);
          journal.write(
              nowS, counts, peakUsers, peakConnections, rows, secondFailed, secondSendLag);
        }));
    NameSeconds byName = secondByName;
    if (byName != null) {
      files.ifPresent(f -> f.write(writtenS, byName));
      byName.clear();
    }
    writtenS = nowS;
    secondOk.clear();
    secondFailed.clear();
    secondWarmup.clear();
    secondService.clear();
    secondWarmupService.clear();
    secondSendLag.clear();
  }

  /** A copy of the counts and of the ok latency of all requests so far; no other distribution. */
  NameTally all(boolean warmupToo) {
    NameTally all = new NameTally();
    System.arraycopy(counts, 0, all.counts, 0, Tally.SIZE);
    all.okLatency.add(okLatency);
    if (warmupToo) {
      all.counts[Tally.OK] += counts[Tally.WARMUP_OK];
      all.counts[Tally.FAILED] += counts[Tally.WARMUP_FAILED];
      all.counts[Tally.DROPPED] += counts[Tally.WARMUP_DROPPED];
      all.okLatency.add(warmupOkLatency);
    }
    return all;
  }

  /**
   * Adds the numbers of one request name so far; a negative index is a name not used yet.
   *
   * <p>The loops write these while they are read. What a loop had written before it handed its last
   * interval over is seen, because the interval was acquired; of what it writes meanwhile, some is.
   * Each number grows only, so none is wrong, only newer than others.
   */
  void addName(int index, NameTally sum) {
    for (LoopRecorder recorder : recorders) {
      if (!recorder.names.isKept()) {
        sum.addSingle(counts, okLatency, failedLatency, service);
        return; // one name: it has all
      }
      NameTally tally = index < 0 ? null : recorder.names.at(NameTallies.place(index));
      if (tally != null) {
        sum.add(tally);
      }
    }
  }

  /** Rows of the seconds that are over and not yet told. */
  private List<TimelineRow> dueRows(long nowNs) {
    List<TimelineRow> due = new ArrayList<>();
    long current = slots.slotAt(nowNs);
    while (nextRow < current) {
      long phase = Slots.phase(nextRow);
      if (phase == Slots.DRAIN || Slots.second(nextRow) < slots.count(phase)) {
        due.add(timeline.at(nextRow));
        nextRow++;
      } else {
        nextRow = Slots.slot(phase + 1, 0);
      }
    }
    return due;
  }

  /** The newest second that is over; null before the first one is. */
  @Nullable TimelineRow newestRow(long nowNs) {
    long slot = slots.slotAt(nowNs);
    long before = slot - 1;
    if (Slots.second(slot) == 0) {
      long phase = Slots.phase(slot);
      do {
        phase--;
      } while (phase >= 0 && slots.count(phase) == 0);
      if (phase < 0) {
        return null;
      }
      before = slots.last(phase);
    }
    return timeline.at(before);
  }
}
