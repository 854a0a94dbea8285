package dev.barrage.measure.limit;

/**
 * What the answers of a run tell of a rate limiter. NaN: not known.
 *
 * @param answers that the limiter had a say in
 * @param admitted of them, let through
 * @param refused of them, with status 429
 * @param lost answers beyond what is kept for the analysis
 * @param clients that were counted apart
 * @param offeredPerS requests per second, of all clients
 * @param admittedPerS let through per second, over whole windows from the first refusal on, of all
 *     clients; NaN if the run ended before there was one
 * @param admittedLowPerS lower end of its 95% interval
 * @param admittedHighPerS upper end
 * @param expectedPerS as configured, of all clients that offered more
 * @param firstRefusedS when the first 429 came, seconds since the first planned arrival
 * @param overshoot most that any client was admitted within one window's length ÷ what the window
 *     admits − 1
 * @param fairness Jain's index of what the clients were admitted: 1 is even, 1/n is one takes all
 * @param recoveryS longest time from a client's first refusal to its next admission
 * @param recoveredAtS when that admission came, seconds since the first planned arrival
 * @param retryAfter share of refusals that said when to try again
 * @param truthful share of clients' next tries after that time that were admitted
 * @param earlier share of tries before that time that were admitted nevertheless
 * @param limitFields share of answers that told the limit
 * @param limitWrong answers that told another limit than configured
 * @param remainingWrong refusals that told of requests remaining, and admissions that told more
 *     remaining than the limit
 * @param windowWrong answers that told another window than configured
 * @param malformed answers with a field of these that could not be read
 * @param resetTruthful share of clients' next tries after a refusal's reset that were admitted
 */
public record LimitResult(
    long answers,
    long admitted,
    long refused,
    long lost,
    int clients,
    double offeredPerS,
    double admittedPerS,
    double admittedLowPerS,
    double admittedHighPerS,
    double expectedPerS,
    double firstRefusedS,
    double overshoot,
    double fairness,
    double recoveryS,
    double recoveredAtS,
    double retryAfter,
    double truthful,
    double earlier,
    double limitFields,
    long limitWrong,
    long remainingWrong,
    long windowWrong,
    long malformed,
    double resetTruthful) {
  /** Answers that told something wrong, or nothing that can be read; one may count twice. */
  public long headersWrong() {
    return limitWrong + remainingWrong + windowWrong + malformed;
  }

  /** (admitted − expected) ÷ expected. */
  public double deviation() {
    return admittedPerS / expectedPerS - 1;
  }

  /** Within one window's length a client was let through more than one and a half times. */
  public boolean isDoubleBurst() {
    return overshoot >= 0.5;
  }
}
