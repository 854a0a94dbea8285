package dev.barrage.plan;

import java.net.InetAddress;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses to use for a host and port instead of the resolver's: curl's {@code --resolve
 * HOST:PORT:ADDR[,ADDR]…}.
 *
 * @param host without brackets; {@code *} stands for every host
 * @param addresses in the order in which they are tried; at least one
 */
public record Pin(String host, int port, List<InetAddress> addresses) {
  /** The plus means in curl that the entry grows old; a run ends before that. */
  private static final Pattern PIN =
      Pattern.compile("\\+?(\\[[^\\]]*\\]|[^:\\[\\]]+):(\\d{1,5}):(.+)");

  public Pin {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("resolve needs at least one address");
    }
  }

  /**
   * Reads {@code HOST:PORT:ADDR[,ADDR]…}.
   *
   * @throws IllegalArgumentException with the text and an example
   */
  public static Pin parse(String text) {
    Matcher matcher = PIN.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          Quoted.of(text)
              + " is not HOST:PORT:ADDRESS; write e.g. api.example.com:443:127.0.0.1 (several"
              + " addresses with commas, * for every host)");
    }
    List<InetAddress> addresses =
        List.of(matcher.group(3).split(",", -1)).stream()
            .map(address -> AddressSet.address(address.strip()))
            .toList();
    return new Pin(Ports.host(matcher.group(1)), Ports.port(text, matcher.group(2)), addresses);
  }

  public boolean matches(String wantedHost, int wantedPort) {
    return port == wantedPort && (host.equals("*") || Ports.same(host, wantedHost));
  }

  String text() {
    List<String> texts = addresses.stream().map(Ports::bracketed).toList();
    return Ports.bracketed(host) + ":" + port + ":" + String.join(",", texts);
  }
}
