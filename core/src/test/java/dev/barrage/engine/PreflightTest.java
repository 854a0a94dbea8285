package dev.barrage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.barrage.engine.tls.Certificates;
import dev.barrage.engine.tls.TlsServer;
import dev.barrage.plan.Target;
import dev.barrage.plan.Tls;
import dev.barrage.testkit.RealServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreflightTest {
  private static final Certificates CERTIFICATES = Certificates.made();
  private static final Duration PATIENT = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(200);

  @ParameterizedTest
  @CsvSource({
    "http://example.org, example.org, 80",
    "https://example.org/a?b, example.org, 443",
    "http://127.0.0.1:8080, 127.0.0.1, 8080",
    "https://[::1]:8443/x, ::1, 8443",
    "http://[::1], ::1, 80",
    "http://my_service:81/x, my_service, 81",
    "http://my_service, my_service, 80",
    "HTTPS://user:pw@my_service, my_service, 443"
  })
  void hostAndPortAreFound(String url, String host, int port) {
    assertThat(Addresses.host(URI.create(url))).isEqualTo(host);
    assertThat(Addresses.port(URI.create(url))).isEqualTo(port);
  }

  @Test
  void reachesEachUrlWithoutSendingARequest() throws Exception {
    CompletableFuture<Integer> firstByte = new CompletableFuture<>();
    try (TlsServer plain = TlsServer.plain(tcp -> firstByte.complete(tcp.getInputStream().read()));
        TlsServer tls =
            TlsServer.start(
                CERTIFICATES.server("server"), s -> {}, (s, tcp) -> s.getInputStream().read())) {
      List<Preflight.Reached> reached =
          Preflight.check(
              target(
                  trusting(),
                  "http://127.0.0.1:" + plain.port(),
                  "https://localhost:" + tls.port()),
              PATIENT);
      assertThat(reached).extracting(Preflight.Reached::address).startsWith(plain.address());
      assertThat(((InetSocketAddress) reached.get(1).address()).getPort()).isEqualTo(tls.port());
      assertThat(firstByte.get(10, TimeUnit.SECONDS)).as("nothing but the end").isEqualTo(-1);
    }
  }

  @Test
  void triesAllAddressesOfAName() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.2"))) {
      Target target = target(Tls.DEFAULT, "http://gateway.test:" + listener.getLocalPort());
      assertThat(Preflight.check(target, PATIENT, names("127.0.0.3", "127.0.0.2")))
          .extracting(r -> ((InetSocketAddress) r.address()).getAddress().getHostAddress())
          .containsExactly("127.0.0.2");
    }
  }

  @Test
  void tellsOfAllUrlsThatFailed() throws Exception {
    int closed = RealServer.freePort();
    try (ServerSocket fine = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Target target =
          target(
              Tls.DEFAULT,
              "http://127.0.0.1:" + closed + "/x",
              "http://127.0.0.1:" + fine.getLocalPort(),
              "http://nowhere.invalid");
      var thrown =
          catchThrowableOfType(
              UnreachableException.class, () -> Preflight.check(target, PATIENT, failing()));
      assertThat(thrown.failures())
          .containsExactly(
              "cannot reach http://127.0.0.1:" + closed + "/x: connection refused",
              "cannot reach http://nowhere.invalid: no such host \"nowhere.invalid\"");
      assertThat(thrown).hasMessage(String.join("; ", thrown.failures()));
    }
  }

  @Test
  void silentServersTimeOut() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Target target = target(trusting(), "https://localhost:" + silent.getLocalPort());
      assertThatThrownBy(() -> Preflight.check(target, SHORT, names("127.0.0.1")))
          .hasMessageEndingWith("timed out after 200ms");
    }
    CountDownLatch never = new CountDownLatch(1);
    Addresses.Lookup hanging =
        host -> {
          try {
            never.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
          throw new UnknownHostException(host);
        };
    assertThatThrownBy(() -> Preflight.check(target(Tls.DEFAULT, "http://x.test"), SHORT, hanging))
        .hasMessage("cannot reach http://x.test: looking up \"x.test\" timed out after 200ms");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, other, certificate not trusted: no path to a trusted authority",
    "localhost, expired, certificate not trusted: it expired",
    "shop.test, server, certificate does not match host name shop.test"
  })
  void badCertificatesAreSaid(String host, String alias, String message) throws Exception {
    try (TlsServer server =
        TlsServer.start(
            CERTIFICATES.server(alias), s -> {}, (s, tcp) -> s.getInputStream().read())) {
      Target target = target(trusting(), "https://" + host + ":" + server.port());
      assertThatThrownBy(() -> Preflight.check(target, PATIENT, names("127.0.0.1")))
          .isInstanceOf(UnreachableException.class)
          .hasMessageStartingWith("cannot reach https://%s:%d: %s", host, server.port(), message);
    }
  }

  @Test
  void plainServersBehindHttpsAreSaid() throws Exception {
    byte[] answer = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    try (TlsServer server =
        TlsServer.plain(tcp -> {
          tcp.getOutputStream().write(answer);
          tcp.getInputStream().readAllBytes();
        })) {
      Target target = target(trusting(), "https://127.0.0.1:" + server.port());
      assertThatThrownBy(() -> Preflight.check(target, PATIENT))
          .hasMessageContaining(": not TLS: the server answered ");
    }
    try (TlsServer server = TlsServer.plain(tcp -> tcp.shutdownOutput())) {
      Target target = target(trusting(), "https://127.0.0.1:" + server.port());
      assertThatThrownBy(() -> Preflight.check(target, PATIENT))
          .hasMessageEndingWith(": server closed during the handshake");
    }
  }

  @Test
  void resolverKeepsAnAddressThatIsStillListedAndReplacesOneThatIsNot() throws Exception {
    Target target = target(Tls.DEFAULT, "http://gateway.test:81");
    Endpoint endpoint = new Endpoint(at("127.0.0.1"), Endpoint.PLAIN);
    new Resolver(target, List.of(endpoint), names("127.0.0.9", "127.0.0.1")).run();
    assertThat(endpoint.address()).isEqualTo(at("127.0.0.1"));
    new Resolver(target, List.of(endpoint), names("127.0.0.9", "127.0.0.8")).run();
    assertThat(endpoint.address()).isEqualTo(at("127.0.0.9"));
    new Resolver(target, List.of(endpoint), failing()).run();
    assertThat(endpoint.address())
        .as("a resolver that fails changes nothing")
        .isEqualTo(at("127.0.0.9"));
  }

  private static InetSocketAddress at(String ip) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(ip), 81);
  }

  private static Addresses.Lookup names(String... ips) {
    return host -> Stream.of(ips).map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
  }

  private static Addresses.Lookup failing() {
    return host -> {
      if (host.endsWith(".invalid") || host.endsWith(".test")) {
        throw new UnknownHostException(host);
      }
      return InetAddress.getAllByName(host);
    };
  }

  private static Target target(Tls tls, String... urls) {
    return Target.at(Stream.of(urls).map(URI::create).toList()).with(tls);
  }

  private static Tls trusting() {
    return new Tls(
        true,
        Optional.of(CERTIFICATES.cert("ca")),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Tls.VERSIONS);
  }
}
