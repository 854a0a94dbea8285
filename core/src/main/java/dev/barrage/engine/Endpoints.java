package dev.barrage.engine;

import dev.barrage.engine.tls.TlsContexts;
import dev.barrage.engine.tls.TlsScratch;
import dev.barrage.engine.tls.TlsWire;
import dev.barrage.plan.Target;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;

/**
 * The endpoints of a target whose addresses answered.
 *
 * <pre>{@code
 * List<Endpoint> endpoints = Endpoints.of(target, Preflight.check(target, timeout), tlsTasks);
 * }</pre>
 */
public final class Endpoints {
  private Endpoints() {}

  /**
   * One for each URL, in their order: plain, or through TLS with one context for all.
   *
   * @param reached from {@link Preflight#check}
   * @param tlsTasks runs the long computations of handshakes (about a millisecond each); a small
   *     pool of its own, never the loops' threads
   * @throws IllegalArgumentException the target's TLS files cannot be used
   */
  public static List<Endpoint> of(
      Target target, List<Preflight.Reached> reached, Executor tlsTasks) {
    Optional<SSLContext> context = TlsContexts.forUrls(target);
    return reached.stream().map(each -> of(target, each, context, tlsTasks)).toList();
  }

  static Endpoint of(
      Target target, Preflight.Reached reached, Optional<SSLContext> context, Executor tlsTasks) {
    Endpoint.Wrapper wrapper = wrapper(target, reached.url(), context, tlsTasks);
    return new Endpoint(reached.address(), wrapper, target.reach());
  }

  private static Endpoint.Wrapper wrapper(
      Target target, URI url, Optional<SSLContext> context, Executor tlsTasks) {
    if (!Addresses.isTls(url)) {
      return Endpoint.PLAIN;
    }
    String host = Addresses.host(url);
    int port = Addresses.port(url);
    return (socket, loop, wake) ->
        new TlsWire(
            socket,
            TlsContexts.newEngine(context.orElseThrow(), target.tls(), host, port),
            loop.tlsScratch(TlsScratch::new),
            tlsTasks,
            wake);
  }
}
