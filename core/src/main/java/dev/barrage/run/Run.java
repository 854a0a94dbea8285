package dev.barrage.run;

import dev.barrage.engine.Addresses;
import dev.barrage.engine.DataEnd;
import dev.barrage.engine.Endpoint;
import dev.barrage.engine.Endpoints;
import dev.barrage.engine.Engine;
import dev.barrage.engine.Preflight;
import dev.barrage.engine.Requests;
import dev.barrage.engine.Resolver;
import dev.barrage.engine.Timing;
import dev.barrage.engine.io.Pollers;
import dev.barrage.engine.io.RealTime;
import dev.barrage.engine.io.StayAwake;
import dev.barrage.engine.schedule.ArrivalSchedule;
import dev.barrage.measure.Measurement;
import dev.barrage.measure.Progress;
import dev.barrage.measure.Recording;
import dev.barrage.measure.TargetLog;
import dev.barrage.measure.limit.LimitResult;
import dev.barrage.measure.outage.CircuitTimes;
import dev.barrage.monitor.GeneratorHealth;
import dev.barrage.monitor.Host;
import dev.barrage.monitor.SelfWatch;
import dev.barrage.monitor.target.TargetWatch;
import dev.barrage.monitor.target.Watched;
import dev.barrage.plan.Bounds;
import dev.barrage.plan.Feeder;
import dev.barrage.plan.Load;
import dev.barrage.plan.Plan;
import dev.barrage.report.DataEnded;
import dev.barrage.report.InjectionResult;
import dev.barrage.report.Interventions;
import dev.barrage.report.Observed;
import dev.barrage.report.RunRecord;
import dev.barrage.verdict.Judge;
import dev.barrage.verdict.Judgement;
import dev.barrage.verdict.Judgement.Reason;
import dev.barrage.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a plan.
 *
 * <pre>{@code
 * Run run = new Run(plan, Optional.of(directory), progress -> {});
 * RunRecord record = run.execute();   // blocks; run.interrupt() from another thread ends it early
 * }</pre>
 */
public final class Run {
  /** From the start of the loops to the first arrival: threads start, classes load. */
  private static final long LEAD_NS = 50_000_000L;

  /** Shorter warm-ups have no time to recover from a collection. */
  private static final long SHORTEST_COLLECTED_NS = 500_000_000L;

  /** For TLS handshakes and name look-ups, which would hold up the loops. */
  private static final int TASK_THREADS = 2;

  private static final ThreadFactory THREADS =
      Thread.ofPlatform().name("barrage-task-", 0).daemon().factory();

  /** How long requests may drain after an interruption. */
  private static final Duration INTERRUPTED_DRAIN = Duration.ofSeconds(1);

  private final Plan plan;
  private final Optional<Path> directory;
  private final Consumer<Progress> listener;
  private Optional<Consumer<LiveRun>> live = Optional.empty();
  private @Nullable Engine engine;
  private @Nullable Recording recording;
  private @Nullable Thread reaching;
  private int interruptions;
  private boolean aborted;
  private long interruptedAtNs;
  private Optional<Throwable> failure = Optional.empty();
  private UnaryOperator<Endpoint> around = UnaryOperator.identity();
  private boolean byRequestAndSecond;
  private boolean comparesTargets;
  private List<TargetLog> targetLogs = List.of();
  private long startNs;
  private Optional<String> recordProblem = Optional.empty();

  /**
   * @param directory exists and is writable; empty: no interval logs are kept
   * @param listener hears once a second how far the run is, on a thread of its own
   */
  public Run(Plan plan, Optional<Path> directory, Consumer<Progress> listener) {
    this.plan = plan;
    this.directory = directory;
    this.listener = listener;
    if (plan.target().resolveEvery().isPresent()) {
      Addresses.askEachTime();
    }
  }

  /** Puts other endpoints in place of the target's: how a test breaks a loop. */
  Run around(UnaryOperator<Endpoint> other) {
    around = other;
    return this;
  }

  /**
   * Who hears all numbers so far, once a second and at the end; to be set before {@link #execute}.
   * The listener is called on a thread of the recording, last on the caller's of {@link #execute},
   * and must not block for long.
   */
  public Run watchedBy(Consumer<LiveRun> listener) {
    live = Optional.of(listener);
    return this;
  }

  /** Before it is executed: the directory also gets numbers by request and second. */
  public void keepRequestSeconds() {
    byRequestAndSecond = true;
  }

  /**
   * Before it is executed: arrivals go to the plan's targets in rounds, each in an order of its own
   * by the seed, and do the same at each; every answer is kept with its target (open model).
   */
  public void compareTargets() {
    comparesTargets = true;
  }

  /** After the end of a run that compares targets: its answers, by event loop. */
  public List<TargetLog> targetLogs() {
    return targetLogs;
  }

  /** When the first arrival was planned, {@link System#nanoTime()}: monitors count from here. */
  public long startNs() {
    return startNs;
  }

  /**
   * Offers the load, waits for its end and judges what was measured.
   *
   * @throws dev.barrage.engine.UnreachableException a target does not answer; nothing was sent
   * @throws IllegalArgumentException the plan asks for what this machine does not have
   * @throws IOException sockets or record files cannot be made
   * @throws InterruptedException the calling thread was interrupted while waiting, or {@link
   *     #interrupt} came before the target had answered; nothing was sent
   */
  public RunRecord execute() throws IOException, InterruptedException {
    requireOfMachine(plan.bounds().loops());
    List<Preflight.Reached> reached = reach();
    try (ScheduledExecutorService tasks = Executors.newScheduledThreadPool(TASK_THREADS, THREADS)) {
      List<Endpoint> endpoints =
          Endpoints.of(plan.target(), reached, tasks).stream().map(around).toList();
      plan.target().resolveEvery().ifPresent(every -> resolve(tasks, endpoints, every));
      try {
        return execute(endpoints);
      } finally {
        tasks.shutdownNow();
      }
    }
  }

  private void requireOfMachine(Bounds.Loops loops) {
    if (loops.stayAwake() && !StayAwake.isSupported()) {
      throw new IllegalArgumentException("staying awake needs Linux; leave --stay-awake out");
    }
    if (loops.realTime() && !RealTime.isAllowed()) {
      throw new IllegalArgumentException(
          "real-time priority is refused by this system; run as root on Linux, raise the limit"
              + " (`ulimit -r 2`), give the container SYS_NICE, or leave --real-time out");
    }
    int cpus = Runtime.getRuntime().availableProcessors();
    if (loops.realTime() && Engine.loops(plan) >= cpus) {
      throw new IllegalArgumentException(
          "real time wants a CPU more than event loops, for the JVM's compiler: CPUs "
              + cpus
              + ", loops "
              + Engine.loops(plan)
              + "; use fewer --threads, or leave --real-time out");
    }
  }

  /** A target that is silent must not keep whoever wants to end the run waiting. */
  private List<Preflight.Reached> reach() throws IOException, InterruptedException {
    synchronized (this) {
      if (interruptions > 0) {
        throw new InterruptedException();
      }
      reaching = Thread.currentThread();
    }
    try {
      return Preflight.check(plan.target(), plan.bounds().timeouts().connect());
    } finally {
      synchronized (this) {
        reaching = null;
        if (interruptions > 0) {
          Thread.interrupted(); // ours; from here on the engine hears of it
        }
      }
    }
  }

  private void resolve(ScheduledExecutorService tasks, List<Endpoint> endpoints, Duration every) {
    Resolver resolver = new Resolver(plan.target(), endpoints);
    long ns = every.toNanos();
    var _ = tasks.scheduleWithFixedDelay(resolver, ns, ns, TimeUnit.NANOSECONDS);
  }

  private RunRecord execute(List<Endpoint> endpoints) throws IOException, InterruptedException {
    try (TargetWatch watching = TargetWatch.begin(plan.observation().monitors());
        StayAwake awake = plan.bounds().loops().stayAwake() ? StayAwake.start() : null) {
      return execute(endpoints, watching, awake == null ? List.of() : awake.threadIds());
    }
  }

  private RunRecord execute(List<Endpoint> endpoints, TargetWatch watching, List<Long> idlers)
      throws IOException, InterruptedException {
    Pollers.open().close(); // binds the system calls before the clock of the run is set
    Timing timing = Timing.of(plan, System.nanoTime() + LEAD_NS);
    Requests requests = Requests.of(plan);
    Recording kept = new Recording(plan, requests, timing, Engine.loops(plan), directory, listener);
    if (byRequestAndSecond) {
      kept.keepRequestSeconds();
    }
    if (comparesTargets) {
      kept.keepTargets();
    }
    startNs = timing.startNs();
    try (Engine driver =
        new Engine(plan, requests, timing, endpoints, kept::recorder, comparesTargets)) {
      watching.start(timing.startNs());
      SelfWatch watch =
          new SelfWatch(timing.measureNs(), timing.endNs(), driver::threadIds, idlers);
      kept.onAbort(aborted -> abort());
      live.ifPresent(to ->
          kept.onSnapshot(numbers ->
              to.accept(new LiveRun(numbers, watch.cpuBusy(), watch.cpuS(), Optional.empty()))));
      begin(driver, kept);
      kept.start();
      watch.start();
      List<InjectionResult> injected = collecting(driver, timing, kept);
      failure = driver.failure();
      driver.failedAtNs().ifPresent(this::failed);
      return record(driver.dataEnded(), timing, kept, watch, watching, injected);
    }
  }

  /**
   * In the middle of the warm-up, what was left by starting is collected: the first collection, of
   * all that stays for the run, pauses the loops longer than any later one, and would do so while
   * it counts. After a run that ends before that it would be in the measured window of the next.
   */
  private List<InjectionResult> collecting(Engine driver, Timing timing, Recording kept)
      throws InterruptedException {
    long warmupNs = timing.measureNs() - timing.startNs();
    if (warmupNs < SHORTEST_COLLECTED_NS) {
      return underInjections(driver, timing, kept);
    }
    long delayNs = timing.measureNs() - warmupNs / 2 - System.nanoTime();
    CompletableFuture<Void> collection =
        CompletableFuture.runAsync(
            System::gc, CompletableFuture.delayedExecutor(delayNs, TimeUnit.NANOSECONDS));
    try {
      return underInjections(driver, timing, kept);
    } finally {
      collection.cancel(false);
    }
  }

  /** Until its end; whatever that is, nothing that was injected stays. */
  private List<InjectionResult> underInjections(Engine driver, Timing timing, Recording kept)
      throws InterruptedException {
    Injections injections = Injections.start(plan, timing, kept.outages());
    try {
      driver.start();
      driver.await();
    } finally {
      injections.finish();
    }
    List<InjectionResult> results = new ArrayList<>();
    for (InjectionResult result : injections.finish()) {
      results.add(result.withEffects(kept.outageEffects(results.size())));
    }
    return results;
  }

  /** What was measured until then is kept, as after an interruption. */
  private synchronized void failed(long atNs) {
    if (interruptedAtNs == 0 || atNs - interruptedAtNs < 0) {
      interruptedAtNs = atNs;
    }
  }

  private RunRecord record(
      Optional<DataEnd.Ended> dry,
      Timing timing,
      Recording kept,
      SelfWatch watch,
      TargetWatch watching,
      List<InjectionResult> injected) {
    List<Watched> monitors = watching.finish();
    boolean early = stoppedEarly() || dry.isPresent();
    long endNs = stoppedEarly() ? endOfWindow(timing) : timing.endNs();
    if (dry.isPresent()) {
      endNs = Math.min(endNs, System.nanoTime()); // the last iteration is over
    }
    // An arrival for which there was no record was none.
    OptionalLong scheduled = dry.isPresent() ? OptionalLong.empty() : scheduled(timing, endNs);
    Measurement measurement = kept.finish(endNs, early, scheduled);
    Optional<LimitResult> limit = kept.limitResult();
    Optional<DataEnded> ended = dry.map(end -> told(end, timing));
    recordProblem = kept.problem();
    targetLogs = kept.targetLogs();
    GeneratorHealth health =
        watch.finish(endNs, measurement.totals().throughputPerS(), kept.loopStallNsMax());
    Host host = Host.detect().withSteal(watch.stealRatio());
    List<Reason> more = new ArrayList<>(failure.map(Run::defect).stream().toList());
    ended.ifPresent(end -> more.addAll(end.reasons()));
    double endS = (endNs - timing.startNs()) / 1e9;
    List<CircuitTimes> circuits =
        injected.stream().flatMap(one -> one.circuits(endS).stream()).toList();
    Judgement judgement =
        Judge.judge(plan, measurement, health, host, monitors, limit, circuits).withReasons(more);
    Optional<Verdict> verdict = Optional.of(judgement.verdict());
    live.ifPresent(
        to -> to.accept(new LiveRun(kept.lastSnapshot(), health.cpuBusy(), watch.cpuS(), verdict)));
    return new RunRecord(
        plan,
        measurement,
        health,
        host,
        judgement.withReasons(injected.stream().flatMap(one -> one.warning().stream()).toList()),
        new Observed(monitors, limit, kept.diagnosis()),
        new Interventions(List.of(), injected),
        ended);
  }

  private static DataEnded told(DataEnd.Ended end, Timing timing) {
    return new DataEnded(
        end.userClass(),
        end.feeder().name(),
        end.feeder().atEnd() == Feeder.AtEnd.ERROR,
        Math.max(0, end.atNs() - timing.startNs()) / 1e9);
  }

  private synchronized boolean stoppedEarly() {
    return aborted || interruptions > 0 || failure.isPresent();
  }

  private static Reason defect(Throwable cause) {
    return new Reason(
        "generator-failed",
        Verdict.INVALID,
        "an event loop of the generator ended by a defect: " + cause,
        Double.NaN,
        Double.NaN);
  }

  private synchronized long endOfWindow(Timing timing) {
    return timing.endNs() - interruptedAtNs < 0 ? timing.endNs() : interruptedAtNs;
  }

  /** Arrivals that the schedule holds for the measured window, up to its actual end. */
  private OptionalLong scheduled(Timing timing, long endNs) {
    if (!(plan.profile().load() instanceof Load.Open open)) {
      return OptionalLong.empty();
    }
    ArrivalSchedule.Cursor arrivals =
        new ArrivalSchedule(open, plan.profile().warmup(), plan.inputs().seed()).cursor(0, 1);
    long beginNs = timing.measureNs() - timing.startNs();
    long count = 0;
    for (long at; (at = arrivals.next()) < endNs - timing.startNs(); ) {
      count += at >= beginNs ? 1 : 0;
    }
    return OptionalLong.of(count);
  }

  private synchronized void begin(Engine driver, Recording kept) {
    engine = driver;
    recording = kept;
    if (interruptions > 0) {
      stop();
    }
  }

  /** Ends the run early: the first call lets requests in flight drain, the second does not. */
  public synchronized void interrupt() {
    interruptions++;
    if (interruptions == 1 && !aborted) {
      interruptedAtNs = System.nanoTime();
    }
    if (reaching != null) {
      reaching.interrupt();
    }
    if (engine != null) {
      stop();
    }
  }

  /** As an interruption, by the plan itself: what is in flight may drain for a moment. */
  private synchronized void abort() {
    aborted = true;
    if (interruptions == 0) {
      interruptedAtNs = System.nanoTime();
      stop();
    }
  }

  private void stop() {
    if (engine != null && recording != null) {
      recording.interrupt(interruptedAtNs);
      engine.stop(interruptions <= 1 ? INTERRUPTED_DRAIN : Duration.ZERO);
    }
  }

  public synchronized boolean interrupted() {
    return interruptions > 0;
  }

  /** The defect of the generator that ended the run, if one did; the record says so too. */
  public Optional<Throwable> failure() {
    return failure;
  }

  /** What went wrong with writing the record while the run went on: one sentence. */
  public Optional<String> recordProblem() {
    return recordProblem;
  }
}
