package dev.barrage.run;

import dev.barrage.plan.Hook;
import dev.barrage.plan.Plan;
import dev.barrage.report.HookResult;
import dev.barrage.report.RunRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run with what its plan does before and after it.
 *
 * <pre>{@code
 * Run load = new Run(plan, directory, progress -> {});
 * HookedRun run = new HookedRun(plan, load, System.err::println);
 * RunRecord record = run.execute();   // blocks; run.interrupt() from another thread ends it early
 * }</pre>
 *
 * <p>What is to be done after the run is done whatever happened before: a command that failed, an
 * interruption, a target that does not answer. Only an interruption while it is being done ends it.
 */
public final class HookedRun {
  /** What is done between the hooks. */
  @FunctionalInterface
  public interface Load<T> {
    T execute() throws IOException, InterruptedException;
  }

  private final Plan plan;
  private final Optional<Run> run;
  private final Runnable stop;
  private final Consumer<String> says;
  private final List<HookResult> results = new ArrayList<>();
  private @Nullable Thread hooking;
  private boolean interrupted;

  /**
   * @param says hears a line before each hook
   */
  public HookedRun(Plan plan, Run run, Consumer<String> says) {
    this(plan, Optional.of(run), run::interrupt, says);
  }

  /**
   * For {@link #around}: several runs, or what is no run.
   *
   * @param stop ends the load early; called by {@link #interrupt}
   */
  public HookedRun(Plan plan, Runnable stop, Consumer<String> says) {
    this(plan, Optional.empty(), stop, says);
  }

  private HookedRun(Plan plan, Optional<Run> run, Runnable stop, Consumer<String> says) {
    this.plan = plan;
    this.run = run;
    this.stop = stop;
    this.says = says;
  }

  /**
   * Does what comes before, the run, and what comes after.
   *
   * @throws HookFailedException something before the run failed; nothing was sent
   * @throws IOException as {@link Run#execute}
   * @throws InterruptedException as {@link Run#execute}; also while something was done before
   */
  public RunRecord execute() throws IOException, InterruptedException, HookFailedException {
    return around(run.orElseThrow()::execute).withHooks(results);
  }

  /**
   * Does what comes before, a load, and what comes after.
   *
   * @throws HookFailedException something before the load failed; nothing was sent
   * @throws IOException as the load does
   * @throws InterruptedException as the load does; also while something was done before
   */
  public <T> T around(Load<T> load) throws IOException, InterruptedException, HookFailedException {
    HookRunner runner = new HookRunner(plan);
    try {
      before(runner);
      return load.execute();
    } finally {
      after(runner);
    }
  }

  private void before(HookRunner runner) throws InterruptedException, HookFailedException {
    for (Hook hook : plan.hooks().before()) {
      HookResult result = result(runner, "before", hook);
      if (!result.ok()) {
        throw new HookFailedException("before: " + result.hook() + ": " + result.message());
      }
    }
  }

  private void after(HookRunner runner) {
    synchronized (this) {
      interrupted = false; // whoever ended the run wants what comes after it
    }
    for (Hook hook : plan.hooks().after()) {
      try {
        var _ = result(runner, "after", hook);
      } catch (InterruptedException e) {
        results.add(HookRunner.leftOut("after", hook));
      }
    }
  }

  private HookResult result(HookRunner runner, String phase, Hook hook)
      throws InterruptedException {
    begin();
    try {
      says.accept(phase + ": " + hook.text());
      HookResult result = runner.run(phase, hook);
      results.add(result);
      return result;
    } finally {
      end();
    }
  }

  private synchronized void begin() throws InterruptedException {
    if (interrupted) {
      throw new InterruptedException();
    }
    hooking = Thread.currentThread();
  }

  private synchronized void end() {
    hooking = null;
    if (interrupted) {
      Thread.interrupted(); // ours; the flag tells from here on
    }
  }

  /** Ends the run early, as {@link Run#interrupt}; the hook that is being done, at once. */
  public synchronized void interrupt() {
    interrupted = true;
    if (hooking != null) {
      hooking.interrupt();
    }
    stop.run();
  }

  /** What came of the hooks so far; for when no record tells. To be asked by the run's thread. */
  public List<HookResult> results() {
    return List.copyOf(results);
  }
}
