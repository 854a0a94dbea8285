package dev.barrage.measure;

/**
 * Numbers of the requests of one name on one loop, over the whole run; read after its end, or as
 * {@link Collector#addName} does.
 */
final class NameTally {
  final long[] counts = new long[Tally.SIZE];
  final Distribution okLatency = new Distribution();
  final Distribution failedLatency = new Distribution();
  final Distribution service = new Distribution();

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
