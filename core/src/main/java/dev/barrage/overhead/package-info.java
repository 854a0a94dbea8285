/**
 * What a gateway adds: the same requests through it and past it, in one run.
 *
 * <p>{@link dev.barrage.overhead.OverheadRun} makes the run, {@link dev.barrage.overhead.Overhead}
 * says what came of it. Apart from the line plan → engine → measure → verdict → report, whose
 * packages know nothing of this one.
 */
@NullMarked
package dev.barrage.overhead;

import org.jspecify.annotations.NullMarked;
