package dev.barrage.cli;

import dev.barrage.verdict.Verdict;

/** What the process returns; stable, scripts rely on it. */
public final class ExitCode {
  public static final int PASSED = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int INVALID = 3;
  public static final int INCONCLUSIVE = 4;
  public static final int UNREACHABLE = 5;

  /** A fault of Barrage itself; EX_SOFTWARE of sysexits.h, far from every verdict. */
  public static final int INTERNAL = 70;

  /** By SIGHUP, a terminal that was closed: 128 + 1. */
  public static final int HUNG_UP = 129;

  /** By SIGINT: 128 + 2. */
  public static final int INTERRUPTED = 130;

  /** By SIGTERM: 128 + 15. */
  public static final int TERMINATED = 143;

  private ExitCode() {}

  /** The code of a run that ended by itself; a warning is a pass. */
  public static int of(Verdict verdict) {
    return switch (verdict) {
      case PASS, WARN -> PASSED;
      case INCONCLUSIVE -> INCONCLUSIVE;
      case FAIL -> FAILED;
      case INVALID -> INVALID;
    };
  }
}
