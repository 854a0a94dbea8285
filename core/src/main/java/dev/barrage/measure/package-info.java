/**
 * Numbers: what the engine tells, as counts, histograms and timelines.
 *
 * <pre>
 *   loop 0 ── LoopRecorder ─┐ an interval each second
 *   loop 1 ── LoopRecorder ─┼──► Collector ──► latency.hlog, service.hlog, journal.jsonl
 *   loop n ── LoopRecorder ─┘        │    └──► Progress, for the console
 *                                    └─ at the end ──► Measurement
 * </pre>
 *
 * <p>Entry point: {@link dev.barrage.measure.Recording}; {@link dev.barrage.measure.JournalReader}
 * rebuilds a run that was killed. Each recorder belongs to its loop's thread, everything else to
 * the recording's own one; they hand intervals over without a lock.
 */
@NullMarked
package dev.barrage.measure;

import org.jspecify.annotations.NullMarked;
