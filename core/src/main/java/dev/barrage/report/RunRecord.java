package dev.barrage.report;

import dev.barrage.measure.Measurement;
import dev.barrage.monitor.GeneratorHealth;
import dev.barrage.monitor.Host;
import dev.barrage.plan.Plan;
import dev.barrage.verdict.Judgement;

/** All that is known of a finished run; {@code RunJson} writes it as {@code run.json}. */
public record RunRecord(
    Plan plan,
    Measurement measurement,
    GeneratorHealth generator,
    Host host,
    Judgement judgement) {}
