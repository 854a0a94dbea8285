package dev.barrage.verdict;

import dev.barrage.measure.Measurement;
import dev.barrage.measure.Measurement.TimelineRow;
import dev.barrage.plan.Load;
import dev.barrage.plan.Plan;
import dev.barrage.verdict.Judgement.Reason;
import java.util.Optional;

/**
 * Seconds in which users of the closed model got not one good answer. They ask a target that is
 * down or hangs far less often than one that answers, so that an error rate over requests hides it:
 * a target that is gone for half of a run may fail one request in a thousand.
 *
 * <p>In the open model arrivals come as ever and are counted; failures that the plan injects are
 * meant.
 */
final class DownTime {
  static final String RULE = "target-down";

  /** Shorter ones are not told: the timeline's seconds show no less. */
  private static final double LEAST_S = 1;

  /** A user that is refused tries again five times in the first second. */
  private static final long LEAST_FAILED = 3;

  /** Of so many failures in a row, where a share of the other requests fails too. */
  private static final double LEAST_CHANCE = 0.001;

  /** From one good answer to the next; {@code atEnd}: none came any more. */
  private record Stretch(double fromS, double toS, long failed, boolean atEnd) {
    double lengthS() {
      return toS - fromS;
    }
  }

  private DownTime() {}

  /** FAIL if the target did not come back before the end, WARN if it did. */
  static Optional<Reason> reason(Plan plan, Measurement measurement) {
    boolean asked =
        plan.profile().load() instanceof Load.Closed
            && plan.hooks().injections().isEmpty()
            && measurement.totals().counts().ok() > 0;
    return asked
        ? longest(measurement)
            .map(down ->
                new Reason(
                    RULE,
                    down.atEnd ? Verdict.FAIL : Verdict.WARN,
                    Words.sentence(
                        "not one good answer from %s s %s %s s of the timeline, in which %d"
                            + " requests failed: users that wait for a target ask it less, so that"
                            + " an error rate hides it",
                        Words.number(down.fromS),
                        down.atEnd ? "to the end at" : "to",
                        Words.number(down.toS),
                        down.failed),
                    down.lengthS(),
                    LEAST_S))
        : Optional.empty();
  }

  private static Optional<Stretch> longest(Measurement measurement) {
    Optional<Stretch> longest = Optional.empty();
    double fromS = Double.NaN;
    double endS = Double.NaN;
    long failed = 0;
    for (TimelineRow row : measurement.timeline()) {
      if (row.phase().equals("warmup")) {
        continue;
      }
      if (Double.isNaN(fromS)) {
        fromS = row.tS();
      }
      if (row.phase().equals("measure")) {
        endS = row.tS() + row.lengthS();
      }
      if (row.ok() > 0) {
        Stretch stretch = new Stretch(fromS, Math.min(row.tS(), endS), failed, false);
        longest = longer(longest, stretch, measurement);
        fromS = row.tS() + row.lengthS();
        failed = 0;
      } else {
        failed += row.failed();
      }
    }
    return longer(longest, new Stretch(fromS, endS, failed, true), measurement);
  }

  /** The one that lasted to the end counts most, whatever its length. */
  private static Optional<Stretch> longer(
      Optional<Stretch> longest, Stretch other, Measurement measurement) {
    boolean down = other.lengthS() >= LEAST_S && isNoChance(other.failed, measurement);
    boolean more = other.atEnd || longest.isEmpty() || other.lengthS() > longest.get().lengthS();
    return down && more ? Optional.of(other) : longest;
  }

  /** Whether so many failures in a row are more than the usual share of them. */
  private static boolean isNoChance(long failed, Measurement measurement) {
    Measurement.Counts counts = measurement.totals().counts();
    double others = counts.failed() - failed;
    return failed >= LEAST_FAILED
        && Math.pow(others / (others + counts.ok()), (double) failed) < LEAST_CHANCE;
  }
}
