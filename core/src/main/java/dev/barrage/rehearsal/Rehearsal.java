package dev.barrage.rehearsal;

import dev.barrage.engine.Endpoints;
import dev.barrage.engine.Engine;
import dev.barrage.engine.Preflight;
import dev.barrage.engine.Requests;
import dev.barrage.engine.Timing;
import dev.barrage.plan.Masks;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.Request;
import dev.barrage.plan.Secrets;
import dev.barrage.plan.Steps;
import dev.barrage.plan.Task;
import dev.barrage.plan.Template;
import dev.barrage.plan.User;
import dev.barrage.plan.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tries a plan out: one iteration of one user, sent by the engine of a run.
 *
 * <pre>{@code
 * Rehearsal rehearsal = Rehearsal.of(plan);        // every URL of the target answered
 * rehearsal.perform(plan.users().getFirst(), 0, dialogue -> print(dialogue));
 * }</pre>
 *
 * <p>How it works: the plan's load gives way to one user that has only the wanted task and then
 * waits for a day; when its iteration has ended, so does the engine. The plan's own users stay
 * behind it, never started, so that every variable they capture keeps its name.
 */
public final class Rehearsal {
  private static final Duration LONG = Duration.ofDays(1);

  /** Of the first user; one of the others would come later than any. */
  private static final int OVERWHELMING_WEIGHT = 1_000_000;

  private final Plan plan;
  private final List<Preflight.Reached> reached;
  private final Masks masks;
  private final Set<String> secretVariables;

  private Rehearsal(Plan plan, List<Preflight.Reached> reached) {
    this.plan = plan;
    this.reached = reached;
    this.masks = new Masks(plan);
    this.secretVariables = secretVariables(plan);
  }

  /**
   * @throws dev.barrage.engine.UnreachableException a target does not answer; nothing was sent
   * @throws IllegalArgumentException the target's TLS files cannot be used
   */
  public static Rehearsal of(Plan plan) throws IOException, InterruptedException {
    return new Rehearsal(plan, Preflight.check(plan.target(), plan.bounds().timeouts().connect()));
  }

  /**
   * Sends the user's start steps and one task. Blocks.
   *
   * @param user one of the plan's
   * @param task index among its tasks
   * @param listener hears of each request as it ends, on the calling thread
   * @return what a script threw and where, in words; that ended the iteration
   * @throws IOException sockets cannot be made
   * @throws IllegalArgumentException a body file cannot be read
   */
  public Optional<String> perform(User user, int task, Consumer<Dialogue> listener)
      throws IOException, InterruptedException {
    Plan one = oneIteration(user, user.tasks().get(task));
    BlockingQueue<Optional<Dialogue>> told = new LinkedBlockingQueue<>();
    Requests requests = Requests.of(one);
    Witness witness =
        new Witness(
            one,
            requests,
            secretVariables,
            masks,
            dialogue -> told.add(Optional.of(dialogue)),
            () -> told.add(Optional.empty()));
    try (ExecutorService tls = Executors.newVirtualThreadPerTaskExecutor();
        Engine engine =
            new Engine(
                one,
                requests,
                Timing.of(one, System.nanoTime()),
                Endpoints.of(one.target(), reached, tls),
                loop -> witness)) {
      engine.start();
      hear(told, engine, listener);
      engine.stop(Duration.ZERO);
      engine.await();
    }
    return witness.thrown();
  }

  private static void hear(
      BlockingQueue<Optional<Dialogue>> told, Engine engine, Consumer<Dialogue> listener)
      throws InterruptedException {
    while (true) {
      Optional<Dialogue> next = told.poll(100, TimeUnit.MILLISECONDS);
      if (next == null) {
        engine
            .failure()
            .ifPresent(failure -> {
              throw new IllegalStateException("an event loop failed", failure);
            });
      } else if (next.isPresent()) {
        listener.accept(next.get());
      } else {
        return;
      }
    }
  }

  private Plan oneIteration(User user, Task task) {
    List<User> users = new ArrayList<>();
    users.add(user.with(OVERWHELMING_WEIGHT, new Wait.Constant(LONG), List.of(task)));
    plan.users().forEach(each -> users.add(each.with(1, each.waits(), each.tasks())));
    return new PlanOverrides()
        .users(1)
        .time(LONG)
        .warmup(Duration.ZERO)
        .threads(1)
        .apply(plan.withUsers(users));
  }

  /** Variables that fill headers which carry credentials, whatever their own name. */
  private static Set<String> secretVariables(Plan plan) {
    Set<String> names = new HashSet<>();
    for (User user : plan.users()) {
      Steps.of(user)
          .filter(Request.class::isInstance)
          .flatMap(step -> ((Request) step).headers().stream())
          .filter(header -> Secrets.isSecretHeader(header.name()))
          .flatMap(header -> header.value().parts().stream())
          .forEach(part -> {
            if (part instanceof Template.Part.Slot slot) {
              names.add(slot.variable());
            }
          });
    }
    return names;
  }
}
