package dev.barrage.engine;

import dev.barrage.engine.CompiledPlan.CompiledStep.Call;
import dev.barrage.engine.http1.Inspection;
import dev.barrage.engine.io.Block;
import dev.barrage.engine.io.ConnectFailedException;
import dev.barrage.engine.io.Poller;
import dev.barrage.engine.io.TlsFailedException;
import dev.barrage.engine.io.Wire;
import dev.barrage.plan.Bounds;
import dev.barrage.plan.Target.Connections;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries the requests of one loop over its connections and tells how each ended.
 *
 * <p>A request is sent at once where a connection is free; otherwise it waits, and a connection is
 * opened for it while the bound allows. Failures found while sending are kept until {@link
 * #settle}, so that a request never ends inside {@link #dispatch}. The loop's thread only.
 */
final class Transport {
  /** Hears of the end of each request. */
  interface Listener {
    void ended(Session session, long nowNs);
  }

  private static final Block NOTHING = new Block(0);
  private static final int LAST_STATUS = 599;
  private static final String[] REFUSED = new String[LAST_STATUS + 1];

  static {
    for (int i = 0; i <= LAST_STATUS; i++) {
      REFUSED[i] = "status " + i;
    }
  }

  private final Poller poller;
  private final Recorder recorder;
  private final Bounds bounds;
  private final Connections policy;
  private final List<Endpoint> endpoints;
  private final Pool[] pools;
  private final int connectionBound;
  private final Deadlines[] timeouts;
  private final Deadlines connectDeadlines;
  private final ArrayDeque<Connection> broken = new ArrayDeque<>();
  private final LoopResources resources;
  private final Consumer<Connection> waker;
  private final Listener listener;
  private int inFlight;
  private int connections;

  /**
   * @param policy in force for this run: per user only where each user can have its own
   * @param connectionBound this loop's share of the bound
   * @param waker has the loop call {@link #onReady} for a connection; any thread
   */
  Transport(
      Poller poller,
      Recorder recorder,
      CompiledPlan plan,
      Bounds bounds,
      Connections policy,
      List<Endpoint> endpoints,
      int connectionBound,
      LoopResources resources,
      Consumer<Connection> waker,
      Listener listener) {
    this.poller = poller;
    this.recorder = recorder;
    this.bounds = bounds;
    this.policy = policy;
    this.endpoints = endpoints;
    this.connectionBound = connectionBound;
    this.resources = resources;
    this.waker = waker;
    this.listener = listener;
    this.pools = new Pool[endpoints.size()];
    for (int i = 0; i < pools.length; i++) {
      pools[i] = new Pool(i);
    }
    this.timeouts = new Deadlines[plan.timeoutsNs.length];
    for (int i = 0; i < timeouts.length; i++) {
      timeouts[i] = new Deadlines(plan.timeoutsNs[i]);
    }
    this.connectDeadlines = new Deadlines(bounds.connectTimeout().toNanos());
  }

  int inFlight() {
    return inFlight;
  }

  int connections() {
    return connections;
  }

  boolean hasUnsettled() {
    return !broken.isEmpty();
  }

  /** Takes a request up: {@code call}, {@code intendedNs} and {@code readyNs} are set. */
  void dispatch(Session session, long nowNs) {
    session.dispatchedNs = nowNs;
    session.sentNs = 0;
    session.firstByteNs = 0;
    session.doneNs = 0;
    session.status = 0;
    session.queued = false;
    session.reused = false;
    session.retried = false;
    session.message = null;
    session.sample = null;
    inFlight++;
    recorder.started(session);
    timeouts[session.call().deadline()].add(session.deadline, nowNs);
    acquire(session, nowNs);
  }

  private void acquire(Session session, long nowNs) {
    Pool pool = pools[session.target];
    Connection free =
        switch (policy) {
          case PER_USER -> session.own;
          case SHARED -> pool.popIdle();
          case NEW -> null;
        };
    if (free != null && free.state == Connection.State.IDLE) {
      send(free, session, nowNs);
      return;
    }
    session.queued = true;
    if (policy == Connections.PER_USER) {
      session.own = open(pool, session, nowNs);
    } else {
      pool.enqueue(session);
      connectForWaiting(nowNs);
    }
  }

  /** Opens connections while sessions wait and the bound allows. */
  private void connectForWaiting(long nowNs) {
    for (int i = 0; i < pools.length; i++) {
      Pool pool = pools[i];
      while (pool.connecting < pool.waiting && (connections < connectionBound || evictIdle(i))) {
        open(pool, null, nowNs);
      }
    }
  }

  /** Gives up an idle connection to another URL of the target, so that this one can have one. */
  private boolean evictIdle(int needy) {
    for (int i = 0; i < pools.length; i++) {
      Connection idle = i == needy ? null : pools[i].popIdle();
      if (idle != null) {
        close(idle);
        return true;
      }
    }
    return false;
  }

  private Connection open(Pool pool, @Nullable Session reserved, long nowNs) {
    Connection connection = new Connection(pool, bounds.headerBytes());
    connection.reserved = reserved;
    if (reserved != null) {
      reserved.connection = connection;
    } else {
      pool.connecting++;
    }
    connections++;
    connectDeadlines.add(connection, nowNs);
    Endpoint endpoint = endpoints.get(pool.target);
    try {
      Wire socket = poller.connect(endpoint.address(), connection);
      connection.attach(socket, endpoint.wrap(socket, resources, () -> waker.accept(connection)));
    } catch (IOException e) {
      breakLater(connection, e);
    }
    return connection;
  }

  /** A connection's socket is ready, or its TLS engine has news. */
  void onReady(Connection connection, boolean readable, boolean writable) {
    if (connection.isClosed() || connection.broken != null) {
      return;
    }
    try {
      if (connection.state == Connection.State.CONNECTING) {
        if (connection.wire().open()) {
          opened(connection, System.nanoTime());
        }
      } else {
        if (writable) {
          flush(connection);
        }
        if (readable) {
          read(connection);
        }
      }
      watch(connection);
    } catch (IOException e) {
      broken(connection, e, System.nanoTime());
    }
  }

  private void flush(Connection connection) throws IOException {
    if (connection.hasUnsent()) {
      if (connection.flush()) {
        recorder.sent(java.util.Objects.requireNonNull(connection.session));
      }
    } else if (connection.wire().wantsWrite()) {
      connection.wire().write(NOTHING, 0, 0); // ciphertext that the socket did not take
    }
  }

  /** Watches for writability exactly while something waits to be written. */
  private void watch(Connection connection) throws IOException {
    if (connection.isClosed() || connection.broken != null) {
      return;
    }
    boolean writes = connection.hasUnsent() || connection.wire().wantsWrite();
    if (writes != connection.watchesWrites) {
      connection.watchesWrites = writes;
      poller.watchWrites(connection.socket(), writes);
    }
  }

  private void opened(Connection connection, long nowNs) {
    connection.cancel();
    recorder.connectionOpened(connection.wire().connectNs(), connection.wire().tlsNs());
    Session session = connection.reserved;
    connection.reserved = null;
    if (session != null) {
      send(connection, session, nowNs);
    } else {
      connection.pool.connecting--;
      release(connection, nowNs);
    }
  }

  /** A connection without a request: to the next that waits, else to its owner or the pool. */
  private void release(Connection connection, long nowNs) {
    connection.state = Connection.State.IDLE;
    Session next = connection.pool.dequeue();
    if (next != null) {
      send(connection, next, nowNs);
    } else if (policy != Connections.PER_USER) {
      connection.pool.pushIdle(connection);
    }
  }

  private void send(Connection connection, Session session, long nowNs) {
    connection.state = Connection.State.BUSY;
    connection.session = session;
    session.connection = connection;
    session.reused = connection.served > 0;
    session.sentNs = nowNs;
    Call call = session.call();
    connection.expect(call, bounds.bodyBytes());
    var request = call.byTarget()[session.target];
    Block block = request.whole();
    int length;
    if (block != null) {
      length = block.capacity();
    } else {
      request.write(session, resources.out, resources.scratch);
      block = resources.out.block();
      length = resources.out.length();
    }
    try {
      boolean complete = connection.write(block, length);
      recorder.bytes(length, 0);
      if (complete) {
        recorder.sent(session);
      } else {
        watch(connection);
      }
    } catch (IOException e) {
      breakLater(connection, e);
    }
  }

  private void read(Connection connection) throws IOException {
    do {
      int n = connection.wire().read(resources.in);
      if (n == 0) {
        return;
      }
      long nowNs = System.nanoTime();
      if (n < 0) {
        endOfStream(connection, nowNs);
        return;
      }
      recorder.bytes(0, n);
      receive(connection, n, nowNs);
    } while (!connection.isClosed()
        && connection.broken == null
        && connection.wire().hasBuffered());
  }

  private void receive(Connection connection, int n, long nowNs) {
    Session session = connection.session;
    if (session == null) {
      close(connection); // bytes nobody asked for, such as a 408 on an idle connection
      connectForWaiting(nowNs);
      return;
    }
    if (session.firstByteNs == 0) {
      session.firstByteNs = nowNs;
    }
    int used = connection.parser.feed(resources.in.bytes, 0, n);
    if (connection.parser.isMalformed()) {
      String why = java.util.Objects.requireNonNull(connection.parser.malformation());
      malformed(connection, session, why, nowNs);
    } else if (connection.parser.isDone()) {
      if (used < n) {
        malformed(connection, session, "bytes after the response", nowNs);
      } else {
        complete(connection, session, connection.parser.keepAlive(), nowNs);
      }
    }
  }

  private void malformed(Connection connection, Session session, String why, long nowNs) {
    session.sample = "status " + connection.parser.status();
    lose(connection);
    fail(session, Outcome.MALFORMED_RESPONSE, why, nowNs);
    connectForWaiting(nowNs);
  }

  private void complete(Connection connection, Session session, boolean keepAlive, long nowNs) {
    Call call = session.call();
    int status = connection.parser.status();
    boolean idleTimeout = status == 408 && !keepAlive && !call.expects(408);
    if (idleTimeout && mayRetry(connection, session)) {
      retry(connection, session, nowNs);
      return;
    }
    session.status = status;
    session.doneNs = nowNs;
    session.outcome = judge(connection, session, call);
    connection.served++;
    connection.session = null;
    session.connection = null;
    if (!keepAlive || policy == Connections.NEW || connection.hasUnsent()) {
      close(connection);
      connectForWaiting(nowNs);
    } else {
      release(connection, nowNs);
    }
    finish(session, nowNs);
  }

  private Outcome judge(Connection connection, Session session, Call call) {
    if (!call.expects(session.status)) {
      session.message = REFUSED[session.status];
      session.sample = connection.errorBody();
      return Outcome.STATUS_REFUSED;
    }
    if (call.interest().isNone()) {
      return Outcome.OK;
    }
    Inspection inspection = connection.inspection();
    String failure = inspection.firstFailure();
    for (int i = 0; failure == null && i < call.captured().length; i++) {
      var capture = call.interest().captures().get(i);
      Inspection.Captured value = inspection.capture(capture);
      if (value == null) {
        failure = "capture " + capture.variable() + " found nothing";
      } else {
        session.set(call.captured()[i], value.text(), value.string());
      }
    }
    if (failure == null) {
      return Outcome.OK;
    }
    session.message = failure;
    String body = inspection.bodyText();
    session.sample = body.substring(0, Math.min(200, body.length()));
    return Outcome.CHECK_FAILED;
  }

  private void endOfStream(Connection connection, long nowNs) {
    Session session = connection.session;
    if (session != null && !connection.wire().isTruncated()) {
      connection.parser.endOfStream();
      if (connection.parser.isDone()) {
        complete(connection, session, false, nowNs);
        return;
      }
    }
    broken(connection, new IOException("connection closed by the target"), nowNs);
  }

  private void breakLater(Connection connection, IOException cause) {
    if (connection.broken == null) {
      connection.broken = cause;
      broken.add(connection);
    }
  }

  /** Deals with the connections that broke while requests were dispatched. */
  void settle(long nowNs) {
    for (int n = broken.size(); n > 0; n--) {
      Connection connection = broken.remove();
      if (!connection.isClosed()) {
        broken(connection, java.util.Objects.requireNonNull(connection.broken), nowNs);
      }
    }
  }

  private void broken(Connection connection, IOException cause, long nowNs) {
    Session session = connection.session;
    if (connection.state == Connection.State.CONNECTING) {
      Session victim =
          connection.reserved != null ? connection.reserved : connection.pool.dequeue();
      recorder.connectionFailed();
      lose(connection);
      if (victim != null) {
        boolean tls = cause instanceof TlsFailedException;
        fail(victim, tls ? Outcome.TLS_FAILED : Outcome.CONNECT_FAILED, words(cause), nowNs);
      }
    } else if (session == null) {
      close(connection);
    } else if (connection.parser.isUntouched() && mayRetry(connection, session)) {
      retry(connection, session, nowNs);
    } else {
      boolean untouched = connection.parser.isUntouched();
      lose(connection);
      if (untouched && cause instanceof TlsFailedException) {
        fail(session, Outcome.TLS_FAILED, words(cause), nowNs); // TLS 1.3 servers refuse late
      } else {
        String when = untouched ? " before the response" : " in mid-response";
        fail(session, Outcome.RESET, words(cause) + when, nowNs);
      }
    }
    connectForWaiting(nowNs);
  }

  private static String words(IOException cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  /** A reused connection may have been closed by the target before our bytes arrived. */
  private static boolean mayRetry(Connection connection, Session session) {
    return connection.served > 0 && session.call().idempotent() && !session.retried;
  }

  private void retry(Connection connection, Session session, long nowNs) {
    lose(connection);
    session.retried = true;
    session.firstByteNs = 0;
    recorder.retried();
    Connection fresh = open(connection.pool, session, nowNs);
    if (policy == Connections.PER_USER) {
      session.own = fresh;
    }
  }

  /** Closes a connection and parts it from its session. */
  private void lose(Connection connection) {
    if (connection.session != null) {
      connection.session.connection = null;
      connection.session = null;
    }
    close(connection);
  }

  private void close(Connection connection) {
    if (connection.isClosed()) {
      return;
    }
    if (connection.state == Connection.State.CONNECTING) {
      if (connection.reserved == null) {
        connection.pool.connecting--;
      } else {
        connection.reserved.connection = null;
      }
    }
    connections--;
    connection.close();
  }

  private void fail(Session session, Outcome outcome, String message, long nowNs) {
    session.doneNs = nowNs;
    session.outcome = outcome;
    session.message = message;
    finish(session, nowNs);
  }

  private void finish(Session session, long nowNs) {
    session.deadline.cancel();
    inFlight--;
    recorder.finished(session);
    listener.ended(session, nowNs);
  }

  /** The session sends no more: its own connection goes. */
  void leave(Session session, long nowNs) {
    if (session.own != null) {
      close(session.own);
      session.own = null;
      connectForWaiting(nowNs);
    }
  }

  /** Ends requests and connection attempts whose time is over. */
  void expire(long nowNs) {
    for (Deadlines list : timeouts) {
      for (Deadline d; (d = list.passed(nowNs)) != null; ) {
        timeout(((Session.RequestDeadline) d).session, nowNs);
      }
    }
    for (Deadline d; (d = connectDeadlines.passed(nowNs)) != null; ) {
      Connection connection = (Connection) d;
      connection.cancel();
      String after = " timed out after " + bounds.connectTimeout().toMillis() + " ms";
      boolean tcp = connection.broken != null || connection.wire().connectNs() == 0;
      broken(
          connection,
          tcp
              ? new ConnectFailedException("connecting" + after)
              : new TlsFailedException("TLS handshake" + after, null),
          nowNs);
    }
  }

  private void timeout(Session session, long nowNs) {
    Connection connection = session.connection;
    pools[session.target].remove(session);
    boolean sent = session.sentNs != 0;
    if (connection != null) {
      lose(connection);
    }
    fail(
        session,
        Outcome.TIMEOUT,
        sent ? "no complete response in time" : "no connection in time",
        nowNs);
    connectForWaiting(nowNs);
  }

  /** The earliest deadline; {@link Long#MAX_VALUE} if there is none. */
  long nextDeadlineNs() {
    long next = earliest(connectDeadlines, Long.MAX_VALUE);
    for (Deadlines list : timeouts) {
      next = earliest(list, next);
    }
    return next;
  }

  private static long earliest(Deadlines list, long next) {
    Deadline first = list.first();
    return first == null ? next : Math.min(next, first.atNs);
  }

  /** Cuts all requests in flight: they are unfinished. Nobody is told but the recorder. */
  void cut() {
    for (Deadlines list : timeouts) {
      for (Deadline d; (d = list.first()) != null; d.cancel()) {
        recorder.unfinished(((Session.RequestDeadline) d).session);
        inFlight--;
      }
    }
  }
}
