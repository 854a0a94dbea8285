package dev.barrage.engine;

import dev.barrage.engine.CompiledPlan.UserClass;
import dev.barrage.engine.http1.CookieJar;
import dev.barrage.engine.http1.KeptFields;
import dev.barrage.engine.http1.LimitFields;
import dev.barrage.engine.http1.TraceContext;
import dev.barrage.engine.http1.Value;
import dev.barrage.engine.http1.Values;
import org.jspecify.annotations.Nullable;

/**
 * One virtual user (closed model) or one iteration under way (open model), and the request it has
 * in flight: a session has at most one. Reused; a loop's thread alone touches it.
 */
final class Session extends Exchange implements Values {
  private static final Value[] NONE = new Value[0];

  final UserClass userClass;
  final int id;
  final RequestDeadline deadline = new RequestDeadline(this);

  /** In the list of iterations under way of the open model, by when they were begun. */
  final Deadline underWay = new Deadline() {};

  // Where it stands in its plan.
  CompiledStep[] steps;
  int step;

  /** The task that its arrival asks for; negative: any by weight. */
  int task = -1;

  boolean starting;
  boolean started;
  boolean leaving;
  boolean stopping;
  final int[] rounds;
  final OpenGroups groups;
  long iteration = -1;
  long iterationIntendedNs;
  long nextDraw;
  int failedConnects;

  /** The ceiling on the rate lets its next request through. */
  boolean hasTurn;

  /** Its next request sleeps until then. */
  boolean awaitsTurn;

  int target;

  // Its scripts, and the response to the request of one that is under way.
  @Nullable ScriptedUser scripted;
  @Nullable ScriptedResponse response;

  // The request in flight.
  CompiledStep.@Nullable Call call;
  @Nullable Connection connection;
  boolean retried;
  boolean afterwards;
  long intendedNs;
  long readyNs;
  long dispatchedNs;
  long sentNs;
  long firstByteNs;
  long doneNs;
  boolean queued;
  boolean reused;
  int status;
  boolean limitsKnown;
  boolean fromUpstream;
  private @Nullable LimitFields limits;
  boolean keptKnown;
  private @Nullable KeptFields kept;
  private final @Nullable Traces traces;

  /** What its next request to be written begins … */
  private final @Nullable TraceContext trace;

  /** … and what the one in flight carries: a script writes one before the last is recorded. */
  private final @Nullable TraceContext carried;

  private long traceNumber;

  private @Nullable Redirection redirection;

  // The connection that carried it.
  @Nullable String address;
  long openedNs;
  long served;
  long connectNs;
  long tlsNs;

  /** Which of the plan's client addresses it presents; its own number where there are none. */
  int client;

  long contentBytes;
  Outcome outcome = Outcome.OK;
  @Nullable String message;
  @Nullable String sample;

  // Its place in a pool's queue, and a connection of its own.
  boolean waiting;
  @Nullable Session previousWaiting;
  @Nullable Session nextWaiting;
  @Nullable Connection own;

  private final Value[] values;
  private final @Nullable CookieJar jar;

  /** For random choices of the request in flight. */
  long requestDraw;

  Session(UserClass userClass, int id, CompiledPlan plan) {
    int variables = plan.variableCount;
    this.userClass = userClass;
    this.id = id;
    this.steps = userClass.start();
    this.rounds = new int[plan.mostLoops];
    this.groups = new OpenGroups(plan.mostGroups);
    this.values = variables == 0 ? NONE : new Value[variables];
    for (int i = 0; i < variables; i++) {
      values[i] = new Value();
    }
    this.traces = plan.traces;
    this.trace = traces == null ? null : new TraceContext();
    this.carried = traces == null ? null : new TraceContext();
    this.traceNumber = traces == null ? 0 : traces.firstOfSession();
    this.jar = userClass.cookies() ? new CookieJar() : null;
  }

  /** The request's deadline, as a member of its timeout's list. */
  static final class RequestDeadline extends Deadline {
    final Session session;

    RequestDeadline(Session session) {
      this.session = session;
    }
  }

  @Override
  public long number(int variable) {
    return variable == USER_ID ? id : iteration;
  }

  @Override
  public Value value(int variable) {
    return values[variable - FIRST_OF_PLAN];
  }

  @Override
  public CookieJar cookies() {
    return java.util.Objects.requireNonNull(jar);
  }

  /** Null where its plan keeps no cookies. */
  @Nullable CookieJar jar() {
    return jar;
  }

  @Override
  public long draw() {
    return requestDraw;
  }

  void keepLimits(LimitFields said) {
    if (limits == null) {
      limits = new LimitFields();
    }
    limits.copy(said);
    limitsKnown = true;
  }

  /**
   * When what is due then can be dispatched: not before the user could dispatch what came before,
   * as an overrun pace leaves it with times that have passed already.
   */
  long readyBy(long dueNs) {
    return dueNs - readyNs > 0 ? dueNs : readyNs;
  }

  /** A request is taken up. */
  void begin(long nowNs) {
    dispatchedNs = nowNs;
    sentNs = 0;
    firstByteNs = 0;
    doneNs = 0;
    status = 0;
    limitsKnown = false;
    keptKnown = false;
    fromUpstream = false;
    address = null;
    contentBytes = 0;
    queued = false;
    reused = false;
    retried = false;
    message = null;
    sample = null;
    if (carried != null) {
      carried.clear();
    }
    if (redirection != null) {
      redirection.forgetNext();
    }
  }

  /** How far it has been redirected from the plan's request, which it is about to be. */
  Redirection redirection() {
    if (redirection == null) {
      redirection = new Redirection();
    }
    if (redirection.count == 0) {
      redirection.home = target;
    }
    return redirection;
  }

  /** Whether the answer leads to another request. */
  boolean isRedirected() {
    return redirection != null && redirection.isOn();
  }

  /** Turns to the request that the answer leads to. */
  void followRedirect() {
    java.util.Objects.requireNonNull(redirection).follow(this);
  }

  /** The request of the plan is over, wherever it led. */
  void endRedirects() {
    if (redirection != null) {
      redirection.end(this);
    }
  }

  /** The request goes out on a connection. */
  void carriedBy(Connection carrier, long nowNs) {
    connection = carrier;
    sentNs = nowNs;
    reused = carrier.served > 0;
    address = carrier.address;
    openedNs = carrier.openedNs;
    served = carrier.served;
    connectNs = carrier.connectNs;
    tlsNs = carrier.tlsNs;
  }

  /** The next request begins another trace, if it begins any. */
  void forgetTrace() {
    if (trace != null) {
      trace.clear();
    }
  }

  @Override
  public TraceContext trace() {
    TraceContext context = java.util.Objects.requireNonNull(trace);
    if (!context.isPresent()) {
      java.util.Objects.requireNonNull(traces).begin(traceNumber++, context);
    }
    return context;
  }

  @Override
  public @Nullable TraceContext traceContext() {
    return carried != null && carried.isPresent() ? carried : null;
  }

  /** What was written is on its way. */
  void carryTrace() {
    if (carried != null) {
      carried.copy(java.util.Objects.requireNonNull(trace));
    }
  }

  void keepFields(KeptFields said) {
    roomForFields(said.count()).copy(said);
  }

  /** To be filled with the values that the plan wants to know of. */
  KeptFields roomForFields(int count) {
    if (kept == null) {
      kept = new KeptFields(count);
    }
    keptKnown = true;
    return kept;
  }

  @Override
  public @Nullable KeptFields kept() {
    return keptKnown ? kept : null;
  }

  @Override
  public @Nullable String address() {
    return address;
  }

  @Override
  public long openedNs() {
    return openedNs;
  }

  @Override
  public long served() {
    return served;
  }

  @Override
  public long connectNs() {
    return connectNs;
  }

  @Override
  public long tlsNs() {
    return tlsNs;
  }

  @Override
  public @Nullable LimitFields limits() {
    return limitsKnown ? limits : null;
  }

  @Override
  public boolean fromUpstream() {
    return fromUpstream;
  }

  @Override
  public int client() {
    return client;
  }

  @Override
  public int target() {
    return target;
  }

  /** One more round of a loop, unless it has had enough. */
  boolean goesRound(CompiledStep.LoopEnd loop) {
    boolean enough = loop.until() != null && loop.until().holds(this);
    return !enough && ++rounds[loop.counter()] < loop.rounds();
  }

  @Override
  public int request() {
    return call().name();
  }

  CompiledStep.Call call() {
    return java.util.Objects.requireNonNull(call);
  }

  @Override
  public int userClass() {
    return userClass.index();
  }

  @Override
  public boolean afterwards() {
    return afterwards;
  }

  @Override
  public long intendedNs() {
    return intendedNs;
  }

  @Override
  public long readyNs() {
    return readyNs;
  }

  @Override
  public long dispatchedNs() {
    return dispatchedNs;
  }

  @Override
  public long sentNs() {
    return sentNs;
  }

  @Override
  public long firstByteNs() {
    return firstByteNs;
  }

  @Override
  public long doneNs() {
    return doneNs;
  }

  @Override
  public boolean queued() {
    return queued;
  }

  @Override
  public boolean reused() {
    return reused;
  }

  @Override
  public long contentBytes() {
    return contentBytes;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public Outcome outcome() {
    return outcome;
  }

  @Override
  public @Nullable String message() {
    return message;
  }

  @Override
  public @Nullable String sample() {
    return sample;
  }
}
