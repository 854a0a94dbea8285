package dev.barrage.run;

import dev.barrage.measure.Snapshot;
import dev.barrage.verdict.Verdict;
import java.util.Optional;

/**
 * A run as it stands: told once a second, and once more when it has been judged.
 *
 * @param cpuBusy CPU time / wall time of the busiest event loop, 0..1, over the newest second of
 *     the measured window; NaN: not known
 * @param cpuS CPU time of the whole process in the measured window so far, seconds; NaN: not known
 * @param verdict of the ended run; empty: it goes on
 */
public record LiveRun(Snapshot numbers, double cpuBusy, double cpuS, Optional<Verdict> verdict) {}
