package dev.barrage.cli.live;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where to listen, as {@code PORT}, {@code :PORT}, {@code HOST:PORT} or {@code [IPV6]:PORT}. */
final class ListenAddress {
  private static final Pattern ADDRESS =
      Pattern.compile("(?:(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])?:)?(?<port>\\d{1,5})");

  private ListenAddress() {}

  /**
   * Reads an address; without a host it is of loopback. Port 0 is any free one.
   *
   * @throws IllegalArgumentException it is none, or no machine has the name
   */
  static InetSocketAddress parse(String text) {
    Matcher match = ADDRESS.matcher(text);
    int port = match.matches() ? Integer.parseInt(match.group("port")) : -1;
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no address; write PORT or HOST:PORT, e.g. 9464 or 0.0.0.0:9464");
    }
    String host = match.group("host") == null ? "127.0.0.1" : match.group("host");
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no machine is called " + host, e);
    }
  }
}
