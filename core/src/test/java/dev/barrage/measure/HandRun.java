package dev.barrage.measure;

import dev.barrage.engine.Requests;
import dev.barrage.engine.Timing;
import dev.barrage.plan.Body;
import dev.barrage.plan.Bounds;
import dev.barrage.plan.Criteria;
import dev.barrage.plan.Hooks;
import dev.barrage.plan.Inputs;
import dev.barrage.plan.Load;
import dev.barrage.plan.LoadProfile;
import dev.barrage.plan.Observation;
import dev.barrage.plan.Plan;
import dev.barrage.plan.Rate;
import dev.barrage.plan.Request;
import dev.barrage.plan.Target;
import dev.barrage.plan.Task;
import dev.barrage.plan.Template;
import dev.barrage.plan.User;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A run on a time line made by hand: no clock, no thread. Time 0 is the first planned arrival. */
final class HandRun {
  static final long MS = 1_000_000L;
  static final long S = 1000 * MS;

  final Plan plan;
  final Slots slots;
  final LoopRecorder[] loops;
  final Collector collector;
  private final Requests requests;
  private final long originNs;

  HandRun(int warmupS, int measureS, int loops, Optional<Path> dir, String... names)
      throws IOException {
    this(77 * S, warmupS, measureS, loops, dir, names);
  }

  HandRun(long originNs, int warmupS, int measureS, int loops, Optional<Path> dir, String... names)
      throws IOException {
    this.originNs = originNs;
    plan = plan(warmupS, measureS);
    requests = new Requests(List.of(names), List.of(names).stream().map(n -> "GET").toList());
    slots = new Slots(Timing.of(plan, originNs));
    this.loops = new LoopRecorder[loops];
    for (int i = 0; i < loops; i++) {
      this.loops[i] = new LoopRecorder(slots, names.length, 1, 0);
    }
    Optional<RecordFiles> files =
        dir.isEmpty()
            ? Optional.empty()
            : Optional.of(new RecordFiles(dir.get(), Instant.EPOCH, slots, plan.users(), requests));
    collector = new Collector(slots, this.loops, 1, files);
  }

  static Plan plan(int warmupS, int measureS) {
    Request get =
        new Request(
            "GET /",
            "GET",
            Template.literal("/"),
            List.of(),
            new Body.None(),
            List.of(),
            List.of(),
            List.of(),
            Request.Handling.DEFAULT);
    User user = User.of("user", List.of(Task.of(get)));
    return new Plan(
        "hand",
        Target.at(URI.create("http://127.0.0.1")),
        List.of(user),
        new LoadProfile(
            Duration.ofSeconds(warmupS),
            new Load.Open(
                List.of(
                    new Load.ArrivalStage.Hold(
                        Rate.perSecond(10),
                        Duration.ofSeconds(measureS),
                        Load.Arrivals.CONSTANT)))),
        Criteria.DEFAULT,
        Bounds.DEFAULT,
        Inputs.DEFAULT,
        Hooks.NONE,
        Observation.NONE);
  }

  /** Time on the run's own axis. */
  long at(long ns) {
    return originNs + ns;
  }

  /** All loops turn. */
  void turn(long ns) {
    for (LoopRecorder loop : loops) {
      loop.turn(at(ns), 0, 0, 0, 1);
    }
  }

  /** All loops turn and the collector gathers. */
  void second(long ns) {
    turn(ns);
    collector.tick(at(ns));
  }

  Told exchange(long intendedNs, long latencyNs) {
    return Told.at(at(intendedNs), latencyNs);
  }

  static void whole(LoopRecorder loop, Told told) {
    loop.iterationStarted(0, told.intendedNs);
    loop.started(told);
    if (told.sentNs != 0) {
      loop.sent(told);
    }
    loop.finished(told);
    loop.iterationCompleted(0, told.intendedNs);
  }

  Measurement finish(long ns, boolean interrupted) {
    if (interrupted) {
      slots.endAt(at(ns));
    }
    collector.last(at(ns));
    return new Results(
            plan, requests, slots, loops, collector, t -> Instant.EPOCH.plusNanos(t - originNs))
        .measurement(interrupted, OptionalLong.empty());
  }
}
