package dev.barrage.engine;

import dev.barrage.engine.ScriptedUser.Answer;
import dev.barrage.engine.io.Poller;
import dev.barrage.plan.Bounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The scripts of one loop: begins them, does what they ask for, and tells them how it ended.
 *
 * <p>How a request counts is the script's to say after a look at the response. So it is recorded
 * when the script goes on, with the times that the loop took when it came. The loop's thread only.
 */
final class Scripts {
  /** Sleeps and time-outs at most. */
  static final Duration LONGEST = Duration.ofHours(24);

  /** Variables that one user's scripts can make. */
  static final int VARIABLES = 1000;

  static final String CUT = "still running at the end of the drain; it was interrupted";

  final CompiledPlan plan;
  final Handover handover;
  final int bodyLimit;
  final long timeoutNs;
  private final Recorder recorder;
  private final List<ScriptedUser> users = new ArrayList<>();
  private @Nullable ScriptedUser taken;
  private int active;
  private long sweptEndNs = Long.MAX_VALUE;

  Scripts(CompiledPlan plan, Bounds bounds, Recorder recorder, Poller poller) {
    this.plan = plan;
    this.recorder = recorder;
    this.handover = new Handover(poller);
    this.bodyLimit = bounds.bodyBytes();
    this.timeoutNs = bounds.timeouts().request().toNanos();
  }

  /** Users whose script has begun and not ended. */
  int active() {
    return active;
  }

  /** Begins a step. */
  void begin(Session session, CompiledStep.Scripted step, long intendedNs) {
    ScriptedUser user = session.scripted;
    if (user == null) {
      user = new ScriptedUser(session, this);
      session.scripted = user;
      user.place = users.size();
      users.add(user);
    }
    active++;
    user.active = true;
    user.home = session.target;
    user.failed = false;
    user.requests = 0;
    user.step = step;
    user.intendedNs = intendedNs;
    user.isIntended = true;
    tell(user, Answer.GO);
  }

  private void tell(ScriptedUser user, Answer answer) {
    user.answer = answer;
    handover.give(user);
  }

  /** The request in flight has ended. */
  void answered(Session session) {
    ScriptedUser user = user(session);
    Objects.requireNonNull(session.response).end(session);
    user.unsettled = true;
    tell(user, Answer.GO);
  }

  /** What the script waits for will not be done any more. */
  void runIsOver(Session session) {
    session.awaitsTurn = false;
    session.response = null;
    tell(user(session), Answer.RUN_IS_OVER);
  }

  /** A sleep is over. */
  void awake(Session session, long dueNs) {
    ScriptedUser user = user(session);
    if (user.asleep) {
      user.asleep = false;
      user.intendedNs = dueNs;
      user.isIntended = true;
      session.readyNs = dueNs;
      tell(user, Answer.GO);
    }
  }

  private static ScriptedUser user(Session session) {
    return Objects.requireNonNull(session.scripted);
  }

  /** Does what scripts have asked for, at most {@link Traffic#BURST} of it. */
  void serve(Traffic traffic) {
    for (int n = 0; n < Traffic.BURST; n++) {
      if (taken == null) {
        taken = handover.take();
      }
      ScriptedUser user = taken;
      if (user == null) {
        return;
      }
      taken = user.next;
      user.next = null;
      settle(user);
      switch (user.order) {
        case REQUEST -> send(user, traffic);
        case SLEEP -> sleep(user, traffic);
        case DONE -> done(user, traffic);
      }
    }
  }

  /** Records the last request as what the script found it to be. */
  private void settle(ScriptedUser user) {
    if (!user.unsettled) {
      return;
    }
    Session session = user.session;
    ScriptedResponse response = Objects.requireNonNull(session.response);
    response.settle(session);
    if (!plan.kept.isEmpty() && session.status > 0) {
      response.keepFields(plan.kept, session);
    }
    user.unsettled = false;
    user.failed |= session.outcome != Outcome.OK;
    recorder.finished(session);
  }

  private void send(ScriptedUser user, Traffic traffic) {
    Session session = user.session;
    ScriptedRequest request = Objects.requireNonNull(user.request);
    session.intendedNs = user.isIntended ? user.intendedNs : user.orderedNs;
    session.readyNs = user.isIntended ? session.readyNs : user.orderedNs;
    user.isIntended = false;
    if (!traffic.mayGoOn(session, session.intendedNs)) {
      tell(user, Answer.RUN_IS_OVER);
      return;
    }
    user.requests++;
    session.target = request.target();
    session.response = request.response;
    CompiledStep.Call call =
        user.frame()
            .call(
                request,
                session.target,
                request.number(),
                traffic.transport().deadline(request.timeoutNs()));
    traffic.call(session, call, session.intendedNs, System.nanoTime());
  }

  private void sleep(ScriptedUser user, Traffic traffic) {
    if (traffic.endNs == sweptEndNs && !traffic.mayGoOn(user.session, traffic.endNs)) {
      tell(user, Answer.RUN_IS_OVER);
    } else {
      user.asleep = true;
      traffic.sleepInScript(user.session, user.sleepNs, user.orderedNs + user.sleepNs);
    }
  }

  private void done(ScriptedUser user, Traffic traffic) {
    Session session = user.session;
    active--;
    user.active = false;
    session.response = null;
    session.target = user.home;
    Throwable thrown = user.thrown;
    if (thrown != null) {
      recorder.scriptFailed(session.userClass(), name(user), thrown, user.orderedNs);
    }
    if (user.requests == 0) { // or it would begin again at once, for ever
      session.failedConnects = thrown == null ? 0 : session.failedConnects + 1;
    }
    boolean completed = thrown == null && !user.unwound && !user.failed;
    traffic.scriptOver(session, completed, user.orderedNs, System.nanoTime());
  }

  private static String name(ScriptedUser user) {
    return Objects.requireNonNull(user.step).step().name();
  }

  /** Whether something is left to do before the loop may wait. */
  boolean mayRest() {
    return taken == null && handover.rest();
  }

  /** The end has come: sleeps are over, but for those of stop steps. */
  void endSleeps(Traffic traffic) {
    if (traffic.endNs == sweptEndNs || users.isEmpty()) {
      return;
    }
    sweptEndNs = traffic.endNs;
    for (ScriptedUser user : users) {
      boolean rests = user.active && (user.asleep || user.session.awaitsTurn);
      if (rests && !traffic.mayGoOn(user.session, traffic.endNs)) {
        user.asleep = false;
        runIsOver(user.session);
      }
    }
    traffic.forgetWokenScripts();
  }

  /** The user's thread ends. */
  void leave(Session session) {
    ScriptedUser user = session.scripted;
    if (user != null) {
      ScriptedUser last = users.removeLast();
      if (last != user) {
        users.set(user.place, last);
        last.place = user.place;
      }
      tell(user, Answer.QUIT);
    }
  }

  /**
   * The loop has ended. What scripts have in hand is settled as the loop knows it; those that still
   * run are interrupted, and what they do from here on reaches nobody.
   */
  void close(long nowNs) {
    handover.close();
    for (ScriptedUser user = taken == null ? handover.take() : taken; user != null; ) {
      settle(user);
      user.active = false;
      user = user.next == null ? handover.take() : user.next;
    }
    for (ScriptedUser user : users) {
      boolean waits = user.asleep || user.session.deadline.list != null;
      if (user.active && !waits) {
        settle(user);
        recorder.scriptFailed(
            user.session.userClass(), name(user), new IllegalStateException(CUT), nowNs);
        user.thread.interrupt();
      }
      java.util.concurrent.locks.LockSupport.unpark(user.thread);
    }
  }
}
