package dev.barrage.engine.io;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Waits for sockets of one loop: {@code epoll} on Linux, a NIO selector elsewhere. Level-triggered.
 * All methods on the loop's thread, but for {@link #wakeup()}.
 */
public interface Poller extends AutoCloseable {
  /**
   * Begins a TCP connection and watches it for writing until it is open.
   *
   * @param owner handed back by {@link #ready}
   * @throws ConnectFailedException it failed at once
   */
  Wire connect(InetSocketAddress address, Object owner) throws IOException;

  /** Changes whether a socket that {@link #connect} made is watched for writing too. */
  void watchWrites(Wire socket, boolean writes) throws IOException;

  /**
   * Waits until sockets are ready, the time is over or {@link #wakeup()} is called.
   *
   * @param timeoutNs at most this long; {@code <= 0}: only look
   * @return number of ready sockets
   */
  int await(long timeoutNs) throws IOException;

  /** Owner of the i-th ready socket, or null if it was closed since. */
  @org.jspecify.annotations.Nullable
  Object ready(int i);

  boolean isReadable(int i);

  boolean isWritable(int i);

  /** Ends the current or next {@link #await} early. Any thread. */
  void wakeup();

  @Override
  void close();
}
