package dev.barrage.plan;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What receives traffic.
 *
 * @param urls base URLs ({@code http} or {@code https}); several are used round-robin; at least one
 * @param tls how {@code https} connections are made
 * @param connections who shares connections
 * @param resolveEvery how often names are resolved again; empty: once, before the run
 * @param reach how connections find their way, apart from the URLs
 */
public record Target(
    List<URI> urls,
    Tls tls,
    Connections connections,
    Optional<Duration> resolveEvery,
    Reach reach) {
  public Target {
    urls = List.copyOf(urls);
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("a target needs at least one URL");
    }
    reach
        .contradiction()
        .ifPresent(why -> {
          throw new IllegalArgumentException(why);
        });
  }

  /** What is reached at URLs as they say, each user by connections of its own. */
  public static Target at(List<URI> urls) {
    return new Target(urls, Tls.DEFAULT, Connections.PER_USER, Optional.empty(), Reach.DIRECT);
  }

  public static Target at(URI url) {
    return at(List.of(url));
  }

  /** The same, with other sharing of connections. */
  public Target with(Connections other) {
    return new Target(urls, tls, other, resolveEvery, reach);
  }

  /** The same, with {@code https} connections made in another way. */
  public Target with(Tls other) {
    return new Target(urls, other, connections, resolveEvery, reach);
  }

  /** The same at other URLs. */
  public Target withUrls(List<URI> others) {
    return new Target(others, tls, connections, resolveEvery, reach);
  }

  /** The same, reached in another way. */
  public Target reach(Reach other) {
    return new Target(urls, tls, connections, resolveEvery, other);
  }

  /** Who shares connections. */
  public enum Connections {
    /** Each user has its own up to the bound, beyond it they share; open model: any free one. */
    PER_USER,
    /** One pool for all. */
    SHARED,
    /** A new connection for each request. */
    NEW
  }
}
