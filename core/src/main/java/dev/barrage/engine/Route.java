package dev.barrage.engine;

import dev.barrage.plan.Detour;
import dev.barrage.plan.Pin;
import dev.barrage.plan.Reach;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * From a URL to the socket addresses that connections go to, by way of what the plan says of it.
 *
 * <pre>
 *   URL ──► unix socket
 *    └────► host:port ──► connect to ──► host:port ──► resolve, else the resolver ──► addresses
 * </pre>
 *
 * @param host whose addresses are wanted, without brackets
 */
record Route(String host, int port, Reach reach) {
  static Route of(URI url, Reach reach) {
    String host = Addresses.host(url);
    int port = Addresses.port(url);
    Optional<Detour> detour =
        reach.connectTo().stream().filter(each -> each.matches(host, port)).findFirst();
    return new Route(
        detour.flatMap(Detour::toHost).orElse(host),
        detour.map(found -> found.toPort().orElse(port)).orElse(port),
        reach);
  }

  /**
   * All addresses, in the order they are to be tried.
   *
   * <p>Blocks for as long as the system's resolver takes; never on a loop's thread. The JDK
   * remembers answers for 30 s; {@code -Dsun.net.inetaddr.ttl=0} makes it ask each time.
   *
   * @throws UnknownHostException message {@code no such host "x"}, or that it has no address of the
   *     source addresses' family
   */
  List<SocketAddress> addresses(Addresses.Lookup lookup) throws UnknownHostException {
    if (reach.unixSocket().isPresent()) {
      return List.of(UnixDomainSocketAddress.of(reach.unixSocket().get()));
    }
    List<InetAddress> found = found(lookup);
    if (!reach.sources().isEmpty()) {
      found = ofFamily(reach.sources().ranges().getFirst().first(), found);
    }
    return found.stream()
        .<SocketAddress>map(address -> new InetSocketAddress(address, port))
        .toList();
  }

  private List<InetAddress> found(Addresses.Lookup lookup) throws UnknownHostException {
    Optional<Pin> pin =
        reach.resolve().stream().filter(each -> each.matches(host, port)).findFirst();
    if (pin.isPresent()) {
      return pin.get().addresses();
    }
    try {
      return Arrays.asList(lookup.all(host));
    } catch (UnknownHostException e) {
      UnknownHostException inWords = new UnknownHostException("no such host \"" + host + "\"");
      inWords.initCause(e);
      throw inWords;
    }
  }

  private List<InetAddress> ofFamily(InetAddress source, List<InetAddress> found)
      throws UnknownHostException {
    boolean four = source instanceof Inet4Address;
    List<InetAddress> fitting =
        found.stream().filter(address -> address instanceof Inet4Address == four).toList();
    if (fitting.isEmpty()) {
      String family = four ? "IPv4" : "IPv6";
      throw new UnknownHostException(
          "\"" + host + "\" has no " + family + " address, as the source addresses are");
    }
    return fitting;
  }
}
