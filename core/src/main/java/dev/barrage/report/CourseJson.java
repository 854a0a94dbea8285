package dev.barrage.report;

import static dev.barrage.report.JsonValues.number;

import dev.barrage.engine.Outcome;
import dev.barrage.measure.SlowStart;
import dev.barrage.measure.SpikeResult;
import dev.barrage.measure.TrafficTrend;
import dev.barrage.plan.LoadProfile;
import dev.barrage.plan.Objective.Metric.CourseFigure;
import dev.barrage.statistics.Trend;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How a run went: {@code trend} and {@code spike} of {@code run.json}. */
final class CourseJson {
  private CourseJson() {}

  static void write(ObjectNode json, RunRecord run) {
    ObjectNode all = json.objectNode();
    for (CourseFigure figure : CourseFigure.values()) {
      if (figure.isTrend()) {
        TrafficTrend.of(
                figure,
                run.plan().profile().load(),
                run.plan().profile().warmup(),
                run.measurement().timeline())
            .ifPresent(trend -> trend(all.putObject(name(figure)), figure, trend));
      }
    }
    if (!all.isEmpty()) {
      json.set("trend", all);
    }
    run.measurement().spike().ifPresent(spike -> json.set("spike", spike(spike)));
    slowStart(run).ifPresent(start -> json.set("slow_start", start));
  }

  /** Where faults were put in, or a rate limit is looked for, a start may differ for that. */
  static Optional<ObjectNode> slowStart(RunRecord run) {
    LoadProfile profile = run.plan().profile();
    boolean disturbed =
        !run.interventions().injections().isEmpty() || run.observed().limit().isPresent();
    return disturbed
        ? Optional.empty()
        : SlowStart.of(profile.load(), run.measurement().timeline())
            .map(start -> slowStart(start, profile.warmup()));
  }

  private static ObjectNode slowStart(SlowStart start, Duration warmup) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("until_s", start.untilS());
    json.put("lost", start.lost());
    number(json, "first_p50_us", start.firstP50Us());
    number(json, "then_p50_us", start.thenP50Us());
    json.put("warmup_s", warmup.toNanos() / 1e9);
    return json;
  }

  /** {@code p95_degradation}. */
  private static String name(CourseFigure figure) {
    return figure.name().toLowerCase(Locale.ROOT);
  }

  private static void trend(ObjectNode json, CourseFigure figure, Trend trend) {
    json.put("length_s", trend.length() * 60);
    number(json, "slope_per_min", trend.slope());
    number(json, "slope_low_per_min", trend.low());
    number(json, "slope_high_per_min", trend.high());
    number(json, "slope_smallest_per_min", trend.smallest());
    if (figure != CourseFigure.ERROR_RATE_SLOPE) {
      number(json, "change_ratio", trend.change(trend.slope()));
      number(json, "change_low_ratio", trend.change(trend.low()));
      number(json, "change_high_ratio", trend.change(trend.high()));
    }
  }

  static ObjectNode spike(SpikeResult spike) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    part(json.putObject("before"), spike.before());
    part(json.putObject("during"), spike.during());
    part(json.putObject("after"), spike.after());
    number(json, "recovered_below_us", spike.limitUs());
    number(json, "recovery_s", spike.recoveryS());
    number(json, "watched_s", spike.watchedS());
    return json;
  }

  private static void part(ObjectNode json, SpikeResult.Part part) {
    json.put("from_s", part.fromS());
    json.put("to_s", part.toS());
    number(json, "ok_per_s", part.okPerS());
    number(json, "p50_us", part.p50Us());
    number(json, "p95_us", part.p95Us());
    json.put("refused", part.refused());
    json.put("broken", part.broken());
    json.put("dropped", part.dropped());
    ObjectNode outcomes = json.putObject("outcomes");
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome.id(), part.count(outcome));
    }
  }
}
