package dev.barrage.plan;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to connect instead: curl's {@code --connect-to HOST1:PORT1:HOST2:PORT2}. Host header and
 * TLS server name stay those of the URL.
 *
 * @param host which connections are meant; empty: all hosts
 * @param port which connections are meant; empty: all ports
 * @param toHost the host instead; empty: unchanged
 * @param toPort the port instead; empty: unchanged
 */
public record Detour(
    Optional<String> host, OptionalInt port, Optional<String> toHost, OptionalInt toPort) {
  private static final String HOST = "(\\[[^\\]]*\\]|[^:\\[\\]]*)";
  private static final Pattern DETOUR =
      Pattern.compile(HOST + ":(\\d{0,5}):" + HOST + ":(\\d{0,5})");

  /**
   * Reads {@code HOST1:PORT1:HOST2:PORT2}, each of which may be empty.
   *
   * @throws IllegalArgumentException with the text and an example
   */
  public static Detour parse(String text) {
    Matcher matcher = DETOUR.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          Quoted.of(text)
              + " is not HOST1:PORT1:HOST2:PORT2; write e.g. api.example.com:443:127.0.0.1:8443, or"
              + " ::127.0.0.1:8443 for every host");
    }
    return new Detour(
        host(matcher.group(1)),
        port(text, matcher.group(2)),
        host(matcher.group(3)),
        port(text, matcher.group(4)));
  }

  private static Optional<String> host(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(Ports.host(text));
  }

  private static OptionalInt port(String text, String digits) {
    return digits.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Ports.port(text, digits));
  }

  public boolean matches(String wantedHost, int wantedPort) {
    return host.map(meant -> Ports.same(meant, wantedHost)).orElse(true)
        && (port.isEmpty() || port.getAsInt() == wantedPort);
  }

  String text() {
    return host.map(Ports::bracketed).orElse("")
        + ":"
        + text(port)
        + ":"
        + toHost.map(Ports::bracketed).orElse("")
        + ":"
        + text(toPort);
  }

  private static String text(OptionalInt port) {
    return port.isPresent() ? Integer.toString(port.getAsInt()) : "";
  }
}
