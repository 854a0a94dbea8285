package dev.barrage.engine;

import dev.barrage.engine.io.GreetingWire;
import dev.barrage.engine.io.Wire;
import dev.barrage.plan.ProxyProtocol;
import dev.barrage.plan.Reach;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the connections of one target URL go, where they come from, and what wraps them.
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

  private volatile SocketAddress address;
  private volatile String addressText;
  private final Wrapper wrapper;
  private final List<InetAddress> sources;
  private final List<InetAddress> clients;
  private final Optional<ProxyProtocol> proxyProtocol;

  public Endpoint(SocketAddress address, Wrapper wrapper) {
    this(address, wrapper, Reach.DIRECT);
  }

  public Endpoint(SocketAddress address, Wrapper wrapper, Reach reach) {
    this.address = address;
    this.addressText = Addresses.text(address);
    this.wrapper = wrapper;
    this.sources = reach.sources().all();
    this.clients = reach.clients().all();
    this.proxyProtocol = reach.proxyProtocol();
  }

  public SocketAddress address() {
    return address;
  }

  /** The address in words: the same object until it changes. */
  String addressText() {
    return addressText;
  }

  public void readdress(SocketAddress newAddress) {
    address = newAddress;
    addressText = Addresses.text(newAddress);
  }

  /**
   * The local address of a connection; null: the system's choice.
   *
   * @param number the connection's; addresses are taken in turn
   */
  @Nullable InetAddress source(long number) {
    return sources.isEmpty() ? null : sources.get((int) (number % sources.size()));
  }

  /**
   * @param number the connection's; client addresses are taken in turn
   */
  Wire wrap(Wire socket, long number, LoopResources loop, Runnable wake) {
    Wire begun =
        proxyProtocol
            .<Wire>map(version -> new GreetingWire(socket, greeting(version, number)))
            .orElse(socket);
    return wrapper.wrap(begun, loop, wake);
  }

  private byte[] greeting(ProxyProtocol version, long number) {
    if (clients.isEmpty()) {
      return ProxyHeader.ofPeer(version);
    }
    InetAddress client = clients.get((int) (number % clients.size()));
    return ProxyHeader.of(version, client, ProxyHeader.port(number), address);
  }
}
