package dev.barrage.measure;

import dev.barrage.engine.Exchange;
import dev.barrage.engine.Outcome;
import dev.barrage.engine.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * One loop's numbers. No lock, and no allocation in steady state.
 *
 * <p>A request's window follows from its intended time, its second from its done time. What a loop
 * saw of a second goes to the collector by {@link HandOver}; what is told only at the end stays
 * here.
 */
final class LoopRecorder implements Recorder {
  private final Slots slots;
  private final long measureNs;
  private long endNs;
  private boolean inside;
  private Interval current;
  private final long[] counts;
  private final int[] users;
  final HandOver handOver;
  final NameTallies names;
  final FailureTable failures = new FailureTable();
  final ScriptFailureTable scriptFailures = new ScriptFailureTable();
  final Distribution queue = new Distribution();
  final Distribution connect = new Distribution();
  final Distribution tls = new Distribution();
  final Distribution firstByte = new Distribution();
  final GroupTally[] groups;
  final AskedLogs asked = new AskedLogs();
  final SlowestTable slowest;

  LoopRecorder(Slots slots, int requestNames, int userClasses, int groupNames) {
    this.slots = slots;
    measureNs = slots.measureNs;
    endNs = slots.endNs();
    counts = new long[Tally.SIZE + 2 * userClasses];
    users = new int[userClasses];
    handOver = new HandOver(slots, counts, users);
    current = handOver.current();
    groups = new GroupTally[groupNames];
    java.util.Arrays.setAll(groups, i -> new GroupTally());
    slowest = new SlowestTable(NameTallies.places(Math.max(1, requestNames)));
    names = new NameTallies(requestNames);
  }

  @Override
  public void turn(long nowNs, long stallNs, int inFlight, int users, int connections) {
    endNs = slots.endNs();
    Interval interval = handOver.turn(nowNs, endNs);
    current = interval;
    if (stallNs > interval.stallNsMax && nowNs - measureNs > 0 && nowNs - stallNs - endNs < 0) {
      interval.stallNsMax = stallNs;
    }
    interval.inFlight = inFlight;
    interval.users = users;
    interval.peakLive = Math.max(interval.peakLive, users);
    interval.peakConnections = Math.max(interval.peakConnections, connections);
    inside = nowNs - measureNs >= 0 && nowNs - endNs < 0;
  }

  @Override
  public void dropped(int userClass, long intendedNs) {
    if (intendedNs - measureNs < 0) {
      counts[Tally.WARMUP_DROPPED]++;
    } else {
      counts[Tally.DROPPED]++;
      asked.dropped(intendedNs);
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
      names.count(exchange.request(), Tally.AFTER_STARTED);
      return;
    }
    long lagNs = exchange.dispatchedNs() - exchange.readyNs();
    if (exchange.intendedNs() - measureNs < 0) {
      counts[Tally.WARMUP_STARTED]++;
      current.warmupSendLag.record(lagNs);
      names.count(exchange.request(), Tally.WARMUP_STARTED);
    } else {
      counts[Tally.STARTED]++;
      current.sendLag.record(lagNs);
      names.count(exchange.request(), Tally.STARTED);
    }
  }

  @Override
  public void sent(Exchange exchange) {
    counts[Tally.SENT]++;
    if (exchange.reused()) {
      counts[Tally.REUSED]++;
    }
    names.count(exchange.request(), Tally.SENT);
  }

  @Override
  public void finished(Exchange exchange) {
    boolean warmup = exchange.intendedNs() - measureNs < 0;
    asked.ended(exchange, warmup);
    if (exchange.afterwards()) {
      int counter = exchange.outcome() == Outcome.OK ? Tally.AFTER_OK : Tally.AFTER_FAILED;
      counts[counter]++;
      names.count(exchange.request(), counter);
      return;
    }
    long doneNs = exchange.doneNs();
    boolean insideWindow = doneNs - measureNs >= 0 && doneNs - endNs < 0;
    NameTally name = names.of(exchange.request());
    Tally.addFinished(counts, exchange, insideWindow, warmup);
    if (name != null) {
      Tally.addFinished(name.counts, exchange, insideWindow, warmup);
    }
    boolean timed = exchange.outcome().isComplete() || exchange.outcome() == Outcome.TIMEOUT;
    if (!warmup) {
      measured(exchange, name, timed);
    } else if (timed) {
      warmup(exchange);
    }
  }

  private void warmup(Exchange exchange) {
    boolean ok = exchange.outcome() == Outcome.OK;
    long doneNs = exchange.doneNs();
    (ok ? current.warmupOkLatency : current.warmupFailedLatency)
        .record(doneNs - exchange.intendedNs());
    if (exchange.sentNs() != 0) {
      current.warmupService.record(doneNs - exchange.sentNs());
    }
  }

  private void measured(Exchange exchange, @Nullable NameTally name, boolean timed) {
    Outcome outcome = exchange.outcome();
    int place = NameTallies.place(exchange.request());
    if (timed) {
      latency(exchange, name);
      slowest.offer(place, exchange.doneNs() - exchange.intendedNs(), exchange);
    }
    asked.measured(exchange, timed);
    bySecond(exchange, timed);
    phases(exchange);
    if (outcome != Outcome.OK) {
      failures.record(place, outcome, exchange.message(), exchange.sample(), exchange.doneNs());
    }
  }

  private void latency(Exchange exchange, @Nullable NameTally name) {
    boolean ok = exchange.outcome() == Outcome.OK;
    long doneNs = exchange.doneNs();
    long latencyNs = doneNs - exchange.intendedNs();
    long sentNs = exchange.sentNs();
    (ok ? current.okLatency : current.failedLatency).record(latencyNs);
    if (sentNs != 0) {
      current.service.record(doneNs - sentNs);
    }
    if (name != null) {
      (ok ? name.okLatency : name.failedLatency).record(latencyNs);
      if (sentNs != 0) {
        name.service.record(doneNs - sentNs);
      }
    }
  }

  private void bySecond(Exchange exchange, boolean timed) {
    NameSeconds byName = current.byName;
    if (byName == null) {
      return;
    }
    NameSeconds.Second second = byName.of(NameTallies.place(exchange.request()));
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

  private void phases(Exchange exchange) {
    long sentNs = exchange.sentNs();
    if (sentNs == 0) {
      return;
    }
    if (exchange.queued()) {
      queue.record(sentNs - exchange.dispatchedNs());
    }
    long firstByteNs = exchange.firstByteNs();
    if (firstByteNs != 0 && exchange.outcome().isComplete()) {
      firstByte.record(firstByteNs - sentNs);
    }
  }

  @Override
  public void unfinished(Exchange exchange) {
    if (exchange.intendedNs() - measureNs >= 0 && !exchange.afterwards()) {
      counts[Tally.UNFINISHED]++;
      names.count(exchange.request(), Tally.UNFINISHED);
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
}
