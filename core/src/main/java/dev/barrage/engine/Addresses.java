package dev.barrage.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parts of a URL that connections need, and socket addresses as text. */
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

  /**
   * From here on the system's resolver is asked each time, in the whole JVM: the JDK would keep an
   * answer for 30 s, and a run that looks a name up every second would not see it move.
   *
   * <p>Comes too late where a name has been looked up before, since the JDK reads its policy once;
   * and {@code networkaddress.cache.ttl}, where somebody has set it, goes first. That security
   * property itself is not set here because it costs the start tens of milliseconds.
   */
  public static void askEachTime() {
    System.setProperty("sun.net.inetaddr.ttl", "0");
  }

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

  /** {@code 127.0.0.1:80}, {@code [::1]:80}, the path of a unix socket. */
  static String text(SocketAddress address) {
    if (!(address instanceof InetSocketAddress tcp)) {
      return address.toString();
    }
    String ip = tcp.getAddress().getHostAddress();
    return (ip.indexOf(':') < 0 ? ip : "[" + ip + "]") + ":" + tcp.getPort();
  }
}
