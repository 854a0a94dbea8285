package dev.barrage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.Body;
import dev.barrage.plan.Bounds;
import dev.barrage.plan.Capture;
import dev.barrage.plan.Check;
import dev.barrage.plan.Criteria;
import dev.barrage.plan.Hooks;
import dev.barrage.plan.Inputs;
import dev.barrage.plan.Load;
import dev.barrage.plan.LoadProfile;
import dev.barrage.plan.Observation;
import dev.barrage.plan.Plan;
import dev.barrage.plan.Rate;
import dev.barrage.plan.Request;
import dev.barrage.plan.Step;
import dev.barrage.plan.Target;
import dev.barrage.plan.Target.Connections;
import dev.barrage.plan.Task;
import dev.barrage.plan.Template;
import dev.barrage.plan.User;
import dev.barrage.plan.Wait;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Runs of an engine on plans made of a few words, checked for requests that got lost. */
abstract class EngineRuns {
  Request request = get("/");
  List<Step> start = List.of();
  List<Step> steps = List.of();
  List<Task> tasks = List.of();
  Wait waits = new Wait.None();
  Load load = arrivals(500, 200); // a hundred
  Connections connections = Connections.PER_USER;
  Duration warmup = Duration.ZERO;

  /** How long after its first arrival was due the engine begins. */
  Duration late = Duration.ZERO;

  Bounds bounds =
      Bounds.DEFAULT
          .with(Bounds.Loops.of(1))
          .with(
              new Bounds.Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(2), Optional.empty()));
  final Tally tally = new Tally();

  static Request get(String path) {
    return request("GET", path, new Body.None());
  }

  static Request request(String method, String path, Body body) {
    return new Request(
        method + " " + path,
        method,
        Template.literal(path),
        List.of(),
        body,
        List.of(),
        List.of(),
        List.of(),
        Request.Handling.DEFAULT);
  }

  static Request with(Request r, List<Check> checks, List<Capture> captures) {
    return new Request(
        r.name(),
        r.method(),
        r.path(),
        r.headers(),
        r.body(),
        checks,
        captures,
        r.tags(),
        r.handling());
  }

  static Load arrivals(long perSecond, long ms) {
    return new Load.Open(
        List.of(
            new Load.ArrivalStage.Hold(
                Rate.perSecond(perSecond), Duration.ofMillis(ms), Load.Arrivals.CONSTANT)));
  }

  static Load users(int users, long ms) {
    return new Load.Closed(
        List.of(new Load.UserStage.Hold(users, Rate.ZERO, Duration.ofMillis(ms))));
  }

  Engine engine(InetSocketAddress... addresses) throws Exception {
    List<URI> urls =
        java.util.Arrays.stream(addresses)
            .map(a -> URI.create("http://127.0.0.1:" + a.getPort()))
            .toList();
    List<Step> own = steps.isEmpty() ? List.of(request) : steps;
    Plan plan =
        new Plan(
            "test",
            Target.at(urls).with(connections),
            List.of(
                User.of(
                        "user",
                        tasks.isEmpty() ? List.of(Task.of(own.toArray(Step[]::new))) : tasks)
                    .withWaits(waits)
                    .withStart(start)),
            new LoadProfile(warmup, load),
            Criteria.DEFAULT,
            bounds,
            Inputs.DEFAULT.withSeed(7),
            Hooks.NONE,
            Observation.NONE);
    Timing timing = Timing.of(plan, System.nanoTime() + 5_000_000 - late.toNanos());
    List<Endpoint> endpoints =
        java.util.Arrays.stream(addresses).map(a -> new Endpoint(a, Endpoint.PLAIN)).toList();
    Engine engine = new Engine(plan, timing, endpoints, i -> tally);
    engine.start();
    return engine;
  }

  void run(ScriptedServer server) throws Exception {
    run(server.address());
  }

  void run(InetSocketAddress... addresses) throws Exception {
    try (Engine engine = engine(addresses)) {
      engine.await();
      assertThat(engine.failure()).isEmpty();
    }
    int failed = tally.ended.size();
    assertThat(tally.started)
        .as("started = ended + unfinished")
        .isEqualTo(failed + tally.unfinished);
  }

  Bounds bounds(int inFlight, Duration timeout, Duration drain) {
    return bounds
        .withAtOnce(bounds.connections(), inFlight)
        .with(new Bounds.Timeouts(timeout, bounds.timeouts().connect(), Optional.of(drain)));
  }
}
