package dev.barrage.accuracy;

import dev.barrage.engine.Endpoint;
import dev.barrage.engine.Engine;
import dev.barrage.engine.Requests;
import dev.barrage.engine.Timing;
import dev.barrage.measure.Measurement;
import dev.barrage.measure.Recording;
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
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Runs a plain plan against a server that knows the truth, and gives what was measured. */
final class Proof {
  private Proof() {}

  static final Bounds BOUNDS =
      Bounds.DEFAULT
          .with(Bounds.Loops.of(1))
          .with(
              new Bounds.Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(5), Optional.empty()));

  static Load arrivals(long perSecond, Duration length, Load.Arrivals spread) {
    return new Load.Open(
        List.of(new Load.ArrivalStage.Hold(Rate.perSecond(perSecond), length, spread)));
  }

  static Plan plan(int port, Load load, Duration warmup, Bounds bounds) {
    Request request =
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
    return new Plan(
        "proof",
        Target.at(URI.create("http://127.0.0.1:" + port)),
        List.of(User.of("user", List.of(Task.of(request)))),
        new LoadProfile(warmup, load),
        Criteria.DEFAULT,
        bounds,
        Inputs.DEFAULT,
        Hooks.NONE,
        Observation.NONE);
  }

  static Measurement measure(Plan plan) throws Exception {
    return measure(plan, Timing.of(plan, System.nanoTime() + 20_000_000));
  }

  static Measurement measure(Plan plan, Timing timing) throws Exception {
    Recording recording =
        new Recording(
            plan, Requests.of(plan), timing, Engine.loops(plan), Optional.empty(), p -> {});
    int port = plan.target().urls().getFirst().getPort();
    Endpoint endpoint = new Endpoint(new InetSocketAddress("127.0.0.1", port), Endpoint.PLAIN);
    try (Engine engine = new Engine(plan, timing, List.of(endpoint), recording::recorder)) {
      recording.start();
      engine.start();
      engine.await();
      engine.failure().ifPresent(Proof::rethrow);
    }
    return recording.finish(timing.endNs(), false);
  }

  private static void rethrow(Throwable failure) {
    throw new AssertionError("a loop failed", failure);
  }
}
