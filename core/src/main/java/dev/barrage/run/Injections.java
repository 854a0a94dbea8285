package dev.barrage.run;

import dev.barrage.engine.Timing;
import dev.barrage.measure.outage.OutageClock;
import dev.barrage.plan.Hook;
import dev.barrage.plan.Injection;
import dev.barrage.plan.Plan;
import dev.barrage.report.HookResult;
import dev.barrage.report.InjectionResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The failures that a plan injects, each made and undone at its time by a thread of its own, so
 * that one that hangs does not hold up another.
 *
 * <p>What was begun is undone whatever happens: at its time, or when the run ends before.
 */
final class Injections {
  private final HookRunner runner;
  private final Timing timing;
  private final Optional<OutageClock> clock;
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<One> all;

  private Injections(Plan plan, Timing timing, Optional<OutageClock> clock) {
    this.clock = clock;
    this.runner = new HookRunner(plan);
    this.timing = timing;
    List<One> made = new ArrayList<>();
    plan.hooks().injections().forEach(injection -> made.add(new One(injection, made.size())));
    this.all = List.copyOf(made);
  }

  /** Begins to wait for their times. */
  static Injections start(Plan plan, Timing timing, Optional<OutageClock> clock) {
    Injections injections = new Injections(plan, timing, clock);
    injections.all.forEach(one -> one.thread.start());
    return injections;
  }

  /**
   * The run is over: none begins any more, one that is being made is broken off, and what was begun
   * is undone. Waits for that, even when interrupted.
   */
  List<InjectionResult> finish() {
    over.countDown();
    boolean interrupted = false;
    for (One one : all) {
      one.hurry();
      while (one.thread.isAlive()) {
        try {
          one.thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return all.stream().map(One::result).toList();
  }

  /** One of them; its fields are its thread's until that has ended. */
  private final class One {
    private final Injection injection;
    private final int place;
    private final long beginNs;
    private final Thread thread;
    private boolean making;
    private boolean hurried;
    private @Nullable HookResult made;
    private @Nullable HookResult undone;
    private long madeNs;
    private long goneNs;

    One(Injection injection, int place) {
      this.place = place;
      this.injection = injection;
      this.beginNs = timing.measureNs() + injection.at().toNanos();
      this.thread = Thread.ofPlatform().daemon().name("barrage-inject").unstarted(this::run);
    }

    private void run() {
      if (timing.endNs() - beginNs <= 0 || isOverBy(beginNs)) {
        return;
      }
      clock.ifPresent(told -> told.begin(place));
      HookResult result = make();
      madeNs = System.nanoTime();
      made = madeNs - timing.endNs() < 0 ? result : late(result);
      injection.lasts().ifPresentOrElse(lasts -> isOverBy(madeNs + lasts.toNanos()), this::await);
      injection.undo().ifPresent(undo -> undone = undo(undo));
      goneNs = System.nanoTime();
      clock.ifPresent(told -> told.end(place));
    }

    private HookResult make() {
      try {
        if (!begin()) {
          return broken("inject", injection.action());
        }
        return runner.run("inject", injection.action());
      } catch (InterruptedException e) {
        return broken("inject", injection.action());
      } finally {
        end();
      }
    }

    private HookResult undo(Hook undo) {
      try {
        return runner.run("undo", undo);
      } catch (InterruptedException e) {
        return broken("undo", undo);
      }
    }

    private synchronized boolean begin() {
      making = !hurried;
      return making;
    }

    private synchronized void end() {
      making = false;
      Thread.interrupted(); // what came too late to break anything off
    }

    synchronized void hurry() {
      hurried = true;
      if (making) {
        thread.interrupt();
      }
    }

    private void await() {
      boolean waiting = true;
      while (waiting) {
        try {
          over.await();
          waiting = false;
        } catch (InterruptedException e) {
          // Nobody interrupts but hurry(), which follows the end of the run.
        }
      }
    }

    /** Waits until then; true if the run ended before. */
    private boolean isOverBy(long ns) {
      try {
        return over.await(ns - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        return true;
      }
    }

    InjectionResult result() {
      return new InjectionResult(
          injection.action().text(),
          seconds(beginNs),
          made == null ? OptionalDouble.empty() : OptionalDouble.of(seconds(madeNs)),
          made == null ? OptionalDouble.empty() : OptionalDouble.of(seconds(goneNs)),
          Optional.ofNullable(made),
          Optional.ofNullable(undone),
          List.of());
    }
  }

  /** Nothing was measured with it. */
  private static HookResult late(HookResult result) {
    String message = result.message() + "; by then the measured window was over";
    return new HookResult(
        result.phase(),
        result.hook(),
        false,
        result.code(),
        message,
        result.took(),
        result.output());
  }

  private static HookResult broken(String phase, Hook hook) {
    return HookRunner.leftOut(phase, hook);
  }

  private double seconds(long ns) {
    return (ns - timing.startNs()) / 1e9;
  }
}
