/** Medians with their intervals: pure functions, any thread. */
@NullMarked
package dev.barrage.bench.statistics;

import org.jspecify.annotations.NullMarked;
