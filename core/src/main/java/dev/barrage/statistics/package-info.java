/**
 * Estimates from measured numbers: pure functions, without clocks, files or threads.
 *
 * <p>{@link dev.barrage.statistics.TheilSen} fits slopes.
 */
@NullMarked
package dev.barrage.statistics;

import org.jspecify.annotations.NullMarked;
