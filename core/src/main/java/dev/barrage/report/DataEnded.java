package dev.barrage.report;

import dev.barrage.verdict.Judgement.Reason;
import dev.barrage.verdict.Verdict;
import java.util.List;
import java.util.Locale;

/**
 * A run came to its end because a feeder had no more records.
 *
 * @param user class of user
 * @param isError whether the plan counts this as a failure: what was to be measured was not
 * @param tS seconds since the first planned arrival
 */
public record DataEnded(String user, String feeder, boolean isError, double tS) {
  /** What happened, in one sentence. */
  public String sentence() {
    return String.format(
        Locale.ROOT, "data %s of user %s had no more records after %.3f s", feeder, user, tS);
  }

  /** Why the run is INVALID, if it is: nothing was wrong with the target. */
  public List<Reason> reasons() {
    String told = sentence() + ", which the plan calls an error; give it more, or at end: recycle";
    return isError
        ? List.of(new Reason("data-ended", Verdict.INVALID, told, Double.NaN, Double.NaN))
        : List.of();
  }
}
