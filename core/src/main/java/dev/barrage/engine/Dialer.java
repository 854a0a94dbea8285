package dev.barrage.engine;

import dev.barrage.engine.io.Poller;
import dev.barrage.engine.io.Wire;
import dev.barrage.plan.Bounds;
import dev.barrage.plan.Target.Connections;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Opens, keeps and closes the connections of one loop: who gets a free one, who waits, and how many
 * there may be. The loop's thread only.
 *
 * <p>A connection opened because a session waits is not tied to it: whoever has waited longest gets
 * the first that is free. Those of users with one of their own, and those for a request's second
 * try, are {@linkplain Connection#reserved reserved}.
 */
final class Dialer {
  private final Poller poller;
  private final Bounds bounds;
  private final Connections policy;
  private final List<Endpoint> endpoints;
  private final int bound;
  private final LoopResources resources;
  private final Consumer<Connection> waker;
  private final Pool[] pools;
  private final Deadlines deadlines;
  private final ArrayDeque<Connection> broken = new ArrayDeque<>();
  private final int stride;
  private int connections;

  /** Those of requests with a fault, which take none from others. */
  private int apart;

  private long nextNumber;

  /**
   * @param policy in force for this run: per user only where each user can have its own
   * @param bound this loop's share of the bound on connections
   * @param loop number of this loop; with {@code loops} it tells which connection numbers are its
   *     own
   * @param waker has the loop look at a connection; any thread
   */
  Dialer(
      Poller poller,
      Bounds bounds,
      Connections policy,
      List<Endpoint> endpoints,
      int bound,
      int loop,
      int loops,
      LoopResources resources,
      Consumer<Connection> waker) {
    this.poller = poller;
    this.bounds = bounds;
    this.policy = policy;
    this.endpoints = endpoints;
    this.bound = bound;
    this.nextNumber = loop;
    this.stride = loops;
    this.resources = resources;
    this.waker = waker;
    this.pools = new Pool[endpoints.size()];
    for (int i = 0; i < pools.length; i++) {
      pools[i] = new Pool(i);
    }
    this.deadlines = new Deadlines(bounds.timeouts().connect().toNanos());
  }

  /** Open connections, those that are being opened included. */
  int connections() {
    return connections;
  }

  /** Where connections like this one go now. */
  SocketAddress address(Connection connection) {
    return endpoints.get(connection.pool.target).address();
  }

  /** Deadlines of connections that are being opened. */
  Deadlines deadlines() {
    return deadlines;
  }

  /** A connection that the session may use at once, or null. */
  @Nullable Connection free(Session session) {
    Connection free =
        switch (policy) {
          case PER_USER -> own(session);
          // New per request: idle are only those that opened after their request had timed out.
          case SHARED, NEW -> pools[session.target].popIdle();
        };
    return free != null && free.state == Connection.State.IDLE ? free : null;
  }

  /** One to another URL of the target, where a redirect has led, is of no use. */
  private @Nullable Connection own(Session session) {
    Connection own = session.own;
    if (own != null && own.pool.target != session.target) {
      close(own);
      session.own = null;
    }
    return session.own;
  }

  /** Has the session wait for a connection, opening one if that is allowed. */
  void await(Session session, long nowNs) {
    session.queued = true;
    if (policy == Connections.PER_USER) {
      session.own = open(pools[session.target], session, nowNs);
    } else {
      pools[session.target].enqueue(session);
      connectForWaiting(nowNs);
    }
  }

  /** Takes a session out of the queue; harmless if it is in none. */
  void stopWaiting(Session session) {
    pools[session.target].remove(session);
  }

  /** Opens a connection for one request of a session alone, apart from the bound. */
  void openOnce(Session session, long nowNs) {
    session.queued = true;
    Connection once = open(pools[session.target], session, nowNs);
    once.isApart = true;
    once.pool.connections--;
    apart++;
  }

  private boolean isFull() {
    return connections - apart >= bound;
  }

  /** Opens a connection for one session alone, beyond the bound if need be. */
  void openFresh(Session session, long nowNs) {
    Connection fresh = open(pools[session.target], session, nowNs);
    if (policy == Connections.PER_USER) {
      session.own = fresh;
    }
  }

  /** Opens connections while sessions wait and the bound allows. */
  void connectForWaiting(long nowNs) {
    for (Pool needy; (needy = neediest()) != null; ) {
      if (isFull() && !evictIdle(needy)) {
        return;
      }
      open(needy, null, nowNs);
    }
  }

  private @Nullable Pool neediest() {
    Pool found = null;
    for (Pool pool : pools) {
      if (pool.isNeedy() && (found == null || pool.isNeedierThan(found))) {
        found = pool;
      }
    }
    return found;
  }

  /** Gives up an idle connection to another URL of the target, so that this one can have one. */
  private boolean evictIdle(Pool needy) {
    for (Pool pool : pools) {
      Connection idle = pool == needy ? null : pool.popIdle();
      if (idle != null) {
        close(idle);
        return true;
      }
    }
    return false;
  }

  private Connection open(Pool pool, @Nullable Session reserved, long nowNs) {
    Connection connection = new Connection(pool, bounds.headerBytes(), resources.knownHead);
    connection.reserved = reserved;
    if (reserved != null) {
      reserved.connection = connection;
    } else {
      pool.connecting++;
    }
    connections++;
    pool.connections++;
    deadlines.add(connection, nowNs);
    Endpoint endpoint = endpoints.get(pool.target);
    connection.address = endpoint.addressText();
    try {
      long number = number(reserved);
      Wire socket = poller.connect(endpoint.address(), endpoint.source(number), connection);
      connection.attach(
          socket, endpoint.wrap(socket, number, resources, () -> waker.accept(connection)));
    } catch (IOException e) {
      breakLater(connection, e);
    }
    return connection;
  }

  /** A user's own connection has the user's number, so that it keeps its addresses. */
  private long number(@Nullable Session reserved) {
    if (policy == Connections.PER_USER && reserved != null) {
      return reserved.id;
    }
    long number = nextNumber;
    nextNumber += stride;
    return number;
  }

  /** A connection is open: the session it was opened for, or the longest waiting, or null. */
  @Nullable Session opened(Connection connection, long nowNs) {
    connection.cancel();
    Session session = connection.reserved;
    connection.reserved = null;
    if (session != null) {
      return session;
    }
    connection.pool.connecting--;
    return next(connection, nowNs);
  }

  /** A connection without a request: who gets it next, or null if it rests or was given up. */
  @Nullable Session release(Connection connection, long nowNs) {
    if (policy != Connections.PER_USER && mustYield(connection.pool)) {
      close(connection);
      connectForWaiting(nowNs);
      return null;
    }
    return next(connection, nowNs);
  }

  /**
   * Whether a pool at the bound gives a connection up for another URL of the target: sessions of a
   * slow one, of whom some always wait, would otherwise keep all connections for themselves. Pools
   * that need them come to have as many each; where there are fewer connections than pools, whoever
   * has waited longest is next.
   */
  private boolean mustYield(Pool pool) {
    Pool needy = pools.length == 1 || !isFull() ? null : neediest();
    if (needy == null || needy == pool) {
      return false;
    }
    return needy.connections + 1 < pool.connections
        || (needy.connections == 0 && needy.hasWaitedLongerThan(pool));
  }

  private @Nullable Session next(Connection connection, long nowNs) {
    connection.state = Connection.State.IDLE;
    Session next = connection.pool.dequeue();
    if (next == null && policy != Connections.PER_USER) {
      connection.pool.pushIdle(connection);
      connectForWaiting(nowNs); // sessions that wait for another URL may have it closed
    }
    return next;
  }

  /** Whether a connection may carry another request after a response that allows it. */
  boolean mayReuse(Connection connection) {
    return policy != Connections.NEW && !connection.hasUnsent();
  }

  /** Remembers a connection that broke, for {@link #nextBroken}. */
  void breakLater(Connection connection, IOException cause) {
    if (connection.broken == null) {
      connection.broken = cause;
      broken.add(connection);
    }
  }

  /** Connections that broke and are not dealt with yet. */
  int brokenCount() {
    return broken.size();
  }

  Connection nextBroken() {
    return broken.remove();
  }

  /** Watches for writability exactly while something waits to be written. */
  void watch(Connection connection) throws IOException {
    if (connection.isClosed() || connection.broken != null) {
      return;
    }
    boolean writes = connection.hasUnsent() || connection.wire().wantsWrite();
    if (writes != connection.watchesWrites) {
      connection.watchesWrites = writes;
      poller.watchWrites(connection.socket(), writes);
    }
  }

  /** Closes a connection and parts it from its session. */
  void lose(Connection connection) {
    if (connection.session != null) {
      connection.session.connection = null;
      connection.session = null;
    }
    close(connection);
  }

  void close(Connection connection) {
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
    if (connection.isApart) {
      apart--;
    } else {
      connection.pool.connections--;
    }
    connection.close();
  }

  /** The session sends no more: its own connection goes. */
  void leave(Session session, long nowNs) {
    if (session.own != null) {
      close(session.own);
      session.own = null;
      connectForWaiting(nowNs);
    }
  }
}
