package dev.barrage.plan;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Generated plans, written, damaged and read: a whole one comes back as it was, a damaged one is
 * read or refused with problems, within a bounded time. In the reader's package for its tests'
 * texts.
 */
public final class PlanFuzz {
  private static final long LIMIT_NS = Duration.ofSeconds(10).toNanos();

  private long refused;
  private long read;
  private long slowestNs;

  /**
   * Tries one case; the same number gives the same case.
   *
   * @throws AssertionError with the plan's text
   */
  public void tryCase(long number) {
    Plan plan = new RandomPlans(number).next();
    String good = number % 3 == 0 ? PlanReaderTest.CHECKOUT : PlanWriter.yaml(plan);
    if (number % 3 == 1 && !read(good).equals(plan)) {
      throw new AssertionError("plan case " + number + " is not read as written:\n" + good);
    }
    String damaged = new MutatedPlans(number).next(good);
    long fromNs = System.nanoTime();
    try {
      var _ = read(damaged);
      read++;
    } catch (PlanException e) {
      refused++;
      if (e.problems().isEmpty()) {
        throw new AssertionError("plan case " + number + " is refused without a word", e);
      }
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("plan case " + number + ":\n" + damaged, e);
    }
    long tookNs = System.nanoTime() - fromNs;
    slowestNs = Math.max(slowestNs, tookNs);
    if (tookNs > LIMIT_NS) {
      throw new AssertionError("plan case " + number + " took " + tookNs / 1_000_000 + " ms");
    }
  }

  private static Plan read(String yaml) {
    return PlanReader.read("fuzz.yaml", "fuzz", yaml, Path.of("/plans"), new PlanOverrides());
  }

  /** What the cases came to. */
  public String tally() {
    return "%,d read, %,d refused, the slowest took %d ms"
        .formatted(read, refused, slowestNs / 1_000_000);
  }
}
