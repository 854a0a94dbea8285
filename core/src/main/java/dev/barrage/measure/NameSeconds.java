package dev.barrage.measure;

import org.jspecify.annotations.Nullable;

/**
 * What the requests of each name did since the last hand-over; kept only where somebody asks for
 * numbers by name and second. Belongs to one thread at a time, like the interval it is part of.
 */
final class NameSeconds {
  /** Of one name. */
  static final class Second {
    long ok;
    long failed;
    long contentBytes;
    final Distribution latency = new Distribution();

    private void clear() {
      ok = 0;
      failed = 0;
      contentBytes = 0;
      latency.clear();
    }

    private void add(Second other) {
      ok += other.ok;
      failed += other.failed;
      contentBytes += other.contentBytes;
      latency.add(other.latency);
    }

    boolean isEmpty() {
      return ok + failed == 0;
    }
  }

  private final @Nullable Second[] names;

  NameSeconds(int names) {
    this.names = new @Nullable Second[names];
  }

  int size() {
    return names.length;
  }

  /** That of a name, made when first asked for. */
  Second of(int name) {
    Second second = names[name];
    if (second == null) {
      second = new Second();
      names[name] = second;
    }
    return second;
  }

  void add(NameSeconds other) {
    for (int i = 0; i < names.length; i++) {
      Second second = other.names[i];
      if (second != null && !second.isEmpty()) {
        of(i).add(second);
      }
    }
  }

  void clear() {
    for (Second second : names) {
      if (second != null) {
        second.clear();
      }
    }
  }
}
