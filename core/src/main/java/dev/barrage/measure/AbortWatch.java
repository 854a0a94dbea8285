package dev.barrage.measure;

import dev.barrage.engine.Requests;
import dev.barrage.plan.AbortRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds the last part of a run against the plan's abort rules, once a second.
 *
 * <pre>
 *   kept sums:   |----|----|----|----|----|  now       rule "… for 4s": now − the newest sums
 *                               ◄───── window ────►    that are at least 4 s old
 * </pre>
 *
 * <p>Requests count in the second in which they ended. A rule keeps sums of at most {@link #KEPT}
 * moments; a window of more seconds is up to a {@link #KEPT}th longer than asked for. For the
 * recording's thread alone.
 */
final class AbortWatch {
  private static final int KEPT = 60;

  private final Slots slots;
  private final Requests requests;
  private final Collector collector;
  private final List<Window> windows = new ArrayList<>();

  /** All that had ended by a time. */
  private record Sums(long atNs, long ok, long notOk, @Nullable Distribution okLatency) {}

  AbortWatch(List<AbortRule> rules, Slots slots, Requests requests, Collector collector) {
    this.slots = slots;
    this.requests = requests;
    this.collector = collector;
    for (AbortRule rule : rules) {
      windows.add(new Window(rule));
    }
  }

  /**
   * The first rule that holds.
   *
   * @param atNs end of the second that the collector has just gathered
   */
  Optional<Aborted> check(long atNs) {
    Optional<Aborted> first = Optional.empty();
    if (atNs - slots.endNs() < 0) {
      for (Window window : windows) {
        Optional<Aborted> found = window.check(atNs);
        first = first.or(() -> found);
      }
    }
    return first;
  }

  /** The sums that one rule looks at. */
  private final class Window {
    private final AbortRule rule;
    private final long lengthNs;
    private final long stepNs;
    private final List<Sums> kept = new ArrayList<>();

    Window(AbortRule rule) {
      this.rule = rule;
      lengthNs = rule.window().toNanos();
      stepNs = (lengthNs + KEPT - 1) / KEPT;
      long beginNs = rule.includesWarmup() ? slots.startNs : slots.measureNs;
      kept.add(new Sums(beginNs, 0, 0, ofLatency(new Distribution())));
    }

    private @Nullable Distribution ofLatency(Distribution latency) {
      return MetricValue.isOfLatency(rule.metric()) ? latency : null;
    }

    Optional<Aborted> check(long atNs) {
      if (atNs - kept.getFirst().atNs <= 0) {
        return Optional.empty();
      }
      Sums now = sums(atNs);
      while (kept.size() > 1 && atNs - kept.get(1).atNs >= lengthNs) {
        kept.removeFirst();
      }
      Sums then = kept.getFirst();
      if (atNs - kept.getLast().atNs >= stepNs) {
        kept.add(now);
      }
      return atNs - then.atNs < lengthNs ? Optional.empty() : judge(then, now);
    }

    private Optional<Aborted> judge(Sums then, Sums now) {
      Distribution latency =
          now.okLatency == null || then.okLatency == null
              ? null
              : now.okLatency.since(then.okLatency);
      double value =
          MetricValue.of(
              rule.metric(),
              now.ok - then.ok,
              now.notOk - then.notOk,
              latency,
              (now.atNs - then.atNs) / 1e9);
      // NaN, no samples, holds against nothing.
      return rule.comparison().holds(value, rule.limit())
          ? Optional.of(new Aborted(rule, value, slots.secondsFromStart(now.atNs)))
          : Optional.empty();
    }

    /** Looked up each time: a script makes its names while it runs. */
    private NameTally ofName(String name) {
      NameTally tally = new NameTally();
      collector.addName(requests.indexOf(name), tally);
      return tally;
    }

    private Sums sums(long atNs) {
      NameTally of =
          rule.request().map(this::ofName).orElseGet(() -> collector.all(rule.includesWarmup()));
      long[] c = of.counts;
      return new Sums(
          atNs, c[Tally.OK], c[Tally.FAILED] + c[Tally.DROPPED], ofLatency(of.okLatency));
    }
  }
}
