package dev.barrage.engine.io;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Waits for sockets of one loop: {@code epoll} on Linux, a NIO selector elsewhere. Level-triggered.
 * All methods on the loop's thread, but for {@link #wakeup()}.
 */
public interface Poller extends AutoCloseable {
  /**
   * Begins a connection and watches it for writing until it is open.
   *
   * @param to an {@link java.net.InetSocketAddress} for TCP, or a {@link
   *     java.net.UnixDomainSocketAddress}
   * @param from the local address of a TCP connection, of the family of {@code to}; null: the
   *     system's choice
   * @param owner handed back by {@link #ready}
   * @throws ConnectFailedException it failed at once
   */
  Wire connect(SocketAddress to, @Nullable InetAddress from, Object owner) throws IOException;

  /** As above, from the address that the system chooses. */
  default Wire connect(SocketAddress to, Object owner) throws IOException {
    return connect(to, null, owner);
  }

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
  @Nullable Object ready(int i);

  boolean isReadable(int i);

  boolean isWritable(int i);

  /** Ends the current or next {@link #await} early. Any thread. */
  void wakeup();

  @Override
  void close();
}
