package dev.barrage.measure;

import java.util.List;

/**
 * Numbers of the requests of one name on one loop, over the whole run; read after its end, or as
 * {@link Collector#addName} does.
 */
final class NameTally {
  final long[] counts = new long[Tally.SIZE];
  final Distribution okLatency = new Distribution();
  final Distribution failedLatency = new Distribution();
  final Distribution service = new Distribution();

  /** The name at an index, or what stands for all that are beyond the bound. */
  static String name(List<String> names, int index) {
    int size = names.size();
    if (index < 0 || (index >= LoopRecorder.NAMES && size > LoopRecorder.NAMES + 1)) {
      return "other (" + (size - LoopRecorder.NAMES) + " names)";
    }
    return names.get(index);
  }

  void clear() {
    java.util.Arrays.fill(counts, 0);
    okLatency.clear();
    failedLatency.clear();
    service.clear();
  }

  /** Adds the numbers of a run whose requests all have this name. */
  void addSingle(long[] all, Distribution ok, Distribution failed, Distribution serviceTime) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += all[i];
    }
    okLatency.add(ok);
    failedLatency.add(failed);
    service.add(serviceTime);
  }

  void add(NameTally other) {
    Tally.add(counts, other.counts);
    okLatency.add(other.okLatency);
    failedLatency.add(other.failedLatency);
    service.add(other.service);
  }
}
