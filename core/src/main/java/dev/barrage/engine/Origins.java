package dev.barrage.engine;

import dev.barrage.engine.http1.Location;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The names under which the URLs of a target are known: to them, and nowhere else, redirects are
 * followed. Immutable.
 */
final class Origins {
  /** Scheme and authorities of one URL, in lower case. */
  private record Origin(byte[] scheme, List<byte[]> authorities) {
    /**
     * @param host that requests name in place of the URL's
     */
    static Origin of(URI url, Optional<String> host) {
      boolean tls = Addresses.isTls(url);
      List<byte[]> authorities = new ArrayList<>();
      add(RequestCompiler.authority(url), tls, authorities);
      host.ifPresent(name -> add(name, tls, authorities));
      return new Origin(bytes(tls ? "https" : "http"), authorities);
    }

    /** The port of the scheme may be there or not (RFC 3986 section 6.2.3). */
    private static void add(String authority, boolean tls, List<byte[]> authorities) {
      authorities.add(bytes(authority));
      if (!authority.matches(".*:\\d+")) {
        authorities.add(bytes(authority + ":"));
        authorities.add(bytes(authority + (tls ? ":443" : ":80")));
      }
    }

    private static byte[] bytes(String text) {
      return text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1);
    }

    boolean isAt(Location to, byte[] base) {
      for (int i = 0; i < authorities.size(); i++) {
        if (to.leadsTo(scheme, authorities.get(i), base)) {
          return true;
        }
      }
      return false;
    }
  }

  private final Origin[] origins;
  private final URI[] urls;

  /**
   * @param host the {@code Host} of the requests, where it is not that of the URL
   */
  Origins(List<URI> urls, Optional<String> host) {
    this.urls = urls.toArray(URI[]::new);
    this.origins = urls.stream().map(url -> Origin.of(url, host)).toArray(Origin[]::new);
  }

  /** The URL of the target that a redirect leads to, its own one first; -1: none of them. */
  int find(Location to, int current) {
    if (to.isRelative()) {
      return current;
    }
    byte[] base = origins[current].scheme();
    for (int i = 0; i < origins.length; i++) {
      int url = (current + i) % origins.length;
      if (origins[url].isAt(to, base)) {
        return url;
      }
    }
    return -1;
  }

  /** Whether two of the URLs have the same scheme, host and port: credentials may go along. */
  boolean areOne(int one, int other) {
    return one == other
        || (Addresses.isTls(urls[one]) == Addresses.isTls(urls[other])
            && Addresses.host(urls[one]).equalsIgnoreCase(Addresses.host(urls[other]))
            && Addresses.port(urls[one]) == Addresses.port(urls[other]));
  }
}
