package dev.barrage.engine;

import dev.barrage.engine.tls.TlsContexts;
import dev.barrage.engine.tls.TlsFailures;
import dev.barrage.plan.Target;
import dev.barrage.plan.Tls;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * Tries each URL of a target once before the run: name, TCP connect, and the TLS handshake of
 * {@code https}. No request is sent.
 *
 * <pre>{@code
 * List<Preflight.Reached> reached = Preflight.check(plan.target(), plan.bounds().connectTimeout());
 * }</pre>
 *
 * <p>A name may have several addresses: the first that connects is taken. Of several URLs each must
 * answer. Blocks; any thread.
 */
public final class Preflight {
  /** A URL of the target and the address that answered for it. */
  public record Reached(URI url, InetSocketAddress address) {}

  private final Tls tls;
  private final Optional<SSLContext> context;
  private final Duration timeout;
  private final Addresses.Lookup lookup;

  private Preflight(
      Tls tls, Optional<SSLContext> context, Duration timeout, Addresses.Lookup lookup) {
    this.tls = tls;
    this.context = context;
    this.timeout = timeout;
    this.lookup = lookup;
  }

  /**
   * @param connectTimeout for each address, TLS included
   * @return one for each URL, in their order
   * @throws UnreachableException with the causes of all URLs that failed
   * @throws IllegalArgumentException the target's TLS files cannot be used
   * @throws InterruptedException the calling thread was interrupted; the tries are given up
   */
  public static List<Reached> check(Target target, Duration connectTimeout)
      throws UnreachableException, InterruptedException {
    return check(target, connectTimeout, Addresses.Lookup.SYSTEM);
  }

  static List<Reached> check(Target target, Duration connectTimeout, Addresses.Lookup lookup)
      throws UnreachableException, InterruptedException {
    Optional<SSLContext> context = TlsContexts.forUrls(target);
    Preflight preflight = new Preflight(target.tls(), context, connectTimeout, lookup);
    // Not closed in a try: that would wait for a resolver that hangs.
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      return preflight.check(target.urls(), threads);
    } finally {
      threads.shutdownNow();
    }
  }

  private List<Reached> check(List<URI> urls, ExecutorService threads)
      throws UnreachableException, InterruptedException {
    List<Future<Reached>> tries = new ArrayList<>();
    for (URI url : urls) {
      tries.add(threads.submit(() -> reach(url, threads)));
    }
    List<Reached> reached = new ArrayList<>();
    Set<String> failures = new LinkedHashSet<>();
    for (int i = 0; i < tries.size(); i++) {
      try {
        reached.add(tries.get(i).get());
      } catch (ExecutionException e) {
        failures.add("cannot reach " + urls.get(i) + ": " + cause(e));
      }
    }
    if (!failures.isEmpty()) {
      throw new UnreachableException(List.copyOf(failures));
    }
    return reached;
  }

  private static String cause(ExecutionException e) {
    if (e.getCause() instanceof IOException io && io.getMessage() != null) {
      return io.getMessage();
    }
    if (e.getCause() instanceof IllegalArgumentException wrong && wrong.getMessage() != null) {
      return wrong.getMessage();
    }
    throw new IllegalStateException("the try itself failed", e.getCause());
  }

  private Reached reach(URI url, ExecutorService threads) throws IOException, InterruptedException {
    List<InetSocketAddress> addresses =
        within(threads, () -> Addresses.resolve(url, lookup), Addresses.host(url));
    List<String> tried = new ArrayList<>();
    Set<String> causes = new LinkedHashSet<>();
    for (InetSocketAddress address : addresses) {
      try {
        connect(url, address);
        return new Reached(url, address);
      } catch (IOException e) {
        String cause = words(e, url);
        causes.add(cause);
        tried.add(Addresses.text(address) + " " + cause);
      }
    }
    throw new IOException(causes.size() == 1 ? causes.iterator().next() : String.join(", ", tried));
  }

  private <T> T within(ExecutorService threads, Callable<T> lookup, String host)
      throws IOException, InterruptedException {
    try {
      return threads.submit(lookup).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException("looking up \"" + host + "\" timed out after " + text(timeout), e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException("the lookup itself failed", e.getCause());
    }
  }

  private void connect(URI url, InetSocketAddress address) throws IOException {
    long endNs = System.nanoTime() + timeout.toNanos();
    try (Socket socket = new Socket(Proxy.NO_PROXY)) {
      socket.connect(address, leftMs(endNs));
      if (Addresses.isTls(url)) {
        String name = TlsContexts.name(tls, Addresses.host(url));
        try (SSLSocket secure =
            (SSLSocket)
                context
                    .orElseThrow()
                    .getSocketFactory()
                    .createSocket(socket, name, address.getPort(), true)) {
          secure.setSSLParameters(TlsContexts.configured(secure.getSSLParameters(), tls, name));
          secure.setSoTimeout(leftMs(endNs));
          secure.startHandshake();
        }
      }
    }
  }

  /** Zero would mean forever. */
  private static int leftMs(long endNs) {
    long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
    return (int) Math.clamp(leftMs, 1, Integer.MAX_VALUE);
  }

  private String words(IOException e, URI url) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    return switch (e) {
      case SocketTimeoutException timedOut -> "timed out after " + text(timeout);
      case NoRouteToHostException none -> "no route to host";
      case ConnectException refused when message.contains("refused") -> "connection refused";
      case SSLException ssl when ssl.getCause() instanceof SocketTimeoutException ->
          "TLS handshake timed out after " + text(timeout);
      case SSLException ssl ->
          TlsFailures.words(
              ssl, TlsContexts.name(tls, Addresses.host(url)), tls.cert().isPresent());
      case EOFException end -> "server closed during the handshake";
      case SocketException reset when message.contains("reset") ->
          "server closed during the handshake";
      default ->
          message.isEmpty() ? e.getClass().getSimpleName() : message.toLowerCase(Locale.ROOT);
    };
  }

  /** {@code 5s}, {@code 250ms}. */
  private static String text(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }
}
