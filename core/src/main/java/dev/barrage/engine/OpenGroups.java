package dev.barrage.engine;

/**
 * The groups that a session is in, the outermost first.
 *
 * <p>A group's time begins when its first request is intended, so that what stands before it (a
 * pause, a choice not taken) does not count; a group that sent nothing is not told of. The loop's
 * thread only; allocates nothing after it was made.
 */
final class OpenGroups {
  private static final long NOT_BEGUN = Long.MIN_VALUE;

  private final int[] groups;
  private final long[] intendedNs;
  private final long[] thoughtNs;
  private final boolean[] failed;
  private int depth;

  /** Pauses of the session so far; only differences mean something. */
  private long allThoughtNs;

  /** The same before its last request. */
  private long lastThoughtNs;

  OpenGroups(int most) {
    groups = new int[most];
    intendedNs = new long[most];
    thoughtNs = new long[most];
    failed = new boolean[most];
  }

  void begin(int group) {
    groups[depth] = group;
    intendedNs[depth] = NOT_BEGUN;
    failed[depth] = false;
    depth++;
  }

  void paused(long ns) {
    allThoughtNs += ns;
  }

  /** A request of the innermost group, and so of all, is about to be dispatched. */
  void requested(long requestIntendedNs, Recorder recorder) {
    lastThoughtNs = allThoughtNs;
    for (int i = depth - 1; i >= 0 && intendedNs[i] == NOT_BEGUN; i--) {
      intendedNs[i] = requestIntendedNs;
      thoughtNs[i] = allThoughtNs;
      recorder.groupStarted(groups[i], requestIntendedNs);
    }
  }

  /** A request failed, and the flow goes on. */
  void fail() {
    for (int i = 0; i < depth; i++) {
      failed[i] = true;
    }
  }

  /** The innermost group is over; its last request ended at {@code doneNs}. */
  void end(long doneNs, Recorder recorder) {
    depth--;
    if (intendedNs[depth] != NOT_BEGUN) {
      long pausedNs = lastThoughtNs - thoughtNs[depth];
      recorder.groupEnded(groups[depth], intendedNs[depth], doneNs, pausedNs, !failed[depth]);
    }
  }

  /** A request failed, and all groups with it. */
  void failAll(long doneNs, Recorder recorder) {
    fail();
    while (depth > 0) {
      end(doneNs, recorder);
    }
  }

  /** What is open stays unfinished. */
  void forget() {
    depth = 0;
  }
}
