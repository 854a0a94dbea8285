package dev.barrage.measure.outage;

/**
 * What an outage did to the requests of one name that felt it. Times are seconds since the first
 * planned arrival; NaN: it did not happen.
 *
 * @param good answers below 500 while it lasted
 * @param refused answers with status 502, 503 or 504
 * @param otherErrors answers with another 5xx
 * @param lost requests without a complete answer: timeouts, resets
 * @param longestFailureS longest time from sending to a failure
 * @param firstFailureS when the first of them failed
 * @param refusedFastS when the first was refused within 100 ms: from then on the target did not
 *     wait for what had broken
 * @param goodAgainS when the first that was sent after the outage was answered below 500
 */
public record OutageEffect(
    String request,
    long good,
    long refused,
    long otherErrors,
    long lost,
    double longestFailureS,
    double firstFailureS,
    double refusedFastS,
    double goodAgainS) {}
