/**
 * One iteration of a user, looked at: {@link dev.barrage.rehearsal.Rehearsal} sends it through the
 * engine of a run and tells each request as a {@link dev.barrage.rehearsal.Dialogue}.
 *
 * <pre>
 *   Plan ──► preflight ──► Engine ──► Witness (on its loop) ──► queue ──► Dialogue, secrets masked
 * </pre>
 *
 * <p>{@code Rehearsal} blocks the thread that calls it; the rest is used on the engine's one loop.
 */
@NullMarked
package dev.barrage.rehearsal;

import org.jspecify.annotations.NullMarked;
