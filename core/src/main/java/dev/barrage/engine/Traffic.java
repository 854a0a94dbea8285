package dev.barrage.engine;

import dev.barrage.engine.CompiledPlan.CompiledStep;
import dev.barrage.engine.CompiledPlan.UserClass;
import dev.barrage.engine.schedule.Draw;
import org.jspecify.annotations.Nullable;

/**
 * Who sends what next: walks the sessions of one loop through their steps. The loop's thread only.
 *
 * <pre>
 *   begin ──► run step ──► dispatch … ended ──► run step ──► … ──► iterationOver
 *                 └─ pause ──► alarm ──► run step
 * </pre>
 */
abstract sealed class Traffic implements Transport.Listener permits OpenTraffic, ClosedTraffic {
  /** Late sends per turn at most, so that replies are not starved behind a backlog. */
  static final int BURST = 64;

  /** {@link Session#step} of a session that sleeps between iterations. */
  private static final int BETWEEN = -1;

  final Recorder recorder;
  final CompiledPlan plan;
  private final Draw tasks;
  private final Draw pauses;
  final Alarms alarms = new Alarms();
  long endNs;
  private @Nullable Transport transport;

  Traffic(Recorder recorder, CompiledPlan plan, long seed, long endNs) {
    this.recorder = recorder;
    this.plan = plan;
    this.tasks = new Draw(seed, Draw.stream("tasks"));
    this.pauses = new Draw(seed, Draw.stream("pauses"));
    this.endNs = endNs;
  }

  void connect(Transport carrier) {
    transport = carrier;
  }

  Transport transport() {
    return java.util.Objects.requireNonNull(transport);
  }

  /** Starts what is due, at most {@link #BURST} of it; {@link #nextNs} tells whether more is. */
  abstract void fire(long nowNs);

  /** When something is due next, sleepers aside; {@link Long#MAX_VALUE} if nothing ever is. */
  abstract long nextNs();

  /** Whether everything intended before the end has been started. */
  abstract boolean isExhausted();

  /** Users alive, or iterations under way. */
  abstract int users();

  /** An iteration has ended; {@code completed} if none of its steps failed or was cut off. */
  abstract void iterationOver(Session session, boolean completed, long nowNs);

  /** Sleeps between iterations are over: the next one was intended now. */
  abstract void nextIteration(Session session, long intendedNs, long nowNs);

  /** What the schedule still holds when the run ends never became requests. */
  abstract void giveUp();

  /** When the earliest sleeper wakes. */
  final long nextWakeNs() {
    return alarms.nextNs();
  }

  final void wake(long nowNs) {
    for (int n = 0; n < BURST && alarms.nextNs() - nowNs <= 0 && !alarms.isEmpty(); n++) {
      long dueNs = alarms.nextNs();
      long atNs = System.nanoTime(); // sends take microseconds: none must be dated early
      Session session = alarms.remove();
      if (session.step == BETWEEN) {
        nextIteration(session, dueNs, atNs);
      } else {
        session.readyNs = dueNs;
        run(session, dueNs, atNs);
      }
    }
  }

  final void sleepUntil(Session session, long atNs) {
    session.step = BETWEEN;
    alarms.add(session, atNs);
  }

  final void begin(Session session, long intendedNs, long readyNs, long nowNs) {
    session.iteration++;
    session.iterationIntendedNs = intendedNs;
    session.readyNs = readyNs;
    session.step = 0;
    session.starting = !session.started && session.userClass.start().length > 0;
    session.steps = session.starting ? session.userClass.start() : drawTask(session);
    recorder.iterationStarted(session.userClass(), intendedNs);
    run(session, intendedNs, nowNs);
  }

  private void run(Session session, long intendedNs, long nowNs) {
    if (session.step == session.steps.length) {
      if (!session.starting) {
        recorder.iterationCompleted(session.userClass(), session.iterationIntendedNs);
        iterationOver(session, true, nowNs);
        return;
      }
      session.starting = false;
      session.started = true;
      session.steps = drawTask(session);
      session.step = 0;
    }
    if (intendedNs - endNs >= 0) {
      iterationOver(session, false, nowNs);
      return;
    }
    switch (session.steps[session.step]) {
      case CompiledStep.Call call -> {
        session.call = call;
        session.intendedNs = intendedNs;
        transport().dispatch(session, nowNs);
      }
      case CompiledStep.Pause pause -> {
        session.step++;
        alarms.add(session, intendedNs + between(session, pause.minNs(), pause.maxNs()));
      }
    }
  }

  @Override
  public final void ended(Session session, long nowNs) {
    Outcome outcome = session.outcome;
    boolean unconnected = outcome == Outcome.CONNECT_FAILED || outcome == Outcome.TLS_FAILED;
    session.failedConnects = unconnected ? session.failedConnects + 1 : 0;
    session.readyNs = session.doneNs;
    if (outcome == Outcome.OK) {
      session.step++;
      run(session, session.doneNs, nowNs);
    } else {
      iterationOver(session, false, nowNs);
    }
  }

  private CompiledStep[] drawTask(Session session) {
    UserClass user = session.userClass;
    if (user.tasks().length == 1) {
      return user.tasks()[0];
    }
    return user.tasks()[tasks.weighted(session.nextDraw++, user.taskBounds())];
  }

  final long between(Session session, long minNs, long maxNs) {
    return minNs == maxNs ? minNs : pauses.between(session.nextDraw++, minNs, maxNs);
  }
}
