package dev.barrage.plan;

import dev.barrage.plan.Objective.Comparison;
import dev.barrage.plan.Objective.Metric;
import java.time.Duration;
import java.util.Optional;

/**
 * What ends a run before its time: {@code error rate > 50% for 10s}.
 *
 * <p>The metric is taken over the requests that ended within the last {@code window}, and held
 * against the limit once a second as soon as that much time has been measured.
 *
 * @param text as the user wrote it
 * @param comparison how the value stands to the limit when the run is to end
 * @param limit unit: {@link Metric#unit()}
 * @param window whole seconds, from {@link AbortParser#MIN_WINDOW} to {@link
 *     AbortParser#MAX_WINDOW}
 * @param request only requests of this name; empty: all
 * @param includesWarmup whether requests of the warm-up count too
 */
public record AbortRule(
    String text,
    Metric metric,
    Comparison comparison,
    double limit,
    Duration window,
    Optional<String> request,
    boolean includesWarmup) {}
