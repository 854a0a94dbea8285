/**
 * What a run tells of a rate limiter: who was admitted and refused, when, and whether the limiter's
 * own words were true.
 *
 * <pre>
 *   loops ──► LimitLog: an entry per answer ──► LimitAnalysis ──► LimitResult
 * </pre>
 *
 * <p>A {@link dev.barrage.measure.limit.LimitLog} belongs to one loop until that has ended; the
 * analysis is a pure function.
 */
@NullMarked
package dev.barrage.measure.limit;

import org.jspecify.annotations.NullMarked;
