package dev.barrage.measure;

import org.jspecify.annotations.Nullable;

/**
 * What one loop saw since its last hand-over: distributions of that time alone, and a snapshot of
 * its counters since the run began. Belongs to the loop or to the collector, never to both.
 */
final class Interval {
  final Distribution okLatency = new Distribution();
  final Distribution failedLatency = new Distribution();
  final Distribution warmupOkLatency = new Distribution();
  final Distribution warmupFailedLatency = new Distribution();
  final Distribution service = new Distribution();
  final Distribution warmupService = new Distribution();
  final Distribution sendLag = new Distribution();
  final Distribution warmupSendLag = new Distribution();

  final long[] counts;
  final int[] peakUsers;
  int peakConnections;
  int peakLive;
  int inFlight;
  int users;
  long stallNsMax;

  /** The slot of the loop's last turn before the hand-over. */
  long slot;

  /** By request name; null: nobody asks. */
  @Nullable NameSeconds byName;

  Interval(int userClasses) {
    counts = new long[Tally.SIZE + 2 * userClasses];
    peakUsers = new int[userClasses];
  }

  void clear() {
    okLatency.clear();
    failedLatency.clear();
    warmupOkLatency.clear();
    warmupFailedLatency.clear();
    service.clear();
    warmupService.clear();
    sendLag.clear();
    warmupSendLag.clear();
    java.util.Arrays.fill(peakUsers, 0);
    peakConnections = 0;
    peakLive = 0;
    stallNsMax = 0;
    if (byName != null) {
      byName.clear();
    }
  }
}
