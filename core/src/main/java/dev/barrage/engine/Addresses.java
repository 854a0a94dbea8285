package dev.barrage.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From a URL to socket addresses.
 *
 * <p>Blocks for as long as the system's resolver takes; never on a loop's thread. The JDK remembers
 * answers for 30 s; {@code -Dsun.net.inetaddr.ttl=0} makes it ask each time.
 */
public final class Addresses {
  /** host:port without user information; the host an IPv6 literal or free of colons. */
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:[^@]*@)?(\\[[^\\]]+\\]|[^:]+)(?::([0-9]*))?");

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /** Asks for all addresses of a name, in the order they are to be tried. */
  @FunctionalInterface
  public interface Lookup {
    InetAddress[] all(String host) throws UnknownHostException;

    /** The system's resolver. */
    Lookup SYSTEM = InetAddress::getAllByName;
  }

  private Addresses() {}

  public static boolean isTls(URI url) {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  /**
   * The URL's host without brackets; also where Java's URI finds none, as in {@code my_service}.
   *
   * @throws IllegalArgumentException there is none
   */
  public static String host(URI url) {
    String host = url.getHost();
    String found = host == null ? authority(url).group(1) : host;
    return found.startsWith("[") ? found.substring(1, found.length() - 1) : found;
  }

  /** The URL's port, else that of its scheme. */
  public static int port(URI url) {
    int port = url.getPort();
    if (port < 0 && url.getHost() == null) {
      String text = authority(url).group(2);
      port = text == null || text.isEmpty() ? -1 : Integer.parseInt(text);
    }
    if (port >= 0) {
      return port;
    }
    return isTls(url) ? HTTPS_PORT : HTTP_PORT;
  }

  private static Matcher authority(URI url) {
    @Nullable String authority = url.getRawAuthority();
    Matcher matcher = AUTHORITY.matcher(authority == null ? "" : authority);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("URL " + url + " has no host; http://host:port is wanted");
    }
    return matcher;
  }

  /**
   * All addresses of the URL's host with its port, in the order they are to be tried.
   *
   * @throws UnknownHostException message {@code no such host "x"}
   */
  public static List<InetSocketAddress> resolve(URI url, Lookup lookup)
      throws UnknownHostException {
    String host = host(url);
    List<InetSocketAddress> found = new ArrayList<>();
    try {
      for (InetAddress address : lookup.all(host)) {
        found.add(new InetSocketAddress(address, port(url)));
      }
    } catch (UnknownHostException e) {
      UnknownHostException inWords = new UnknownHostException("no such host \"" + host + "\"");
      inWords.initCause(e);
      throw inWords;
    }
    return found;
  }

  /** {@code 127.0.0.1:80}, {@code [::1]:80}. */
  static String text(InetSocketAddress address) {
    String ip = address.getAddress().getHostAddress();
    return (ip.indexOf(':') < 0 ? ip : "[" + ip + "]") + ":" + address.getPort();
  }
}
