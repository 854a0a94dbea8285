package dev.barrage.measure;

/** Numbers of the requests of one name on one loop, over the whole run; read after its end. */
final class NameTally {
  final long[] counts = new long[Tally.SIZE];
  final Distribution okLatency = new Distribution();
  final Distribution failedLatency = new Distribution();
  final Distribution service = new Distribution();

  void add(NameTally other) {
    Tally.add(counts, other.counts);
    okLatency.add(other.okLatency);
    failedLatency.add(other.failedLatency);
    service.add(other.service);
  }
}
