package dev.barrage.plan;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How connections find their way to a target, and whom they claim to come from, apart from its
 * URLs.
 *
 * <pre>
 *   Reach reach = Reach.DIRECT.connectTo("api.example:443:127.0.0.1:8443").proxyProtocol(V2);
 *   Target target = Target.at(url).reach(reach);
 * </pre>
 *
 * @param host the Host header of requests that have none of their own; empty: the URL's
 * @param resolve addresses instead of the resolver's; the first that fits counts
 * @param connectTo where to connect instead; the first that fits counts, before {@code resolve}
 * @param unixSocket the socket all connections go to
 * @param sources local addresses that connections are bound to, in turn; none: the system's choice
 * @param clients addresses that users present, in turn
 * @param forwardedFor whether requests present them as X-Forwarded-For
 * @param proxyProtocol the header each connection begins with; with {@code clients} it presents
 *     them, else it leaves the client to be the connection's own peer
 */
public record Reach(
    Optional<String> host,
    List<Pin> resolve,
    List<Detour> connectTo,
    Optional<Path> unixSocket,
    AddressSet sources,
    AddressSet clients,
    boolean forwardedFor,
    Optional<ProxyProtocol> proxyProtocol) {
  /** As the URLs say. */
  public static final Reach DIRECT =
      new Reach(
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          AddressSet.NONE,
          AddressSet.NONE,
          false,
          Optional.empty());

  /** {@code sun_path} of Linux holds 108 bytes, the last of them zero. */
  private static final int MAX_SOCKET_PATH_BYTES = 107;

  public Reach {
    resolve = List.copyOf(resolve);
    connectTo = List.copyOf(connectTo);
  }

  /**
   * Reads the value of a Host header.
   *
   * @throws IllegalArgumentException if it is not a host with or without a port
   */
  public static String checkHost(String text) {
    if (!text.matches("(\\[[0-9A-Fa-f:.]{2,45}\\]|[A-Za-z0-9._-]{1,253})(:\\d{1,5})?")) {
      throw new IllegalArgumentException(
          Quoted.of(text) + " is not a Host header; write e.g. api.example.com");
    }
    return text;
  }

  /** The path itself, if a socket can have it. */
  public static Path checkSocket(Path path) {
    int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > MAX_SOCKET_PATH_BYTES) {
      throw new IllegalArgumentException(
          "the path of a unix socket has at most "
              + MAX_SOCKET_PATH_BYTES
              + " bytes, this one "
              + length);
    }
    return path;
  }

  /** What does not go together. */
  Optional<String> contradiction() {
    boolean routed = !resolve.isEmpty() || !connectTo.isEmpty() || !sources.isEmpty();
    if (unixSocket.isPresent() && routed) {
      return Optional.of("unix socket excludes resolve, connect to and source addresses");
    }
    if (sources.isMixed()) {
      return Optional.of("source addresses must be all IPv4 or all IPv6");
    }
    if (forwardedFor && clients.isEmpty()) {
      return Optional.of("forwarded for needs client addresses, e.g. 10.0.0.0/24");
    }
    return Optional.empty();
  }

  /** This, with everything that {@code given} has in place of its own. */
  Reach with(Reach given) {
    return new Reach(
        given.host.or(() -> host),
        given.resolve.isEmpty() ? resolve : given.resolve,
        given.connectTo.isEmpty() ? connectTo : given.connectTo,
        given.unixSocket.or(() -> unixSocket),
        given.sources.isEmpty() ? sources : given.sources,
        given.clients.isEmpty() ? clients : given.clients,
        forwardedFor || given.forwardedFor,
        given.proxyProtocol.or(() -> proxyProtocol));
  }

  public Reach host(String name) {
    return copy(Optional.of(checkHost(name)), resolve, connectTo, unixSocket);
  }

  /** One more {@code HOST:PORT:ADDR[,ADDR]}. */
  public Reach resolve(String text) {
    return copy(host, added(resolve, Pin.parse(text)), connectTo, unixSocket);
  }

  /** One more {@code HOST1:PORT1:HOST2:PORT2}. */
  public Reach connectTo(String text) {
    return copy(host, resolve, added(connectTo, Detour.parse(text)), unixSocket);
  }

  public Reach unixSocket(Path path) {
    return copy(host, resolve, connectTo, Optional.of(checkSocket(path)));
  }

  public Reach sources(AddressSet addresses) {
    return new Reach(
        host, resolve, connectTo, unixSocket, addresses, clients, forwardedFor, proxyProtocol);
  }

  public Reach clients(AddressSet addresses) {
    return new Reach(
        host, resolve, connectTo, unixSocket, sources, addresses, forwardedFor, proxyProtocol);
  }

  /** Requests present {@code clients} as X-Forwarded-For. */
  public Reach forwardingFor() {
    return new Reach(host, resolve, connectTo, unixSocket, sources, clients, true, proxyProtocol);
  }

  public Reach proxyProtocol(ProxyProtocol version) {
    return new Reach(
        host, resolve, connectTo, unixSocket, sources, clients, forwardedFor, Optional.of(version));
  }

  private Reach copy(
      Optional<String> newHost, List<Pin> pins, List<Detour> detours, Optional<Path> socket) {
    return new Reach(newHost, pins, detours, socket, sources, clients, forwardedFor, proxyProtocol);
  }

  private static <T> List<T> added(List<T> list, T item) {
    List<T> longer = new ArrayList<>(list);
    longer.add(item);
    return longer;
  }
}
