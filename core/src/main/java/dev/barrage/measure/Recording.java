package dev.barrage.measure;

import dev.barrage.engine.Groups;
import dev.barrage.engine.Outcome;
import dev.barrage.engine.Recorder;
import dev.barrage.engine.Requests;
import dev.barrage.engine.Timing;
import dev.barrage.measure.Measurement.TimelineRow;
import dev.barrage.measure.limit.LimitAnalysis;
import dev.barrage.measure.limit.LimitLog;
import dev.barrage.measure.limit.LimitResult;
import dev.barrage.measure.outage.OutageClock;
import dev.barrage.measure.outage.OutageEffect;
import dev.barrage.measure.outage.OutageLog;
import dev.barrage.plan.LoadShape;
import dev.barrage.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The recording of one run: a {@link Recorder} per event loop, and a thread that each second
 * gathers what they saw, writes it to the run's directory and tells a listener.
 *
 * <pre>{@code
 * var recording = new Recording(plan, requests, timing, loops, Optional.of(dir), console::show);
 * // give recording.recorder(i) to loop i
 * recording.start();
 * // run the engine until its loops have ended; on a signal: recording.interrupt(signalNs)
 * Measurement m = recording.finish(endNs, interrupted);
 * }</pre>
 *
 * <p>The listener is called on the recording's own thread. All other methods may be called from any
 * one thread.
 */
public final class Recording {
  /** Loops pass a second's boundary within 100 ms; gathering begins a little after that. */
  private static final long GRACE_NS = 120_000_000L;

  private final Plan plan;
  private final Requests requests;
  private final Slots slots;
  private final LoopRecorder[] recorders;
  private final Optional<OutageClock> outages;
  private final Optional<RecordFiles> files;
  private final Collector collector;
  private final AbortWatch abortWatch;
  private final Consumer<Progress> listener;
  private Consumer<Aborted> abortListener = aborted -> {};
  private Optional<Consumer<Snapshot>> snapshotListener = Optional.empty();
  private final long baseNs = System.nanoTime();
  private final Instant baseAt = Instant.now();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("barrage-measure").unstarted(this::gather);
  private volatile boolean stopping;
  private volatile Optional<Aborted> aborted = Optional.empty();
  private volatile Optional<String> listenerProblem = Optional.empty();

  /**
   * @param dir where the run's files go; empty: none are written
   * @throws IOException if they cannot be made
   */
  public Recording(
      Plan plan,
      Requests requests,
      Timing timing,
      int loops,
      Optional<Path> dir,
      Consumer<Progress> listener)
      throws IOException {
    this.plan = plan;
    this.requests = requests;
    this.listener = listener;
    slots = new Slots(timing);
    recorders = new LoopRecorder[loops];
    int userClasses = plan.users().size();
    int groups = Groups.of(plan).names().size();
    int injections = plan.hooks().injections().size();
    outages = injections == 0 ? Optional.empty() : Optional.of(new OutageClock(injections));
    int names = NameTallies.places(requests.capacity());
    for (int i = 0; i < loops; i++) {
      recorders[i] = new LoopRecorder(slots, requests.capacity(), userClasses, groups);
      if (outages.isPresent()) {
        recorders[i].asked.outages = new OutageLog(outages.get(), names);
      }
      recorders[i].asked.breakdowns =
          plan.observation().diagnostics().breakDownBy().stream()
              .map(by -> new BreakdownTable(by, plan.observation().diagnostics()))
              .toArray(BreakdownTable[]::new);
      if (plan.observation().rateLimit().isPresent()) {
        recorders[i].asked.limits = new LimitLog(LimitLog.MAX_ENTRIES / loops);
      }
    }
    LoadShape.spike(plan.profile().load()).ifPresent(this::watch);
    files =
        dir.isEmpty()
            ? Optional.empty()
            : Optional.of(
                RecordFiles.open(
                    dir.get(), instant(timing.startNs()), slots, plan.users(), requests));
    collector = new Collector(slots, recorders, userClasses, files);
    abortWatch = new AbortWatch(plan.criteria().abortWhen(), slots, requests, collector);
  }

  private void watch(LoadShape.Spike spike) {
    for (LoopRecorder recorder : recorders) {
      recorder.asked.spike =
          new SpikeLog(spike, slots.measureNs, SpikeLog.MAX_ENTRIES / recorders.length);
    }
  }

  /**
   * Before the start: writes numbers by request and second to {@code requests.jsonl}, too. Does
   * nothing where there is one request only, whose numbers are those of the run.
   *
   * @throws IOException the file cannot be made
   */
  public void keepRequestSeconds() throws IOException {
    if (files.isPresent() && requests.capacity() > 1) {
      files.get().openRequestLog();
      int names = NameTallies.places(requests.capacity());
      collector.keepSeconds(names);
      for (LoopRecorder recorder : recorders) {
        recorder.handOver.keepSeconds(names);
      }
    }
  }

  /** Before the start: keeps each answer with the target that gave it. */
  public void keepTargets() {
    for (LoopRecorder recorder : recorders) {
      recorder.asked.targets = new TargetLog(TargetLog.MAX_ENTRIES / recorders.length);
    }
  }

  /** Answers with their targets, by loop; none unless they were kept. After the end. */
  public List<TargetLog> targetLogs() {
    return Arrays.stream(recorders).map(r -> r.asked.targets).filter(Objects::nonNull).toList();
  }

  /** What the answers tell of the plan's rate limit; empty if it looks at none. After the end. */
  public Optional<LimitResult> limitResult() {
    List<LimitLog> logs =
        Arrays.stream(recorders).map(r -> r.asked.limits).filter(Objects::nonNull).toList();
    return plan.observation()
        .rateLimit()
        .map(limit -> LimitAnalysis.of(limit, logs, slots.startNs, slots.measureNs, slots.endNs()));
  }

  /** The slowest requests, and the breakdowns that the plan asks for. After the end. */
  public Diagnosis diagnosis() {
    return new Diagnoses(plan, requests, slots, recorders, this::instant).diagnosis();
  }

  /** Who is to be told when failures begin and end; empty if the plan injects none. */
  public Optional<OutageClock> outages() {
    return outages;
  }

  /** What an injected failure did, by its place in the plan. After the end. */
  public List<OutageEffect> outageEffects(int outage) {
    List<OutageLog> logs =
        Arrays.stream(recorders).map(r -> r.asked.outages).filter(Objects::nonNull).toList();
    return OutageLog.effects(
        outage, logs, i -> NameTallies.name(requests.names(), i), slots.startNs);
  }

  /** The recorder of one loop: to be called on that loop's thread only. */
  public Recorder recorder(int loop) {
    return recorders[loop];
  }

  /**
   * Who is to end the run when one of the plan's abort rules holds: called at most once, on the
   * recording's own thread. To be set before {@link #start}.
   */
  public void onAbort(Consumer<Aborted> listener) {
    abortListener = listener;
  }

  /**
   * Who hears each second all numbers so far, on the recording's own thread. To be set before
   * {@link #start}.
   */
  public void onSnapshot(Consumer<Snapshot> listener) {
    snapshotListener = Optional.of(listener);
  }

  /** The last snapshot: all that the record has. To be asked after {@link #finish}. */
  public Snapshot lastSnapshot() {
    return snapshot(System.nanoTime(), "ended", null);
  }

  private Snapshot snapshot(long nowNs, String phase, @Nullable TimelineRow newest) {
    return new Snapshots(plan, requests, slots, collector, instant(slots.startNs))
        .at(nowNs, phase, newest, aborted);
  }

  public void start() {
    thread.start();
  }

  /** The run is to end early: the measured window ends at this time instead of the planned one. */
  public void interrupt(long signalNs) {
    slots.endAt(signalNs);
  }

  /** What went wrong with the run's files or with telling of it, if anything did: one sentence. */
  public Optional<String> problem() {
    return files.flatMap(RecordFiles::problem).or(() -> listenerProblem);
  }

  /** Longest stall of a loop that reached into the measured window. */
  public long loopStallNsMax() {
    return collector.stallNsMax();
  }

  private void gather() {
    long next = slots.boundaryAfter(slots.startNs) + GRACE_NS;
    while (!stopping) {
      long now = System.nanoTime();
      if (now - next < 0) {
        LockSupport.parkNanos(this, next - now);
        continue;
      }
      collector.takeAll();
      watch(now - GRACE_NS);
      collector.writeDown(now - GRACE_NS);
      tell(now);
      next = slots.boundaryAfter(Math.max(next - GRACE_NS, now - GRACE_NS)) + GRACE_NS;
    }
  }

  private void watch(long nowNs) {
    if (aborted.isEmpty()) {
      aborted = abortWatch.check(slots.startOf(slots.slotAt(nowNs)));
      aborted.ifPresent(abortListener);
    }
  }

  private void tell(long nowNs) {
    TimelineRow newest = collector.newestRow(nowNs - GRACE_NS);
    if (newest == null) {
      return;
    }
    long[] c = collector.counts;
    double elapsedS = slots.secondsFromStart(nowNs);
    TreeMap<String, Long> failures = new TreeMap<>();
    for (Outcome outcome : Tally.OUTCOME_VALUES) {
      long count = c[Tally.OUTCOMES + outcome.ordinal()];
      if (outcome != Outcome.OK && count > 0) {
        failures.put(outcome.id(), count);
      }
    }
    Distribution latency = new Distribution();
    latency.add(collector.okLatency);
    latency.add(collector.failedLatency);
    Progress progress =
        new Progress(
            Slots.phaseName(Slots.phase(slots.slotAt(nowNs))),
            elapsedS,
            slots.secondsFromStart(slots.endNs()),
            newest,
            PlannedRate.at(plan, elapsedS),
            c[Tally.OK],
            c[Tally.FAILED],
            c[Tally.DROPPED],
            new Progress.LatencyUs(
                latency.percentile(50) / 1e3,
                latency.percentile(90) / 1e3,
                latency.percentile(99) / 1e3,
                latency.count() == 0 ? Double.NaN : latency.max() / 1e3),
            failures);
    try {
      listener.accept(progress);
      snapshotListener.ifPresent(to -> to.accept(snapshot(nowNs, progress.phase(), newest)));
    } catch (RuntimeException e) { // the record matters more than its display
      listenerProblem = Optional.of("progress was not shown: " + e);
    }
  }

  /** As {@link #finish(long, boolean, OptionalLong)} where the schedule has no say. */
  public Measurement finish(long endNs, boolean interrupted) {
    return finish(endNs, interrupted, OptionalLong.empty());
  }

  /**
   * Gathers the rest and closes the files. The loops must have ended.
   *
   * @param endNs when the measured window ended: the planned end, or the signal's time
   * @param scheduledArrivals arrivals that the schedule had in the measured window (open model); if
   *     more than were started and dropped, the generator did not take all of them up
   */
  public Measurement finish(long endNs, boolean interrupted, OptionalLong scheduledArrivals) {
    slots.endAt(endNs);
    stopping = true;
    LockSupport.unpark(thread);
    boolean again = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        again = true;
      }
    }
    if (again) {
      Thread.currentThread().interrupt();
    }
    collector.last(System.nanoTime());
    return new Results(plan, requests, slots, recorders, collector, this::instant)
        .measurement(interrupted, scheduledArrivals, aborted);
  }

  private Instant instant(long ns) {
    return baseAt.plusNanos(ns - baseNs);
  }
}
