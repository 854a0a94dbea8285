package dev.barrage.measure;

/**
 * Numbers of the groups of one name on one loop, begun in the measured window; read after the run.
 */
final class GroupTally {
  long started;
  long ok;
  long failed;

  /** Of the groups that came to their end without a failure. */
  final Distribution latency = new Distribution();

  /** The same without the pauses. */
  final Distribution busy = new Distribution();

  void add(GroupTally other) {
    started += other.started;
    ok += other.ok;
    failed += other.failed;
    latency.add(other.latency);
    busy.add(other.busy);
  }
}
