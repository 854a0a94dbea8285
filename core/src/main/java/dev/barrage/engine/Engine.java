package dev.barrage.engine;

import dev.barrage.engine.io.Poller;
import dev.barrage.engine.io.Pollers;
import dev.barrage.engine.io.RealTime;
import dev.barrage.engine.schedule.ArrivalSchedule;
import dev.barrage.engine.schedule.Ceiling;
import dev.barrage.engine.schedule.UserSchedule;
import dev.barrage.plan.Load;
import dev.barrage.plan.Plan;
import dev.barrage.plan.Target.Connections;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Drives a plan's load: starts the event loops, and ends when all requests have.
 *
 * <pre>{@code
 * Timing timing = Timing.of(plan, System.nanoTime() + LEAD_NS);
 * try (Engine engine = new Engine(plan, timing, endpoints, recorders)) {
 *   engine.start();
 *   engine.await();
 * }
 * }</pre>
 *
 * <p>Arrival n of the open model and user k of the closed one belong to loop n (k) modulo the
 * number of loops; bounds are shared out evenly. All methods may be called from any thread.
 */
public final class Engine implements AutoCloseable {
  private final List<Loop> loops = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final @Nullable RealTime realTime;
  private final DataEnd dataEnd;

  /**
   * @param endpoints one per URL of the target, in the same order
   * @param recorders gives each loop, by number, its own recorder
   * @throws IOException no poller could be made
   * @throws IllegalArgumentException the plan names a variable that does not exist, or a body file
   *     that cannot be read
   */
  public Engine(
      Plan plan, Timing timing, List<Endpoint> endpoints, IntFunction<? extends Recorder> recorders)
      throws IOException {
    this(plan, Requests.of(plan), timing, endpoints, recorders);
  }

  /**
   * @param requests the plan's, to which scripts add the names of theirs
   */
  public Engine(
      Plan plan,
      Requests requests,
      Timing timing,
      List<Endpoint> endpoints,
      IntFunction<? extends Recorder> recorders)
      throws IOException {
    this(plan, requests, timing, endpoints, recorders, false);
  }

  /**
   * @param compared whether arrivals are to tell the targets apart: each round of them goes to the
   *     targets in an order of its own and does the same at each (open model)
   */
  public Engine(
      Plan plan,
      Requests requests,
      Timing timing,
      List<Endpoint> endpoints,
      IntFunction<? extends Recorder> recorders,
      boolean compared)
      throws IOException {
    CompiledPlan compiled = new CompiledPlan(plan, requests);
    dataEnd = compiled.dataEnd;
    int count = loops(plan);
    Ceiling ceiling = plan.bounds().maxRate().map(Ceiling::new).orElse(null);
    TargetOrder order =
        compared
            ? TargetOrder.compared(endpoints.size(), plan.inputs().seed())
            : TargetOrder.inTurn(endpoints.size());
    for (int i = 0; i < count; i++) {
      Recorder recorder = recorders.apply(i);
      loops.add(loop(plan, compiled, timing, endpoints, order, recorder, i, count, ceiling));
    }
    realTime = plan.bounds().loops().realTime() ? RealTime.start() : null;
  }

  /** Event loops of a run of this plan: as its bounds say, else half of the CPUs. */
  public static int loops(Plan plan) {
    int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    return plan.bounds().loops().threads().orElse(half);
  }

  /** Who shares connections in this run: users have their own only where the bound lets all. */
  public static Connections connectionPolicy(Plan plan) {
    Connections asked = plan.target().connections();
    if (asked != Connections.PER_USER) {
      return asked;
    }
    return switch (plan.profile().load()) {
      case Load.Open open -> Connections.SHARED;
      case Load.Closed closed -> {
        int peak = new UserSchedule(closed, plan.profile().warmup()).peak();
        yield peak <= plan.bounds().connections() ? Connections.PER_USER : Connections.SHARED;
      }
    };
  }

  private static Loop loop(
      Plan plan,
      CompiledPlan compiled,
      Timing timing,
      List<Endpoint> endpoints,
      TargetOrder order,
      Recorder recorder,
      int number,
      int count,
      @Nullable Ceiling ceiling)
      throws IOException {
    Poller poller = Pollers.open();
    ConcurrentLinkedQueue<Connection> mail = new ConcurrentLinkedQueue<>();
    Turns turns = new Turns(ceiling, timing.startNs(), recorder);
    Traffic traffic =
        switch (plan.profile().load()) {
          case Load.Open open ->
              new OpenTraffic(
                  recorder,
                  compiled,
                  plan.inputs().seed(),
                  timing,
                  new ArrivalSchedule(open, plan.profile().warmup(), plan.inputs().seed()),
                  share(plan.bounds().maxInFlight(), number, count),
                  order,
                  number,
                  count,
                  turns);
          case Load.Closed closed ->
              new ClosedTraffic(
                  recorder,
                  compiled,
                  plan.inputs().seed(),
                  timing,
                  new UserSchedule(closed, plan.profile().warmup()),
                  endpoints.size(),
                  number,
                  count,
                  turns);
        };
    LoopResources resources = new LoopResources();
    Dialer dialer =
        new Dialer(
            poller,
            plan.bounds(),
            connectionPolicy(plan),
            endpoints,
            share(plan.bounds().connections(), number, count),
            number,
            count,
            resources,
            connection -> {
              mail.add(connection);
              poller.wakeup();
            });
    Transport transport =
        new Transport(dialer, recorder, compiled, plan.bounds(), resources, traffic);
    traffic.connect(transport, new Scripts(compiled, plan.bounds(), recorder, poller));
    long drainNs =
        plan.bounds().timeouts().drain().map(Duration::toNanos).orElse(compiled.longestTimeoutNs());
    return new Loop(poller, recorder, transport, traffic, mail, timing.startNs(), drainNs);
  }

  /** Evenly shared out; at least one for each loop. */
  private static int share(int bound, int number, int count) {
    return Math.max(1, bound / count + (number < bound % count ? 1 : 0));
  }

  public void start() {
    for (int i = 0; i < loops.size(); i++) {
      Loop loop = loops.get(i);
      Thread.Builder thread = Thread.ofPlatform().name("barrage-loop-" + i).daemon();
      threads.add(thread.start(() -> run(loop)));
    }
  }

  private void run(Loop loop) {
    if (realTime == null) {
      loop.run();
    } else {
      realTime.run(loop, loop.pulse);
    }
    if (loop.failure() != null) {
      stop(Duration.ZERO); // what the others measured from here on would be half a load
    }
  }

  /** Starts nothing that is intended later than now; requests in flight may drain. */
  public void stop(Duration drain) {
    Loop.Stop stop = new Loop.Stop(System.nanoTime(), drain.toNanos());
    loops.forEach(loop -> loop.stop(stop));
  }

  /** Waits until all loops have ended. */
  public void await() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    endRealTime();
  }

  private void endRealTime() {
    if (realTime != null) {
      realTime.close();
    }
  }

  /** The feeder that had no more records, if the run ended because of it. */
  public Optional<DataEnd.Ended> dataEnded() {
    return dataEnd.ended();
  }

  /** What ended a loop before its time: a defect of the generator. */
  public Optional<Throwable> failure() {
    return loops.stream().flatMap(loop -> Optional.ofNullable(loop.failure()).stream()).findFirst();
  }

  /** When the first loop ended before its time, if one did. */
  public OptionalLong failedAtNs() {
    return loops.stream()
        .filter(loop -> loop.failure() != null)
        .mapToLong(Loop::failedAtNs)
        .reduce((one, other) -> one - other < 0 ? one : other);
  }

  /** Thread ids of the loops that run, for their CPU time. */
  public List<Long> threadIds() {
    return loops.stream().map(Loop::threadId).filter(id -> id != 0).toList();
  }

  /** Ends the loops at once if they still run. */
  @Override
  public void close() {
    stop(Duration.ZERO);
    endRealTime();
  }
}
