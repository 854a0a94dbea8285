/**
 * One run from plan to judged record: {@link dev.barrage.run.Run} puts engine, measurement,
 * self-watch and verdict together.
 *
 * <pre>
 *   Plan ──► preflight ──► Engine ──► Recording ──► Measurement ──► Judge ──► RunRecord
 * </pre>
 */
@NullMarked
package dev.barrage.run;

import org.jspecify.annotations.NullMarked;
