package dev.barrage.engine;

import dev.barrage.engine.schedule.UserSchedule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Closed model: a number of users, each of whom waits for its answer before it goes on. */
final class ClosedTraffic extends Traffic {
  /** Pause after a connection that could not be made, doubled each time up to the last. */
  private static final long FIRST_BACKOFF_NS = 50_000_000;

  private static final int MOST_DOUBLINGS = 4;

  private final UserSchedule schedule;
  private final UserOrder classes;
  private final int targets;
  private final int loop;
  private final int loops;

  /**
   * By number: who was started last, null once it has left. The first {@link #live} are to stay.
   */
  private final List<@Nullable Session> places = new ArrayList<>();

  private int live;
  private int wanted;
  private int alive;
  private long wantedSinceNs;
  private long changeNs;

  /** Users not started by now never are. */
  private boolean isOver;

  /** Users {@code k} with {@code k mod loops = loop} are this loop's. */
  ClosedTraffic(
      Recorder recorder,
      CompiledPlan plan,
      long seed,
      Timing timing,
      UserSchedule schedule,
      int targets,
      int loop,
      int loops,
      Turns turns) {
    super(recorder, plan, seed, timing, turns);
    this.schedule = schedule;
    this.classes = new UserOrder(plan.userWeights, plan.userCounts);
    this.targets = targets;
    this.loop = loop;
    this.loops = loops;
    this.changeNs = startNs;
  }

  @Override
  void fire(long nowNs) {
    isOver = nowNs - endNs >= 0 || feeding.isDry();
    if (isOver) {
      sendAway(nowNs);
      return;
    }
    while (live == wanted && changeNs != Long.MAX_VALUE && changeNs - nowNs <= 0) {
      long offsetNs = changeNs - startNs;
      want(schedule.usersAt(offsetNs), changeNs);
      long next = schedule.nextChangeNs(offsetNs);
      changeNs = next == Long.MAX_VALUE ? next : startNs + next;
    }
    for (int n = 0; n < BURST && live < wanted; n++) {
      start(live++, wantedSinceNs, System.nanoTime());
    }
  }

  /** Of {@code total} users this loop has its share; surplus ones end after their iteration. */
  private void want(int total, long sinceNs) {
    wanted = total <= loop ? 0 : (total - loop - 1) / loops + 1;
    wantedSinceNs = sinceNs;
    while (live > wanted) {
      java.util.Objects.requireNonNull(places.get(--live)).leaving = true;
    }
  }

  /**
   * Fills a place. Whoever was asked to leave it and has not yet stays, or is followed once it has
   * stopped: no two users have the same number.
   */
  private void start(int index, long sinceNs, long nowNs) {
    if (index == places.size()) {
      places.add(null);
    }
    Session still = places.get(index);
    if (still != null) {
      still.leaving = false;
      return;
    }
    int id = index * loops + loop;
    Session session = new Session(plan.users[classes.at(id)], id, plan);
    session.target = id % targets;
    plan.presentClient(session, id);
    session.nextDraw = (long) id << 32;
    places.set(index, session);
    alive++;
    recorder.userStarted(session.userClass());
    begin(session, sinceNs, sinceNs, nowNs);
  }

  @Override
  long nextNs() {
    if (isOver) {
      return Long.MAX_VALUE;
    }
    long nextNs = live < wanted ? wantedSinceNs : changeNs;
    return nextNs - endNs < 0 ? nextNs : Long.MAX_VALUE;
  }

  @Override
  boolean isExhausted() {
    return !hasStops() || alive == 0;
  }

  @Override
  int users() {
    return alive;
  }

  @Override
  void iterationOver(Session session, long endedNs, long nowNs) {
    if (session.leaving || endedNs - endNs >= 0 || hasDismissed()) {
      stop(session, nowNs, nowNs);
      return;
    }
    if (session.failedConnects > 0) {
      int doublings = Math.min(MOST_DOUBLINGS, session.failedConnects - 1);
      sleepUntil(session, nowNs + (FIRST_BACKOFF_NS << doublings));
      return;
    }
    CompiledPlan.CompiledWait wait = session.userClass.waits();
    if (wait.paceNs() > 0) {
      pace(session, wait.paceNs(), endedNs, nowNs);
    } else if (wait.maxNs() > 0) {
      sleepUntil(session, endedNs + between(session, wait.minNs(), wait.maxNs()));
    } else if (endedNs == session.iterationIntendedNs) {
      sleepUntil(session, nowNs); // it sent nothing: others have their turn, time goes on
    } else {
      begin(session, endedNs, endedNs, nowNs);
    }
  }

  /** The next place on the user's grid; an overrun starts at once, its lateness being latency. */
  private void pace(Session session, long periodNs, long endedNs, long nowNs) {
    long intendedNs = session.iterationIntendedNs + periodNs;
    if (intendedNs - endedNs > 0) {
      sleepUntil(session, intendedNs);
    } else {
      begin(session, intendedNs, endedNs, nowNs);
    }
  }

  @Override
  void nextIteration(Session session, long intendedNs, long nowNs) {
    if (session.leaving || intendedNs - endNs >= 0) {
      stop(session, nowNs, nowNs);
    } else {
      begin(session, intendedNs, session.readyBy(intendedNs), nowNs);
    }
  }

  @Override
  void dismiss(List<Session> sleepers, ArrayDeque<Session> leaving) {
    leaving.addAll(sleepers);
  }

  @Override
  boolean mayStop() {
    return true;
  }

  @Override
  void outOfData(Session session, long nowNs) {
    stop(session, nowNs, nowNs);
  }

  @Override
  void gone(Session session, long nowNs) {
    alive--;
    int index = (session.id - loop) / loops;
    places.set(index, null);
    recorder.userEnded(session.userClass());
    scripts().leave(session);
    transport().leave(session, nowNs);
    if (index < live && nowNs - endNs < 0 && !feeding.isDry()) {
      start(index, nowNs, nowNs);
    }
  }

  @Override
  void giveUp() {
    // Users that were never started planned no requests.
  }
}
