package dev.barrage.engine;

import dev.barrage.engine.CompiledStep.Call;
import dev.barrage.engine.io.Block;
import dev.barrage.engine.io.ConnectFailedException;
import dev.barrage.engine.io.TlsFailedException;
import dev.barrage.plan.Bounds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries the requests of one loop over its connections and tells how each ended.
 *
 * <p>A request is sent at once where the {@link Dialer} has a connection free; otherwise it waits.
 * Failures found while sending are kept until {@link #settle}, so that a request never ends inside
 * {@link #dispatch}. Responses that were read are kept until {@link #conclude}: what came is read
 * before anything else is sent, or the later ones of a batch would be dated after the sends of the
 * earlier ones. The loop's thread only.
 */
final class Transport {
  /** Hears of the end of each request. */
  interface Listener {
    void ended(Session session, long nowNs);
  }

  private static final Block NOTHING = new Block(0);

  private final Dialer dialer;
  private final Recorder recorder;
  private final Bounds bounds;
  private final RequestDeadlines deadlines;
  private final Trickles trickles;
  private final LoopResources resources;
  private final Listener listener;

  /** In the order in which their responses were read. */
  private final List<Connection> answered = new ArrayList<>();

  private int inFlight;
  private long lookedNs;

  Transport(
      Dialer dialer,
      Recorder recorder,
      CompiledPlan plan,
      Bounds bounds,
      LoopResources resources,
      Listener listener) {
    this.dialer = dialer;
    this.recorder = recorder;
    this.trickles = new Trickles(dialer, recorder);
    this.bounds = bounds;
    this.resources = resources;
    this.listener = listener;
    this.deadlines = new RequestDeadlines(plan.timeoutsNs);
  }

  int inFlight() {
    return inFlight;
  }

  int connections() {
    return dialer.connections();
  }

  /** The sockets were looked at then: who is answered, is answered from here on. */
  void looked(long nowNs) {
    lookedNs = nowNs;
  }

  /** When the sockets were last looked at. */
  long lookedNs() {
    return lookedNs;
  }

  boolean hasUnsettled() {
    return dialer.brokenCount() > 0 || !answered.isEmpty();
  }

  /** The list of requests that have so long. */
  int deadline(long lengthNs) {
    return deadlines.list(lengthNs);
  }

  /** Takes a request up: {@code call}, {@code intendedNs} and {@code readyNs} are set. */
  void dispatch(Session session, long nowNs) {
    session.begin(nowNs);
    inFlight++;
    recorder.started(session);
    deadlines.add(session, nowNs);
    if (Trickles.sends(session.call())) {
      dialer.openOnce(session, nowNs);
      return;
    }
    Connection free = dialer.free(session);
    if (free != null) {
      send(free, session, nowNs);
    } else {
      dialer.await(session, nowNs);
    }
  }

  /** A connection's socket is ready, or its TLS engine has news. */
  void onReady(Connection connection, boolean readable, boolean writable) {
    if (!goesOn(connection)) {
      return;
    }
    try {
      if (connection.state == Connection.State.CONNECTING) {
        if (connection.wire().open()) {
          opened(connection, System.nanoTime());
        }
      } else {
        if (readable) {
          read(connection); // first: an early answer counts although the rest cannot be written
        }
        if (writable && goesOn(connection)) {
          flush(connection);
        }
      }
      if (goesOn(connection)) {
        dialer.watch(connection);
      }
    } catch (IOException e) {
      broken(connection, e, System.nanoTime());
    }
  }

  private void flush(Connection connection) throws IOException {
    if (connection.trickle != null) {
      sendPiece(connection, System.nanoTime());
    } else if (connection.hasUnsent()) {
      recorder.bytes(connection.flush(), 0);
      if (!connection.hasUnsent()) {
        recorder.sent(java.util.Objects.requireNonNull(connection.session));
      }
    } else if (connection.wire().wantsWrite()) {
      connection.wire().write(NOTHING, 0, 0); // ciphertext that the socket did not take
    }
  }

  private void opened(Connection connection, long nowNs) {
    connection.opened(nowNs);
    recorder.connectionOpened(connection.connectNs, connection.tlsNs);
    recorder.connected(dialer.address(connection), connection.wire().tlsSession());
    sendNext(connection, dialer.opened(connection, nowNs), nowNs);
  }

  private void sendNext(Connection connection, @Nullable Session next, long nowNs) {
    if (next != null) {
      send(connection, next, nowNs);
    }
  }

  private void send(Connection connection, Session session, long nowNs) {
    connection.state = Connection.State.BUSY;
    connection.session = session;
    session.connection = connection;
    session.carriedBy(connection, nowNs);
    Call call = session.call();
    connection.expect(session, bounds.bodyBytes());
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
    session.carryTrace();
    recorder.wrote(call.request(), block.bytes, length);
    if (Trickles.sends(call)) {
      trickles.begin(connection, call, block, length, request.whole() != null, nowNs);
      sendPiece(connection, nowNs);
      return;
    }
    try {
      recorder.bytes(connection.write(block, length), 0);
      if (connection.hasUnsent()) {
        dialer.watch(connection);
      } else {
        recorder.sent(session);
      }
    } catch (IOException e) {
      dialer.breakLater(connection, e);
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
    } while (goesOn(connection) && connection.wire().hasBuffered());
  }

  /** Whether there is more to do with it before its response is dealt with, if it has one. */
  private static boolean goesOn(Connection connection) {
    return switch (connection.state) {
      case CONNECTING, IDLE, BUSY -> connection.broken == null;
      case ANSWERED, CLOSED -> false;
    };
  }

  private void receive(Connection connection, int n, long nowNs) {
    Session session = connection.session;
    if (session == null) {
      dialer.close(connection); // bytes nobody asked for, such as a 408 on an idle connection
      dialer.connectForWaiting(nowNs);
      return;
    }
    if (session.firstByteNs == 0) {
      session.firstByteNs = nowNs;
    }
    recorder.read(session.call().request(), resources.in.bytes, n);
    int used = connection.parser.feed(resources.in.bytes, 0, n);
    if (connection.parser.isMalformed()) {
      String why = java.util.Objects.requireNonNull(connection.parser.malformation());
      malformed(connection, session, why, nowNs);
    } else if (connection.parser.isDone()) {
      if (used < n) {
        malformed(connection, session, "bytes after the response", nowNs);
      } else {
        session.doneNs = nowNs;
        connection.state = Connection.State.ANSWERED;
        answered.add(connection);
      }
    }
  }

  /** Ends the requests whose responses have been read, and goes on with their connections. */
  void conclude() {
    for (int i = 0; i < answered.size(); i++) {
      Connection connection = answered.get(i);
      Session session = java.util.Objects.requireNonNull(connection.session);
      complete(connection, session, connection.parser.keepAlive(), System.nanoTime());
      if (goesOn(connection)
          && (connection.wire().hasBuffered() || connection.wire().wantsWrite())) {
        onReady(connection, true, true); // the socket does not tell of what TLS holds
      }
    }
    answered.clear();
  }

  private void malformed(Connection connection, Session session, String why, long nowNs) {
    session.sample = "status " + connection.parser.status();
    dialer.lose(connection);
    fail(session, Outcome.MALFORMED_RESPONSE, why, nowNs);
    dialer.connectForWaiting(nowNs);
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
    session.contentBytes = connection.parser.bodyBytes();
    session.outcome = Answers.judge(connection, session, call);
    connection.served++;
    connection.session = null;
    session.connection = null;
    if (!keepAlive || Trickles.sends(call) || !dialer.mayReuse(connection)) {
      dialer.close(connection);
      dialer.connectForWaiting(nowNs);
    } else {
      sendNext(connection, dialer.release(connection, nowNs), nowNs);
    }
    finish(session, nowNs);
  }

  private void endOfStream(Connection connection, long nowNs) {
    Session session = connection.session;
    if (session != null && !connection.wire().isTruncated()) {
      connection.parser.endOfStream();
      if (connection.parser.isDone()) {
        session.doneNs = nowNs;
        complete(connection, session, false, nowNs);
        return;
      }
    }
    broken(connection, new IOException("connection closed by the target"), nowNs);
  }

  /** Deals with the connections that broke, or were answered, while requests were dispatched. */
  void settle(long nowNs) {
    conclude();
    for (int n = dialer.brokenCount(); n > 0; n--) {
      Connection connection = dialer.nextBroken();
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
      dialer.lose(connection);
      if (victim != null) {
        boolean tls = cause instanceof TlsFailedException;
        fail(victim, tls ? Outcome.TLS_FAILED : Outcome.CONNECT_FAILED, words(cause), nowNs);
      }
    } else if (session == null) {
      dialer.close(connection);
    } else if (connection.parser.isUntouched() && mayRetry(connection, session)) {
      retry(connection, session, nowNs);
    } else if (endsWell(connection, session, cause)) {
      session.status = connection.parser.status();
      dialer.lose(connection);
      session.doneNs = nowNs;
      session.outcome = Outcome.OK;
      finish(session, nowNs);
    } else {
      boolean untouched = connection.parser.isUntouched();
      dialer.lose(connection);
      if (untouched && cause instanceof TlsFailedException) {
        fail(session, Outcome.TLS_FAILED, words(cause), nowNs); // TLS 1.3 servers refuse late
      } else {
        String when = untouched ? " before the response" : " in mid-response";
        fail(session, Outcome.RESET, words(cause) + when, nowNs);
      }
    }
    dialer.connectForWaiting(nowNs);
  }

  /** Whether a connection may end so: the plan allows it, and no status says otherwise. */
  private static boolean endsWell(Connection connection, Session session, IOException cause) {
    int status = connection.parser.status();
    Call call = session.call();
    return call.mayBeClosed()
        && (status == 0 || (status >= 400 && call.expects(status)))
        && !(cause instanceof TlsFailedException);
  }

  private static String words(IOException cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  /** A reused connection may have been closed by the target before our bytes arrived. */
  private static boolean mayRetry(Connection connection, Session session) {
    return connection.served > 0 && session.call().idempotent() && !session.retried;
  }

  private void retry(Connection connection, Session session, long nowNs) {
    dialer.lose(connection);
    session.retried = true;
    session.firstByteNs = 0;
    recorder.retried();
    dialer.openFresh(session, nowNs);
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
    if (session.response == null) { // else when its script has seen the response
      recorder.finished(session);
    }
    listener.ended(session, nowNs);
  }

  /** The session sends no more: its own connection goes. */
  void leave(Session session, long nowNs) {
    dialer.leave(session, nowNs);
  }

  /** Ends requests and connection attempts whose time is over. */
  void expire(long nowNs) {
    for (Session session; (session = deadlines.passed(nowNs)) != null; ) {
      timeout(session, nowNs);
    }
    for (Connection slow; (slow = trickles.next(nowNs)) != null; ) {
      sendPiece(slow, nowNs);
    }
    for (Deadline d; (d = dialer.deadlines().passed(nowNs)) != null; ) {
      Connection connection = (Connection) d;
      connection.cancel();
      String after = " timed out after " + bounds.timeouts().connect().toMillis() + " ms";
      boolean tcp = connection.broken != null || connection.wire().connectNs() == 0;
      broken(
          connection,
          tcp
              ? new ConnectFailedException("connecting" + after)
              : new TlsFailedException("TLS handshake" + after, null),
          nowNs);
    }
  }

  private void sendPiece(Connection connection, long nowNs) {
    try {
      trickles.send(connection, nowNs);
    } catch (IOException e) {
      onReady(connection, true, false); // an answer that came before counts; else it says why
    }
  }

  private void timeout(Session session, long nowNs) {
    Connection connection = session.connection;
    dialer.stopWaiting(session);
    boolean sent = session.sentNs != 0;
    if (connection != null) {
      dialer.lose(connection);
    }
    fail(
        session,
        Outcome.TIMEOUT,
        sent ? "no complete response in time" : "no connection in time",
        nowNs);
    dialer.connectForWaiting(nowNs);
  }

  /** The earliest deadline; {@link Long#MAX_VALUE} if there is none. */
  long nextDeadlineNs() {
    long next = dialer.deadlines().earliest(trickles.waiting().earliest(Long.MAX_VALUE));
    return deadlines.nextNs(next);
  }

  /** Cuts all requests in flight: they are unfinished. Nobody is told but the recorder. */
  void cut() {
    for (Session session; (session = deadlines.any()) != null; session.deadline.cancel()) {
      recorder.unfinished(session);
      inFlight--;
    }
  }
}
