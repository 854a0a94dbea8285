/**
 * Watches the target while a run goes on: processes, Prometheus pages, health pages, log files.
 *
 * <pre>
 *   Monitor (plan) ──► Probe: one look ──► TargetWatch: a look every so often ──► Watched: series
 * </pre>
 *
 * <p>{@link dev.barrage.monitor.target.TargetWatch} has a thread per monitor, none of them an event
 * loop's. What could not be read is missing, never zero.
 */
@NullMarked
package dev.barrage.monitor.target;

import org.jspecify.annotations.NullMarked;
