package dev.barrage.verdict;

import java.util.Collection;

/** What is said of a run; of several, the last in this order holds. */
public enum Verdict {
  PASS,
  WARN,
  INCONCLUSIVE,
  FAIL,
  INVALID;

  public Verdict worst(Verdict other) {
    return compareTo(other) >= 0 ? this : other;
  }

  public static Verdict worst(Collection<Verdict> verdicts) {
    return verdicts.stream().reduce(PASS, Verdict::worst);
  }
}
