package dev.barrage.engine;

import dev.barrage.engine.io.Wire;
import java.net.InetSocketAddress;

/**
 * Where the connections of one target URL go, and what wraps them.
 *
 * <p>The address may be replaced by any thread when names are resolved again; connections opened
 * from then on use it.
 */
public final class Endpoint {
  /** Puts TLS, or nothing, around a plain socket. */
  @FunctionalInterface
  public interface Wrapper {
    /**
     * @param loop owner of buffers that wires of one loop may share; used on its thread only
     * @param wake makes the loop call {@link Wire#open()} again; any thread
     */
    Wire wrap(Wire socket, LoopResources loop, Runnable wake);
  }

  /** Nothing around the socket: {@code http}. */
  public static final Wrapper PLAIN = (socket, loop, wake) -> socket;

  private volatile InetSocketAddress address;
  private final Wrapper wrapper;

  public Endpoint(InetSocketAddress address, Wrapper wrapper) {
    this.address = address;
    this.wrapper = wrapper;
  }

  public InetSocketAddress address() {
    return address;
  }

  public void readdress(InetSocketAddress newAddress) {
    address = newAddress;
  }

  Wire wrap(Wire socket, LoopResources loop, Runnable wake) {
    return wrapper.wrap(socket, loop, wake);
  }
}
