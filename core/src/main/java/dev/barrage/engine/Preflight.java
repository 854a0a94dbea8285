package dev.barrage.engine;

import dev.barrage.engine.io.Poller;
import dev.barrage.engine.io.Pollers;
import dev.barrage.engine.io.Wire;
import dev.barrage.engine.tls.TlsContexts;
import dev.barrage.plan.Target;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;

/**
 * Tries each URL of a target once before the run: name, TCP connect, and the TLS handshake of
 * {@code https}. No request is sent.
 *
 * <pre>{@code
 * List<Preflight.Reached> reached = Preflight.check(plan.target(), Duration.ofSeconds(5));
 * }</pre>
 *
 * <p>A name may have several addresses: the first that connects is taken. Of several URLs each must
 * answer. Blocks; any thread.
 */
public final class Preflight {
  /** A URL of the target and the address that answered for it. */
  public record Reached(URI url, SocketAddress address) {}

  /** How long an interruption may go unnoticed. */
  private static final long GLANCE_NS = 50_000_000;

  private final Target target;
  private final Optional<SSLContext> context;
  private final Duration timeout;
  private final Addresses.Lookup lookup;

  private Preflight(
      Target target, Optional<SSLContext> context, Duration timeout, Addresses.Lookup lookup) {
    this.target = target;
    this.context = context;
    this.timeout = timeout;
    this.lookup = lookup;
  }

  /**
   * @param connectTimeout for each address, TLS included
   * @return one for each URL, in their order
   * @throws UnreachableException with the causes of all URLs that failed
   * @throws IllegalArgumentException the target's TLS files cannot be used, or a source address is
   *     not one of this machine's
   * @throws InterruptedException the calling thread was interrupted; the tries are given up
   */
  public static List<Reached> check(Target target, Duration connectTimeout)
      throws UnreachableException, InterruptedException {
    return check(target, connectTimeout, Addresses.Lookup.SYSTEM);
  }

  static List<Reached> check(Target target, Duration connectTimeout, Addresses.Lookup lookup)
      throws UnreachableException, InterruptedException {
    SourceAddresses.check(target.reach().sources());
    Optional<SSLContext> context = TlsContexts.forUrls(target);
    Preflight preflight = new Preflight(target, context, connectTimeout, lookup);
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
        failures.add("cannot reach " + place(urls.get(i)) + ": " + cause(e));
      }
    }
    if (!failures.isEmpty()) {
      throw new UnreachableException(List.copyOf(failures));
    }
    return reached;
  }

  /** Where connections go: of a unix socket, the URL says nothing about it. */
  private String place(URI url) {
    return target.reach().unixSocket().map(path -> "unix socket " + path).orElse(url.toString());
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
    Route route = Route.of(url, target.reach());
    List<SocketAddress> addresses =
        within(threads, () -> route.addresses(lookup), Addresses.host(url));
    List<String> tried = new ArrayList<>();
    Set<String> causes = new LinkedHashSet<>();
    for (SocketAddress address : addresses) {
      try {
        connect(url, address, threads);
        return new Reached(url, address);
      } catch (IOException e) {
        String cause = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
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

  /** Opens one connection as the run will: from the same addresses, through the same wires. */
  private void connect(URI url, SocketAddress address, ExecutorService threads)
      throws IOException, InterruptedException {
    Endpoint endpoint = Endpoints.of(target, new Reached(url, address), context, threads);
    AtomicBoolean woken = new AtomicBoolean();
    try (Poller poller = Pollers.open()) {
      Wire socket = poller.connect(address, endpoint.source(0), this);
      Wire wire =
          endpoint.wrap(
              socket,
              0,
              new LoopResources(),
              () -> {
                woken.set(true);
                poller.wakeup();
              });
      // From here on, so that classes loaded for the first connection do not count.
      long endNs = System.nanoTime() + timeout.toNanos();
      try {
        open(poller, socket, wire, woken, endNs);
      } finally {
        wire.close();
      }
    }
  }

  private void open(Poller poller, Wire socket, Wire wire, AtomicBoolean woken, long endNs)
      throws IOException, InterruptedException {
    boolean open = false;
    while (!open) {
      long leftNs = endNs - System.nanoTime();
      if (leftNs <= 0) {
        throw new IOException(
            (socket.connectNs() == 0 ? "" : "TLS handshake ") + "timed out after " + text(timeout));
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      boolean ready = false;
      for (int i = poller.await(Math.min(leftNs, GLANCE_NS)) - 1; i >= 0; i--) {
        ready |= poller.ready(i) == this;
      }
      if (woken.getAndSet(false) || ready) {
        open = wire.open();
        poller.watchWrites(socket, wire.wantsWrite());
      }
    }
  }

  /** {@code 5s}, {@code 250ms}. */
  private static String text(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }
}
