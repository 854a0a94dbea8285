/**
 * Drives load: event loops, users and connections.
 *
 * <pre>
 *   Plan ──CompiledPlan──┐
 *                        ▼
 *   schedule ──► OpenTraffic, ClosedTraffic ──► Session: a user in one of its steps
 *                        │                          │ request          ▲ outcome
 *                        ▼                          ▼                  │
 *                     Recorder               Transport ──► Connection ──► Wire
 * </pre>
 *
 * <p>Entry points: {@link dev.barrage.engine.Preflight} tries the target, {@link
 * dev.barrage.engine.Engine} runs a plan's load and tells each event to the {@link
 * dev.barrage.engine.Recorder} of its loop. A loop is one thread that owns its users and
 * connections and never blocks; code of a script runs beside it, on a virtual thread of its user.
 */
@NullMarked
package dev.barrage.engine;

import org.jspecify.annotations.NullMarked;
