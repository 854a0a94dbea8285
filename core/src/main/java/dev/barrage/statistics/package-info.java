/**
 * Estimates from measured numbers: pure functions, without clocks, files or threads.
 *
 * <p>{@link dev.barrage.statistics.TheilSen} fits slopes, {@link dev.barrage.statistics.StudentT}
 * makes intervals of means, {@link dev.barrage.statistics.BlockBootstrap} those of anything that
 * rests on blocks of time; {@link dev.barrage.statistics.Trend} is a slope with its interval.
 */
@NullMarked
package dev.barrage.statistics;

import org.jspecify.annotations.NullMarked;
