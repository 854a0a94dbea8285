package dev.barrage.engine.io;

import java.io.IOException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Moves the bytes of one connection: plain, or through TLS. Never blocks; used on its loop's thread
 * only.
 *
 * <p>Life: {@link #open()} is called whenever the socket is ready until it returns true; then
 * {@link #read} and {@link #write}; {@link #close()} at any time, again harmless.
 */
public interface Wire {
  /** What {@link #read} returns at the peer's orderly end. */
  int END = -1;

  /**
   * Drives TCP connect and TLS handshake as far as they go now.
   *
   * @return true once data can pass
   * @throws ConnectFailedException the connection was refused or is unreachable
   * @throws TlsFailedException the handshake failed
   */
  boolean open() throws IOException;

  /**
   * Reads what is there into the block's beginning, at most its capacity.
   *
   * @return bytes read, 0 if there is nothing now, {@link #END}
   * @throws IOException the connection was reset or its TLS stream is broken
   */
  int read(Block into) throws IOException;

  /**
   * Writes as much as goes now.
   *
   * @return bytes accepted; fewer than {@code length} means: ask again when writable
   * @throws IOException the connection was reset
   */
  int write(Block from, int offset, int length) throws IOException;

  /**
   * Whether {@link #read} would return bytes, or tell of the end, although the socket is not
   * readable (a TLS engine holds them): level-triggered polling does not see those.
   */
  boolean hasBuffered();

  /** Whether the wire waits for the socket to become writable. */
  boolean wantsWrite();

  /** Whether the peer ended without saying so (TLS without close_notify, RFC 8446 section 6.1). */
  default boolean isTruncated() {
    return false;
  }

  /** How long the TCP handshake took, ns; valid once open. */
  long connectNs();

  /** How long the TLS handshake took, ns; negative: no TLS. */
  long tlsNs();

  /** What the TLS handshake agreed on; null: no TLS. Valid once open. */
  default @Nullable SSLSession tlsSession() {
    return null;
  }

  /**
   * Sends no more: the peer sees the end of what it reads, through TLS without {@code
   * close_notify}; what it sends is still read.
   *
   * @throws IOException the connection is broken
   */
  void endOutput() throws IOException;

  /** Has {@link #close} reset the connection instead of ending it. */
  void resetOnClose();

  void close();
}
