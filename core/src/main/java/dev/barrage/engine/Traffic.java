package dev.barrage.engine;

import dev.barrage.engine.CompiledPlan.UserClass;
import dev.barrage.engine.http1.ByteOutput;
import dev.barrage.engine.schedule.Draw;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who sends what next: walks the sessions of one loop through their steps. The loop's thread only.
 *
 * <pre>
 *   begin ──► run steps ──► dispatch … ended ──► run steps ──► … ──► iterationOver
 *                 └─ pause ──► alarm ──► run steps
 *
 *   at the end: sleepers and users between iterations ──► stop ──► run steps ──► … ──► gone
 * </pre>
 */
abstract sealed class Traffic implements Transport.Listener permits OpenTraffic, ClosedTraffic {
  /** Late sends per turn at most, so that replies are not starved behind a backlog. */
  static final int BURST = 64;

  /**
   * Steps at most that a session takes without sending or pausing before others have their turn.
   */
  private static final int STRIDE = 256;

  /** {@link Session#step} of a session that sleeps between iterations. */
  private static final int BETWEEN = -1;

  final Recorder recorder;
  final CompiledPlan plan;
  final Feeding feeding;
  private final Draw tasks;
  private final Draw pauses;
  final Alarms alarms = new Alarms();
  private final ByteOutput scratch = new ByteOutput(256);
  private final ArrayDeque<Session> leavers = new ArrayDeque<>();
  long endNs;

  /** Who was between iterations has been sent away … */
  private boolean dismissed;

  /** … and who slept within one. */
  private boolean dismissedAll;

  private boolean interrupted;
  private @Nullable Transport transport;
  private @Nullable Scripts scripts;
  final long startNs;
  final Turns turns;

  Traffic(Recorder recorder, CompiledPlan plan, long seed, Timing timing, Turns turns) {
    this.recorder = recorder;
    this.plan = plan;
    this.feeding = new Feeding(plan);
    this.tasks = new Draw(seed, Draw.stream("tasks"));
    this.pauses = new Draw(seed, Draw.stream("pauses"));
    this.startNs = timing.startNs();
    this.endNs = timing.endNs();
    this.turns = turns;
  }

  void connect(Transport carrier, Scripts ofLoop) {
    transport = carrier;
    scripts = ofLoop;
  }

  Scripts scripts() {
    return java.util.Objects.requireNonNull(scripts);
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

  /** An iteration ended at {@code endedNs}: what its user does next is reckoned from then. */
  abstract void iterationOver(Session session, long endedNs, long nowNs);

  /** Sleeps between iterations are over: the next one was intended now. */
  abstract void nextIteration(Session session, long intendedNs, long nowNs);

  /** The session cannot begin an iteration: a feeder has no more records. */
  abstract void outOfData(Session session, long nowNs);

  /** The user has run its stop steps, has none, or must not run them. */
  abstract void gone(Session session, long nowNs);

  /** The end has come: adds those who wait for their next iteration to those who leave. */
  abstract void dismiss(List<Session> sleepers, ArrayDeque<Session> leaving);

  /** Whether one more user may run its stop steps now. */
  abstract boolean mayStop();

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
      if (session.awaitsTurn) {
        inTurn(session, dueNs, atNs);
      } else if (session.step == BETWEEN) {
        nextIteration(session, dueNs, atNs);
      } else if (session.scripted != null && session.scripted.active) {
        scripts().awake(session, dueNs);
      } else {
        session.readyNs = session.readyBy(dueNs);
        run(session, dueNs, atNs);
      }
    }
  }

  final void sleepUntil(Session session, long atNs) {
    session.step = BETWEEN;
    alarms.add(session, atNs);
  }

  /** Ends the run at this time if that is before its planned end; no stop steps are run. */
  final void interrupt(long atNs) {
    endNs = Math.min(endNs, atNs);
    interrupted = true;
  }

  /** Ends the run as planned, but now, once data has ended and no iteration is under way. */
  final void endIfDry(long nowNs) {
    if (feeding.isOver()) {
      endNs = Math.min(endNs, nowNs);
    }
  }

  /** Whether users leave one by one when the run ends. */
  final boolean hasStops() {
    return plan.hasStops && !interrupted;
  }

  /** Whether users are to be sent away now. */
  final boolean hasLeavers() {
    return !leavers.isEmpty() && hasStops() && mayStop();
  }

  /**
   * Once the end or that of the data has come: sends users away, at most {@link #BURST} of them.
   * With the data alone at an end, iterations that are under way are finished first.
   */
  final void sendAway(long nowNs) {
    if (!hasStops()) {
      return;
    }
    boolean all = nowNs - endNs >= 0;
    if (!dismissed || (all && !dismissedAll)) {
      dismissed = true;
      dismissedAll = all;
      dismiss(all);
    }
    for (int n = 0; n < BURST && hasLeavers(); n++) {
      Session session = leavers.remove();
      session.readyNs = endNs;
      stop(session, endNs, System.nanoTime());
    }
  }

  /** Whoever sleeps leaves instead, but for those on their way out and in scripts. */
  private void dismiss(boolean all) {
    List<Session> sleepers =
        alarms.removeIf(session ->
            (all || session.step == BETWEEN)
                && !session.stopping
                && (session.scripted == null || !session.scripted.active));
    sleepers.forEach(session -> session.awaitsTurn = false);
    dismiss(sleepers, leavers);
  }

  /** Whether those without an iteration have been sent away: whoever ends one now follows them. */
  final boolean hasDismissed() {
    return dismissed;
  }

  /** The user leaves: its stop steps are run if it ever got through those of its start. */
  final void stop(Session session, long intendedNs, long nowNs) {
    boolean entered = session.started || session.userClass.start().length == 0;
    if (session.userClass.stop().length == 0 || !entered || interrupted) {
      gone(session, nowNs);
      return;
    }
    session.stopping = true;
    session.steps = session.userClass.stop();
    session.step = 0;
    session.groups.forget();
    run(session, intendedNs, nowNs);
  }

  final void begin(Session session, long intendedNs, long readyNs, long nowNs) {
    if (!feeding.feed(session, intendedNs)) {
      outOfData(session, nowNs);
      return;
    }
    session.iteration++;
    session.iterationIntendedNs = intendedNs;
    session.readyNs = readyNs;
    session.step = 0;
    session.starting = !session.started && session.userClass.start().length > 0;
    session.steps = session.starting ? session.userClass.start() : drawTask(session);
    session.status = 0;
    session.contentBytes = 0;
    session.outcome = Outcome.OK;
    session.groups.forget();
    recorder.iterationStarted(session.userClass(), intendedNs);
    run(session, intendedNs, nowNs);
  }

  /** Takes steps until one sends, pauses or ends the flow. */
  private void run(Session session, long intendedNs, long nowNs) {
    for (int n = 0; n < STRIDE; n++) {
      if (session.step == session.steps.length) {
        if (!session.starting) {
          flowOver(session, true, intendedNs, nowNs);
          return;
        }
        session.starting = false;
        session.started = true;
        session.steps = drawTask(session);
        session.step = 0;
      }
      CompiledStep step = session.steps[session.step];
      if (step instanceof CompiledStep.Timed && !mayGoOn(session, intendedNs)) {
        flowOver(session, false, intendedNs, nowNs);
        return;
      }
      switch (step) {
        case CompiledStep.Call call -> {
          call(session, call, intendedNs, nowNs);
          return;
        }
        case CompiledStep.Pause pause -> {
          pause(session, pause, intendedNs);
          return;
        }
        case CompiledStep.Jump jump -> session.step = jump.to();
        case CompiledStep.Branch branch ->
            session.step =
                branch.condition().holds(session) ? session.step + 1 : branch.otherwise();
        case CompiledStep.LoopBegin loop -> {
          session.rounds[loop.counter()] = 0;
          session.step++;
        }
        case CompiledStep.LoopEnd loop ->
            session.step = session.goesRound(loop) ? loop.to() : session.step + 1;
        case CompiledStep.Assign assign -> {
          assign.value().write(session, scratch);
          session.value(assign.variable()).set(scratch.block().bytes, 0, scratch.length(), false);
          session.step++;
        }
        case CompiledStep.GroupBegin group -> {
          session.groups.begin(group.group());
          session.step++;
        }
        case CompiledStep.GroupEnd end -> {
          session.groups.end(session.doneNs, recorder);
          session.step++;
        }
        case CompiledStep.Scripted script -> {
          scripts().begin(session, script, intendedNs);
          return;
        }
      }
    }
    alarms.add(session, nowNs); // a loop that sends nothing: others have their turn, time goes on
  }

  /** Nothing is intended after the end but what stop steps do. */
  final boolean mayGoOn(Session session, long intendedNs) {
    return session.stopping ? !interrupted : intendedNs - endNs < 0;
  }

  final void call(Session session, CompiledStep.Call call, long intendedNs, long nowNs) {
    session.call = call;
    if (session.response == null) { // else it is written already
      session.forgetTrace();
    }
    session.requestDraw = call.draws() ? session.nextDraw++ : 0;
    if (!turns.comesLater(session, alarms, nowNs)) {
      send(session, intendedNs, nowNs);
    }
  }

  private void send(Session session, long intendedNs, long nowNs) {
    session.intendedNs = intendedNs;
    session.afterwards = session.stopping && intendedNs - endNs >= 0;
    if (!session.afterwards) {
      session.groups.requested(intendedNs, recorder);
    }
    transport().dispatch(session, nowNs);
  }

  private void pause(Session session, CompiledStep.Pause pause, long intendedNs) {
    long ns = between(session, pause.minNs(), pause.maxNs());
    session.groups.paused(ns);
    session.step++;
    alarms.add(session, intendedNs + ns);
  }

  /** The ceiling on the rate lets a request through: it is intended now. */
  private void inTurn(Session session, long dueNs, long nowNs) {
    session.awaitsTurn = false;
    session.readyNs = dueNs;
    if (mayGoOn(session, dueNs)) {
      send(session, dueNs, nowNs);
    } else if (session.response != null) {
      scripts().runIsOver(session);
    } else {
      flowOver(session, false, dueNs, nowNs);
    }
  }

  @Override
  public final void ended(Session session, long nowNs) {
    Outcome outcome = session.outcome;
    boolean unconnected = outcome == Outcome.CONNECT_FAILED || outcome == Outcome.TLS_FAILED;
    session.failedConnects = unconnected ? session.failedConnects + 1 : 0;
    session.readyNs = session.doneNs;
    if (session.response != null) {
      scripts().answered(session);
      return;
    }
    if (outcome == Outcome.OK && session.isRedirected()) {
      follow(session, nowNs);
      return;
    }
    session.endRedirects();
    if (outcome == Outcome.OK) {
      session.step++;
      run(session, session.doneNs, nowNs);
    } else if (session.call().goesOn()) {
      session.groups.fail();
      session.step++;
      run(session, session.doneNs, nowNs);
    } else {
      session.groups.failAll(session.doneNs, recorder);
      flowOver(session, false, session.doneNs, nowNs);
    }
  }

  /** Sends the request that an answer leads to: one of its own, intended when the answer came. */
  private void follow(Session session, long nowNs) {
    if (!mayGoOn(session, session.doneNs)) {
      flowOver(session, false, session.doneNs, nowNs);
      return;
    }
    session.followRedirect();
    session.forgetTrace();
    if (!turns.comesLater(session, alarms, nowNs)) {
      send(session, session.doneNs, nowNs);
    }
  }

  /** A script has ended; the step after it was intended then. */
  final void scriptOver(Session session, boolean completed, long endedNs, long nowNs) {
    if (completed) {
      session.step++;
      session.readyNs = endedNs;
      run(session, endedNs, nowNs);
    } else {
      session.groups.failAll(session.doneNs, recorder);
      flowOver(session, false, endedNs, nowNs);
    }
  }

  /** Takes out the alarms of scripts that were woken before their time. */
  final void forgetWokenScripts() {
    alarms.removeIf(session -> {
      ScriptedUser user = session.scripted;
      return user != null && user.active && !user.asleep && !session.awaitsTurn;
    });
  }

  /** A script sleeps: it is woken unless the end comes before. */
  final void sleepInScript(Session session, long lengthNs, long dueNs) {
    session.groups.paused(lengthNs);
    if (dueNs - endNs < 0 || session.stopping) {
      alarms.add(session, dueNs);
    }
  }

  /** An iteration or the stop steps have come to their end, or to an end. */
  private void flowOver(Session session, boolean completed, long endedNs, long nowNs) {
    session.endRedirects();
    if (session.stopping) {
      session.stopping = false;
      gone(session, nowNs);
      return;
    }
    feeding.over();
    if (completed) {
      recorder.iterationCompleted(session.userClass(), session.iterationIntendedNs);
    }
    iterationOver(session, endedNs, nowNs);
  }

  private CompiledStep[] drawTask(Session session) {
    UserClass user = session.userClass;
    if (session.task >= 0) {
      return user.tasks()[session.task];
    }
    if (user.tasks().length == 1) {
      return user.tasks()[0];
    }
    return user.tasks()[tasks.weighted(session.nextDraw++, user.taskBounds())];
  }

  final long between(Session session, long minNs, long maxNs) {
    return minNs == maxNs ? minNs : pauses.between(session.nextDraw++, minNs, maxNs);
  }
}
