package dev.barrage.engine;

import dev.barrage.engine.schedule.ArrivalSchedule;
import dev.barrage.engine.schedule.Draw;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Open model: arrivals come when the schedule says, whatever the target does. Each starts one
 * iteration on a session taken from the pool of its class.
 */
final class OpenTraffic extends Traffic {
  /** Room for the draws of one iteration. */
  private static final int DRAWS_BITS = 12;

  /** Iterations under way at most, thinking ones included: a bound on memory. */
  private static final int ITERATION_BOUND = 100_000;

  private final ArrivalSchedule.Cursor cursor;
  private final Arrears arrears;
  private final int inFlightBound;
  private final ArrayDeque<Session>[] idle;
  private final Draw classes;
  private final int[] classBounds;
  private final TargetOrder order;
  private final int firstId;
  private final int idStride;
  private int made;
  private int active;
  private long dueNs;
  private boolean isEmptied;

  /**
   * @param inFlightBound this loop's share of the bound
   * @param loop number of this loop; with {@code loops} it tells which arrivals are its own
   */
  @SuppressWarnings({"unchecked", "rawtypes"})
  OpenTraffic(
      Recorder recorder,
      CompiledPlan plan,
      long seed,
      Timing timing,
      ArrivalSchedule schedule,
      int inFlightBound,
      TargetOrder order,
      int loop,
      int loops,
      Turns turns) {
    super(recorder, plan, seed, timing, turns);
    this.cursor = schedule.cursor(loop, loops);
    this.arrears = new Arrears(schedule, timing, loops);
    this.inFlightBound = inFlightBound;
    this.order = order;
    this.firstId = loop;
    this.idStride = loops;
    this.idle = new ArrayDeque[plan.users.length * order.pools()];
    this.classes = new Draw(seed, Draw.stream("classes"));
    this.classBounds = Draw.cumulative(plan.userWeights);
    for (int i = 0; i < idle.length; i++) {
      idle[i] = new ArrayDeque<>();
    }
    advance();
  }

  private void advance() {
    long offsetNs = cursor.next();
    dueNs = offsetNs == Long.MAX_VALUE ? Long.MAX_VALUE : startNs + offsetNs;
  }

  private boolean isDue(long nowNs) {
    return dueNs != Long.MAX_VALUE && dueNs - nowNs <= 0 && dueNs - endNs < 0;
  }

  private boolean mayFire(long nowNs) {
    return isDue(nowNs) && !feeding.isDry() && !arrears.hold(dueNs, transport(), nowNs);
  }

  @Override
  void fire(long nowNs) {
    if (nowNs - endNs >= 0) {
      sendAway(nowNs);
    }
    long now = nowNs;
    for (int n = 0; n < BURST && mayFire(now); n++) {
      long intendedNs = dueNs;
      long arrival = cursor.index();
      int task = cursor.task();
      long choice = order.choice(arrival);
      int userClass = userClass(choice, task);
      int target = order.target(arrival);
      advance();
      if (arrears.forgives(intendedNs, now) || !turns.take(now)) {
        recorder.clipped(userClass, intendedNs);
      } else if (transport().inFlight() >= inFlightBound || active >= ITERATION_BOUND) {
        recorder.dropped(userClass, intendedNs);
      } else {
        Session session = session(userClass, target);
        session.task = task < 0 ? -1 : plan.taskOfAll[task];
        plan.presentClient(session, choice);
        session.nextDraw = choice << DRAWS_BITS; // by arrival: which session it got is chance
        turns.given(session);
        active++;
        arrears.begun(session, now);
        begin(session, intendedNs, intendedNs, now);
      }
      now = System.nanoTime(); // a send takes microseconds: the next one must not be dated early
    }
  }

  @Override
  long nextNs() {
    return feeding.isDry() || dueNs == Long.MAX_VALUE || dueNs - endNs >= 0
        ? Long.MAX_VALUE
        : arrears.nextNs(dueNs);
  }

  @Override
  boolean isExhausted() {
    return nextNs() == Long.MAX_VALUE && (!hasStops() || (isEmptied && active == 0));
  }

  @Override
  int users() {
    return active;
  }

  @Override
  void iterationOver(Session session, long endedNs, long nowNs) {
    if (hasStops() && nowNs - endNs >= 0) {
      stop(session, nowNs, nowNs);
      return;
    }
    rest(session);
  }

  private void rest(Session session) {
    over(session);
    pool(session.userClass(), session.target).push(session);
  }

  private void over(Session session) {
    active--;
    session.underWay.cancel();
  }

  /** Users of the pool count as active again until they are gone. */
  @Override
  void dismiss(List<Session> sleepers, ArrayDeque<Session> leaving) {
    isEmptied = true;
    leaving.addAll(sleepers);
    for (ArrayDeque<Session> pool : idle) {
      active += pool.size();
      leaving.addAll(pool);
      pool.clear();
    }
  }

  @Override
  boolean mayStop() {
    return transport().inFlight() < inFlightBound;
  }

  @Override
  void outOfData(Session session, long nowNs) {
    rest(session);
  }

  @Override
  void gone(Session session, long nowNs) {
    over(session);
  }

  @Override
  void nextIteration(Session session, long intendedNs, long nowNs) {
    throw new IllegalStateException("sessions of the open model do not wait between iterations");
  }

  @Override
  void giveUp() {
    for (; nextNs() != Long.MAX_VALUE; advance()) {
      recorder.dropped(userClass(order.choice(cursor.index()), cursor.task()), dueNs);
    }
  }

  private Session session(int userClass, int target) {
    Session session = pool(userClass, target).poll();
    if (session == null) {
      int id = firstId + made++ * idStride;
      session = new Session(plan.users[userClass], id, plan);
    }
    session.target = target;
    return session;
  }

  private ArrayDeque<Session> pool(int userClass, int target) {
    return idle[userClass * order.pools() + order.pool(target)];
  }

  private int userClass(long choice, int task) {
    return task < 0 ? drawClass(choice) : plan.classOfAll[task];
  }

  private int drawClass(long choice) {
    return classBounds.length == 1 ? 0 : classes.weighted(choice, classBounds);
  }
}
