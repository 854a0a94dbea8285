package dev.barrage.measure;

import dev.barrage.engine.Exchange;
import dev.barrage.engine.Outcome;
import dev.barrage.engine.Recorder;
import dev.barrage.engine.http1.LimitFields;
import dev.barrage.measure.limit.LimitLog;
import dev.barrage.measure.outage.OutageLog;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One loop's numbers. No lock, and no allocation in steady state.
 *
 * <pre>
 *   loop:       current ──(first turn of a new second)──► published
 *   collector:  published ──► merged, cleared ──► returned
 *   loop:       returned ──► current
 * </pre>
 *
 * <p>Two intervals go round. If the collector has not yet given one back, the loop keeps on with
 * the one it has, and tries again in its next turn. A request's window follows from its intended
 * time, its second from its done time.
 */
final class LoopRecorder implements Recorder {
  private static final VarHandle PUBLISHED;
  private static final VarHandle RETURNED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      PUBLISHED = lookup.findVarHandle(LoopRecorder.class, "published", Interval.class);
      RETURNED = lookup.findVarHandle(LoopRecorder.class, "returned", Interval.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Request names told apart; the others share the last place. */
  static final int NAMES = 500;

  private final Slots slots;
  private final long measureNs;
  private long endNs;
  private long boundaryNs;
  private long slot;
  private boolean inside;
  private Interval current;

  @SuppressWarnings("UnusedVariable") // through PUBLISHED
  private @Nullable Interval published;

  @SuppressWarnings("UnusedVariable") // through RETURNED
  private @Nullable Interval returned;

  private final long[] counts;
  private final int[] users;
  final @Nullable NameTally @Nullable [] names;
  final FailureTable failures = new FailureTable();
  final ScriptFailureTable scriptFailures = new ScriptFailureTable();
  final Distribution queue = new Distribution();
  final Distribution connect = new Distribution();
  final Distribution tls = new Distribution();
  final Distribution firstByte = new Distribution();
  final GroupTally[] groups;

  /** Answers under a rate limit, with their targets, around a spike; null: nobody asks. */
  @Nullable LimitLog limits;

  @Nullable TargetLog targets;
  @Nullable SpikeLog spike;

  /** What is answered while failures are injected; null: the plan injects none. */
  @Nullable OutageLog outages;

  final SlowestTable slowest;

  /** By the plan's order. */
  BreakdownTable[] breakdowns = {};

  LoopRecorder(Slots slots, int requestNames, int userClasses, int groupNames) {
    this.slots = slots;
    measureNs = slots.measureNs;
    endNs = slots.endNs();
    slot = slots.slotAt(slots.startNs);
    boundaryNs = slots.boundaryAfter(slots.startNs);
    current = new Interval(userClasses);
    returned = new Interval(userClasses);
    counts = new long[Tally.SIZE + 2 * userClasses];
    users = new int[userClasses];
    groups = new GroupTally[groupNames];
    java.util.Arrays.setAll(groups, i -> new GroupTally());
    slowest = new SlowestTable(Math.min(Math.max(1, requestNames), NAMES + 1));
    names = requestNames > 1 ? new NameTally[Math.min(requestNames, NAMES + 1)] : null;
  }

  /** Before the loop starts: numbers by request name go with each interval. */
  void keepSeconds() {
    if (names != null && returned != null) {
      current.byName = new NameSeconds(names.length);
      returned.byName = new NameSeconds(names.length);
    }
  }

  @Override
  public void turn(long nowNs, long stallNs, int inFlight, int users, int connections) {
    long end = slots.endNs();
    if (end != endNs) {
      endNs = end;
      boundaryNs = nowNs;
    }
    if (nowNs - boundaryNs >= 0) {
      pass(nowNs);
    }
    Interval interval = current;
    if (stallNs > interval.stallNsMax && nowNs - measureNs > 0 && nowNs - stallNs - end < 0) {
      interval.stallNsMax = stallNs;
    }
    interval.inFlight = inFlight;
    interval.users = users;
    interval.peakLive = Math.max(interval.peakLive, users);
    interval.peakConnections = Math.max(interval.peakConnections, connections);
    inside = nowNs - measureNs >= 0 && nowNs - end < 0;
  }

  /** A second is over: hands the interval to the collector if that gave the other one back. */
  private void pass(long nowNs) {
    Interval next = (Interval) RETURNED.getAcquire(this);
    if (next != null) {
      returned = null;
      Interval full = seal();
      next.inFlight = full.inFlight;
      next.users = full.users;
      System.arraycopy(users, 0, next.peakUsers, 0, users.length);
      current = next;
      PUBLISHED.setRelease(this, full);
      boundaryNs = slots.boundaryAfter(nowNs);
    }
    slot = slots.slotAt(nowNs);
  }

  private Interval seal() {
    current.slot = slot;
    System.arraycopy(counts, 0, current.counts, 0, counts.length);
    return current;
  }

  /** For the collector: what was handed over, if anything. */
  @Nullable Interval take() {
    return (Interval) PUBLISHED.getAcquire(this);
  }

  /** For the collector: it has merged what it took. */
  void giveBack(Interval interval) {
    interval.clear();
    published = null;
    RETURNED.setRelease(this, interval);
  }

  /** The rest; only after the loop has ended. */
  Interval rest() {
    return seal();
  }

  @Override
  public void dropped(int userClass, long intendedNs) {
    counts[intendedNs - measureNs < 0 ? Tally.WARMUP_DROPPED : Tally.DROPPED]++;
    if (spike != null && intendedNs - measureNs >= 0) {
      spike.dropped(intendedNs);
    }
  }

  @Override
  public void clipped(int userClass, long intendedNs) {
    if (intendedNs - measureNs >= 0) {
      counts[Tally.CLIPPED]++;
    }
  }

  @Override
  public void held() {
    if (inside) {
      counts[Tally.HELD]++;
    }
  }

  @Override
  public void started(Exchange exchange) {
    if (exchange.afterwards()) {
      counts[Tally.AFTER_STARTED]++;
      countName(exchange, Tally.AFTER_STARTED);
      return;
    }
    long lagNs = exchange.dispatchedNs() - exchange.readyNs();
    if (exchange.intendedNs() - measureNs < 0) {
      counts[Tally.WARMUP_STARTED]++;
      current.warmupSendLag.record(lagNs);
      countName(exchange, Tally.WARMUP_STARTED);
    } else {
      counts[Tally.STARTED]++;
      current.sendLag.record(lagNs);
      countName(exchange, Tally.STARTED);
    }
  }

  @Override
  public void sent(Exchange exchange) {
    counts[Tally.SENT]++;
    if (exchange.reused()) {
      counts[Tally.REUSED]++;
    }
    countName(exchange, Tally.SENT);
  }

  @Override
  public void finished(Exchange exchange) {
    Outcome outcome = exchange.outcome();
    LimitFields said = exchange.limits();
    if (said != null && limits != null && exchange.intendedNs() - measureNs >= 0) {
      limits.add(exchange, said);
    }
    if (outages != null) {
      outages.add(exchange, nameIndex(exchange.request()));
    }
    if (exchange.afterwards()) {
      int counter = outcome == Outcome.OK ? Tally.AFTER_OK : Tally.AFTER_FAILED;
      counts[counter]++;
      countName(exchange, counter);
      return;
    }
    long doneNs = exchange.doneNs();
    long intendedNs = exchange.intendedNs();
    long sentNs = exchange.sentNs();
    boolean complete = outcome.isComplete();
    boolean timed = complete || outcome == Outcome.TIMEOUT;
    boolean warmup = intendedNs - measureNs < 0;
    NameTally name = names == null ? null : name(exchange.request());
    count(counts, exchange, complete, warmup);
    if (name != null) {
      count(name.counts, exchange, complete, warmup);
    }
    if (warmup) {
      if (timed) {
        (outcome == Outcome.OK ? current.warmupOkLatency : current.warmupFailedLatency)
            .record(doneNs - intendedNs);
        if (sentNs != 0) {
          current.warmupService.record(doneNs - sentNs);
        }
      }
      return;
    }
    if (targets != null) {
      targets.add(exchange);
    }
    if (spike != null) {
      spike.finished(intendedNs, doneNs, outcome);
    }
    if (timed) {
      long latencyNs = doneNs - intendedNs;
      boolean ok = outcome == Outcome.OK;
      (ok ? current.okLatency : current.failedLatency).record(latencyNs);
      if (name != null) {
        (ok ? name.okLatency : name.failedLatency).record(latencyNs);
      }
      if (sentNs != 0) {
        current.service.record(doneNs - sentNs);
        if (name != null) {
          name.service.record(doneNs - sentNs);
        }
      }
      slowest.offer(nameIndex(exchange.request()), latencyNs, exchange);
    }
    for (BreakdownTable breakdown : breakdowns) {
      breakdown.record(exchange, timed);
    }
    bySecond(exchange, timed);
    phases(exchange, sentNs, complete);
    if (outcome != Outcome.OK) {
      failures.record(
          nameIndex(exchange.request()), outcome, exchange.message(), exchange.sample(), doneNs);
    }
  }

  private void bySecond(Exchange exchange, boolean timed) {
    NameSeconds byName = current.byName;
    if (byName == null) {
      return;
    }
    NameSeconds.Second second = byName.of(nameIndex(exchange.request()));
    if (exchange.outcome() == Outcome.OK) {
      second.ok++;
    } else {
      second.failed++;
    }
    if (exchange.outcome().isComplete()) {
      second.contentBytes += exchange.contentBytes();
    }
    if (timed) {
      second.latency.record(exchange.doneNs() - exchange.intendedNs());
    }
  }

  private void phases(Exchange exchange, long sentNs, boolean complete) {
    if (sentNs == 0) {
      return;
    }
    if (exchange.queued()) {
      queue.record(sentNs - exchange.dispatchedNs());
    }
    long firstByteNs = exchange.firstByteNs();
    if (complete && firstByteNs != 0) {
      firstByte.record(firstByteNs - sentNs);
    }
  }

  private void count(long[] c, Exchange exchange, boolean complete, boolean warmup) {
    Outcome outcome = exchange.outcome();
    long doneNs = exchange.doneNs();
    boolean ok = outcome == Outcome.OK;
    if (complete && doneNs - measureNs >= 0 && doneNs - endNs < 0) {
      c[Tally.DONE_INSIDE]++;
      if (ok) {
        c[Tally.OK_INSIDE]++;
      }
    }
    if (warmup) {
      c[ok ? Tally.WARMUP_OK : Tally.WARMUP_FAILED]++;
      return;
    }
    c[ok ? Tally.OK : Tally.FAILED]++;
    c[Tally.OUTCOMES + outcome.ordinal()]++;
    if (complete) {
      c[Tally.CONTENT_BYTES] += exchange.contentBytes();
      Tally.addAnswer(c, exchange.status(), exchange.fromUpstream());
    }
  }

  @Override
  public void unfinished(Exchange exchange) {
    if (exchange.intendedNs() - measureNs >= 0 && !exchange.afterwards()) {
      counts[Tally.UNFINISHED]++;
      countName(exchange, Tally.UNFINISHED);
    }
  }

  @Override
  public void iterationStarted(int userClass, long intendedNs) {
    if (intendedNs - measureNs >= 0) {
      counts[Tally.ITERATIONS_STARTED]++;
    }
    counts[Tally.SIZE + users.length + userClass]++;
  }

  @Override
  public void iterationCompleted(int userClass, long intendedNs) {
    if (intendedNs - measureNs >= 0) {
      counts[Tally.ITERATIONS_COMPLETED]++;
    }
  }

  @Override
  public void groupStarted(int group, long intendedNs) {
    if (intendedNs - measureNs >= 0) {
      groups[group].started++;
    }
  }

  @Override
  public void groupEnded(int group, long intendedNs, long doneNs, long pausedNs, boolean ok) {
    if (intendedNs - measureNs < 0) {
      return;
    }
    GroupTally tally = groups[group];
    if (ok) {
      tally.ok++;
      tally.latency.record(doneNs - intendedNs);
      tally.busy.record(doneNs - intendedNs - pausedNs);
    } else {
      tally.failed++;
    }
  }

  /** Allocates: a script that throws is rare, and its thread has done more than that. */
  @Override
  public void scriptFailed(int userClass, String script, Throwable thrown, long atNs) {
    scriptFailures.record(script, thrown, atNs);
  }

  @Override
  public void userStarted(int userClass) {
    counts[Tally.SIZE + userClass]++;
    int live = ++users[userClass];
    current.peakUsers[userClass] = Math.max(current.peakUsers[userClass], live);
  }

  @Override
  public void userEnded(int userClass) {
    users[userClass]--;
  }

  @Override
  public void connectionOpened(long connectNs, long tlsNs) {
    counts[Tally.OPENED]++;
    connect.record(connectNs);
    if (tlsNs >= 0) {
      tls.record(tlsNs);
    }
  }

  @Override
  public void connectionFailed() {
    counts[Tally.CONNECT_FAILED]++;
  }

  @Override
  public void retried() {
    counts[Tally.RETRIED]++;
  }

  @Override
  public void bytes(long sent, long received) {
    if (inside) {
      counts[Tally.BYTES_SENT] += sent;
      counts[Tally.BYTES_RECEIVED] += received;
    }
  }

  private void countName(Exchange exchange, int counter) {
    if (names != null) {
      name(exchange.request()).counts[counter]++;
    }
  }

  private NameTally name(int request) {
    @Nullable NameTally[] all = java.util.Objects.requireNonNull(names);
    int index = nameIndex(request);
    NameTally tally = all[index];
    if (tally == null) {
      tally = new NameTally();
      all[index] = tally;
    }
    return tally;
  }

  private static int nameIndex(int request) {
    return Math.min(request, NAMES);
  }
}
