package dev.barrage.engine;

import static dev.barrage.plan.Plans.hold;
import static dev.barrage.plan.Plans.plan;
import static dev.barrage.plan.Plans.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.Bounds;
import dev.barrage.plan.Plan;
import dev.barrage.plan.Plans.Stage;
import dev.barrage.plan.Script;
import dev.barrage.plan.UserBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** Runs of users whose steps are scripts, against a real server. */
abstract class ScriptRuns {
  final Tally tally = new Tally();
  final Queue<Object> seen = new ConcurrentLinkedQueue<>();

  /** Runs end when this holds, and at the latest with their load. */
  volatile BooleanSupplier enough = () -> false;

  Stage load = hold(1).lasting(seconds(30));
  Duration timeout = Duration.ofSeconds(5);
  Duration drain = Duration.ofSeconds(5);
  Requests requests = new Requests(List.of(), List.of());

  void run(ScriptedServer server, UnaryOperator<UserBuilder> user) throws Exception {
    Plan plan =
        plan("test")
            .target("http://127.0.0.1:" + server.port())
            .variable("tenant", "blue")
            .user("user", user)
            .load(load)
            .bounds(
                Bounds.DEFAULT
                    .with(Bounds.Loops.of(1))
                    .with(new Bounds.Timeouts(timeout, Duration.ofSeconds(2), Optional.of(drain))))
            .build();
    requests = Requests.of(plan);
    Timing timing = Timing.of(plan, System.nanoTime() + 5_000_000);
    List<Endpoint> endpoints = List.of(new Endpoint(server.address(), Endpoint.PLAIN));
    try (Engine engine = new Engine(plan, requests, timing, endpoints, i -> tally)) {
      engine.start();
      long endNs = System.nanoTime() + Timing.of(plan, 0).endNs();
      while (!enough.getAsBoolean() && System.nanoTime() < endNs) {
        LockSupport.parkNanos(2_000_000);
      }
      engine.stop(drain);
      engine.await();
      assertThat(engine.failure()).isEmpty();
    }
    assertThat(tally.started)
        .as("started = ended + unfinished")
        .isEqualTo(tally.ended.size() + tally.unfinished);
  }

  /** Runs a script in every iteration of one user. */
  void repeat(ScriptedServer server, Script script) throws Exception {
    run(server, user -> user.task(1, script));
  }

  /** Runs a script once: what it throws ends it. */
  void once(ScriptedServer server, Script script) throws Exception {
    AtomicInteger runs = new AtomicInteger();
    enough = () -> runs.get() > 1;
    repeat(
        server,
        session -> {
          if (runs.getAndIncrement() == 0) {
            script.run(session);
          } else {
            session.sleep(Duration.ofMinutes(1));
          }
        });
  }
}
