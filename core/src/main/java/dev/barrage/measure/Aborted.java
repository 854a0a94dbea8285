package dev.barrage.measure;

import dev.barrage.plan.AbortRule;

/**
 * Why and when a run was ended before its time.
 *
 * @param value of the rule's metric over its window, in the metric's unit; positive infinity: a
 *     percentile among requests that never got a good answer
 * @param tS seconds since the first planned arrival
 */
public record Aborted(AbortRule rule, double value, double tS) {}
