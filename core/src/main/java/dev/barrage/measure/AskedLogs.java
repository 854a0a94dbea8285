package dev.barrage.measure;

import dev.barrage.engine.Exchange;
import dev.barrage.engine.http1.LimitFields;
import dev.barrage.measure.limit.LimitLog;
import dev.barrage.measure.outage.OutageLog;
import org.jspecify.annotations.Nullable;

/**
 * What one loop keeps only where a plan asks for it. Set before the loop starts, written by the
 * loop, read after its end.
 */
final class AskedLogs {
  /** Answers under a rate limit; null: nobody asks. */
  @Nullable LimitLog limits;

  /** Answers with the targets that gave them. */
  @Nullable TargetLog targets;

  /** What happens around a spike. */
  @Nullable SpikeLog spike;

  /** What is answered while failures are injected. */
  @Nullable OutageLog outages;

  /** By the plan's order. */
  BreakdownTable[] breakdowns = {};

  /** Each request that has ended, of whatever phase. */
  void ended(Exchange exchange, boolean warmup) {
    LimitFields said = exchange.limits();
    if (said != null && limits != null && !warmup) {
      limits.add(exchange, said);
    }
    if (outages != null) {
      outages.add(exchange, NameTallies.place(exchange.request()));
    }
  }

  /** Each request of the measured window that has ended. */
  void measured(Exchange exchange, boolean timed) {
    if (targets != null) {
      targets.add(exchange);
    }
    if (spike != null) {
      spike.finished(exchange.intendedNs(), exchange.doneNs(), exchange.outcome());
    }
    for (BreakdownTable breakdown : breakdowns) {
      breakdown.record(exchange, timed);
    }
  }

  /** An arrival of the measured window that could not be sent. */
  void dropped(long intendedNs) {
    if (spike != null) {
      spike.dropped(intendedNs);
    }
  }
}
