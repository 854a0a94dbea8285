package dev.barrage.engine.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.barrage.engine.io.Block;
import dev.barrage.engine.io.TlsFailedException;
import dev.barrage.plan.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsWireTest {
  private static final Certificates CERTIFICATES = Certificates.made();
  private static final int ANY = Integer.MAX_VALUE;

  @ParameterizedTest(name = "{0}, {1} bytes a read, {2} a write, block of {3}")
  @CsvSource({
    "TLSv1.3, 0, 0, 16384, 2000000",
    "TLSv1.2, 0, 0, 16384, 2000000",
    "TLSv1.3, 0, 0, 65536, 2000000",
    "TLSv1.3, 0, 0, 100, 300000",
    "TLSv1.3, 1, 0, 16384, 40000",
    "TLSv1.2, 1, 3, 16384, 40000",
    "TLSv1.3, 1300, 1000, 5000, 500000",
    "TLSv1.2, 40000, 7, 33, 200000"
  })
  void bytesArriveAsTheyWereSent(
      String version, int maxRead, int maxWrite, int blockBytes, int length) throws IOException {
    byte[] body = new byte[length];
    new Random(5).nextBytes(body);
    try (TlsServer server = echo(tls -> tls.setEnabledProtocols(new String[] {version}));
        TestLoop loop =
            new TestLoop(
                server.address(),
                engine(trusting(), "localhost", server),
                maxRead == 0 ? ANY : maxRead,
                maxWrite == 0 ? ANY : maxWrite,
                blockBytes)) {
      assertThat(loop.open().exchange(body, length)).isEqualTo(body);
      assertThat(loop.wire.tlsNs()).isPositive();
    }
  }

  @Test
  void manyExchangesReuseTheConnection() throws IOException {
    try (TlsServer server = echo(tls -> {});
        TestLoop loop = connect(trusting(), "localhost", server)) {
      loop.open();
      for (int i = 0; i < 500; i++) {
        byte[] text = ("request " + i).getBytes(StandardCharsets.US_ASCII);
        assertThat(loop.exchange(text, text.length)).isEqualTo(text);
      }
    }
  }

  /** A request that is always the same is one block for all loops. */
  @Test
  void loopsMaySendTheSameBlockAtOnce() throws Exception {
    byte[] body = new byte[60_000];
    new Random(7).nextBytes(body);
    Block shared = new Block(body);
    Tls trusting = trusting();
    try (TlsServer server = echo(tls -> {});
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Callable<Boolean> exchanges =
          () -> {
            try (TestLoop loop = connect(trusting, "localhost", server)) {
              loop.open();
              for (int i = 0; i < 100; i++) {
                assertThat(loop.exchange(shared, body.length)).isEqualTo(body);
              }
              return true;
            }
          };
      for (Future<Boolean> future : threads.invokeAll(Collections.nCopies(4, exchanges))) {
        assertThat(future.get()).isTrue();
      }
    }
  }

  @Test
  void keyUpdatesInMidStreamAreFollowed() throws IOException {
    byte[] body = new byte[100_000];
    new Random(6).nextBytes(body);
    try (TlsServer server =
            TlsServer.start(
                CERTIFICATES.server("server"),
                tls -> {},
                (tls, tcp) -> {
                  byte[] got = tls.getInputStream().readNBytes(body.length);
                  for (int at = 0; at < got.length; at += 10_000) {
                    tls.getOutputStream().write(got, at, 10_000);
                    tls.startHandshake(); // in TLS 1.3: new keys in both directions
                  }
                  tls.getOutputStream().write(tls.getInputStream().readNBytes(body.length));
                  tls.close();
                });
        TestLoop loop = connect(trusting(), "localhost", server)) {
      assertThat(loop.open().exchange(body, body.length)).isEqualTo(body);
      assertThat(loop.exchange(body, body.length)).isEqualTo(body);
      assertThat(loop.readToEnd()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void closeNotifyIsTheEndAndNotTruncated(String version) throws IOException {
    try (TlsServer server =
            TlsServer.start(
                CERTIFICATES.server("server"),
                tls -> tls.setEnabledProtocols(new String[] {version}),
                (tls, tcp) -> {
                  tls.getOutputStream().write("all of it".getBytes(StandardCharsets.US_ASCII));
                  tls.close();
                });
        TestLoop loop = connect(trusting(), "localhost", server)) {
      assertThat(loop.open().readToEnd()).asString().isEqualTo("all of it");
      assertThat(loop.wire.isTruncated()).isFalse();
      assertThat(loop.readToEnd()).as("the end stays the end").isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void closeNotifyThatCameWithTheLastBytesIsToldAtOnce(String version) throws Exception {
    CountDownLatch sent = new CountDownLatch(1);
    try (TlsServer server =
            TlsServer.start(
                CERTIFICATES.server("server"),
                tls -> tls.setEnabledProtocols(new String[] {version}),
                (tls, tcp) -> {
                  tls.getOutputStream().write("all of it".getBytes(StandardCharsets.US_ASCII));
                  tls.shutdownOutput();
                  sent.countDown();
                  tcp.getInputStream().readAllBytes(); // the connection itself stays open
                });
        TestLoop loop = connect(trusting(), "localhost", server)) {
      loop.open();
      sent.await();
      assertThat(loop.readSome()).isEqualTo(9);
      assertThat(loop.wire.hasBuffered()).as("the socket will not be readable again").isTrue();
      assertThat(loop.readToEnd()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void endWithoutCloseNotifyIsTruncated(String version) throws IOException {
    try (TlsServer server =
            TlsServer.start(
                CERTIFICATES.server("server"),
                tls -> tls.setEnabledProtocols(new String[] {version}),
                (tls, tcp) -> {
                  tls.getOutputStream().write("a part".getBytes(StandardCharsets.US_ASCII));
                  tcp.shutdownOutput();
                  tcp.getInputStream().readAllBytes();
                });
        TestLoop loop = connect(trusting(), "localhost", server)) {
      assertThat(loop.open().readToEnd()).asString().isEqualTo("a part");
      assertThat(loop.wire.isTruncated()).isTrue();
    }
  }

  @Test
  void closingSaysCloseNotify() throws Exception {
    CompletableFuture<Integer> recordType = new CompletableFuture<>();
    try (TlsServer server =
        TlsServer.start(
            CERTIFICATES.server("server"),
            tls -> tls.setEnabledProtocols(new String[] {"TLSv1.2"}),
            (tls, tcp) -> {
              tls.startHandshake();
              recordType.complete(tcp.getInputStream().read());
            })) {
      try (TestLoop loop = connect(trusting(), "localhost", server)) {
        loop.open();
      }
      assertThat(recordType.get(10, TimeUnit.SECONDS)).as("an alert's record").isEqualTo(21);
    }
  }

  @Test
  void serverNameIsSentForNamesAndNotForAddresses() throws IOException {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    try (TlsServer server =
        TlsServer.start(
            CERTIFICATES.server("server"),
            tls -> {},
            (tls, tcp) -> {
              tls.startHandshake();
              seen.add(
                  ((ExtendedSSLSession) tls.getSession()).getRequestedServerNames().toString());
              tls.getOutputStream().write('.');
              tls.close();
            })) {
      for (String host : List.of("localhost", "127.0.0.1", "[::1]")) {
        try (TestLoop loop = connect(trusting(), host, server)) {
          loop.open().readToEnd();
        }
      }
    }
    assertThat(seen.get(0)).contains("localhost");
    assertThat(seen.subList(1, 3)).containsExactly("[]", "[]");
  }

  @Test
  void serverNameOverrideIsSentAndVerified() throws IOException {
    try (TlsServer server = echo(tls -> {})) {
      Tls named =
          new Tls(
              true,
              trusting().caCert(),
              Optional.empty(),
              Optional.empty(),
              Optional.of("localhost"),
              Tls.VERSIONS);
      try (TestLoop loop = connect(named, "shop.example", server)) {
        assertThat(loop.open().wire.open()).isTrue();
      }
      assertThat(failure(trusting(), "shop.example", server))
          .startsWith("certificate does not match host name shop.example: ");
      assertThat(failure(trusting(), "10.9.8.7", server))
          .startsWith("certificate does not match host name 10.9.8.7: ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "other, certificate not trusted: no path to a trusted authority",
    "expired, certificate not trusted: it expired",
  })
  void certificatesThatCannotBeTrusted(String alias, String message) throws IOException {
    try (TlsServer server = echo(alias, tls -> {})) {
      assertThat(failure(trusting(), "localhost", server)).startsWith(message);
      Tls insecure =
          new Tls(
              false,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Tls.VERSIONS);
      try (TestLoop loop = connect(insecure, "wrong.example", server)) {
        assertThat(loop.open().exchange(new byte[] {1}, 1)).containsExactly(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void clientCertificateIsShownWhenAskedFor(String version) throws IOException {
    try (TlsServer server =
        echo(tls -> {
          tls.setEnabledProtocols(new String[] {version});
          tls.setNeedClientAuth(true);
        })) {
      try (TestLoop loop = connect(withClientCertificate("client"), "localhost", server)) {
        assertThat(loop.open().exchange(new byte[] {1}, 1)).containsExactly(1);
      }
      assertThat(failure(trusting(), "localhost", server))
          .startsWith("server requires a client certificate");
      assertThat(failure(withClientCertificate("other"), "localhost", server))
          .as("the JDK shows none that the server said it would refuse")
          .startsWith("server requires a client certificate");
    }
  }

  @Test
  void noCommonVersionIsSaid() throws IOException {
    Tls only13 =
        new Tls(
            true,
            trusting().caCert(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of("TLSv1.3"));
    try (TlsServer server = echo(tls -> tls.setEnabledProtocols(new String[] {"TLSv1.2"}))) {
      assertThat(failure(only13, "localhost", server)).startsWith("no common protocol version");
    }
  }

  @Test
  void plainHttpIsSaid() throws IOException {
    try (TlsServer server =
        TlsServer.plain(tcp -> {
          tcp.getOutputStream()
              .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          drain(tcp);
        })) {
      assertThat(failure(trusting(), "localhost", server))
          .isEqualTo("not TLS: the server answered plain HTTP");
    }
    try (TlsServer server =
        TlsServer.plain(tcp -> {
          tcp.getOutputStream().write("220 mail".getBytes(StandardCharsets.US_ASCII));
          drain(tcp);
        })) {
      assertThat(failure(trusting(), "localhost", server))
          .isEqualTo("not TLS: the server sent a byte 0x32");
    }
  }

  @Test
  void endInTheHandshakeIsSaid() throws IOException {
    try (TlsServer server =
        TlsServer.plain(tcp -> {
          tcp.shutdownOutput();
          drain(tcp);
        })) {
      assertThat(failure(trusting(), "localhost", server))
          .isEqualTo("server closed during the handshake");
    }
    try (TlsServer server =
        TlsServer.plain(tcp -> {
          tcp.setSoLinger(true, 0);
          tcp.getInputStream().read();
        })) {
      assertThat(failure(trusting(), "localhost", server))
          .as("a reset")
          .isEqualTo("server closed during the handshake");
    }
  }

  @Test
  void tasksRunOnTheExecutorAndTheLoopIsWokenAfterwards() throws IOException {
    Queue<Runnable> held = new ArrayDeque<>();
    AtomicInteger woken = new AtomicInteger();
    try (TlsServer server = echo(tls -> {});
        TestLoop loop =
            new TestLoop(
                server.address(),
                engine(trusting(), "localhost", server),
                held::add,
                woken::incrementAndGet)) {
      int tasks = 0;
      long endNs = System.nanoTime() + 10_000_000_000L;
      while (!loop.wire.open()) {
        if (held.isEmpty()) {
          loop.await(endNs);
        } else {
          assertThat(loop.wire.open()).as("while the task is held").isFalse();
          assertThat(loop.wire.open()).isFalse();
          assertThat(woken).hasValue(tasks);
          held.remove().run();
          assertThat(woken).hasValue(++tasks);
        }
      }
      assertThat(tasks).isPositive();
      assertThat(loop.exchange(new byte[] {7}, 1)).containsExactly(7);
    }
  }

  @Test
  void secondConnectionResumesTheSession() throws IOException {
    var context = TlsContexts.of(trusting());
    try (TlsServer server = echo(tls -> {})) {
      long[] created = new long[2];
      for (int i = 0; i < 2; i++) {
        SSLEngine engine = TlsContexts.newEngine(context, trusting(), "localhost", server.port());
        try (TestLoop loop = new TestLoop(server.address(), engine, ANY, ANY, 16384)) {
          loop.open().exchange(new byte[] {1}, 1);
          created[i] = engine.getSession().getCreationTime();
        }
      }
      assertThat(created[1]).as("the session is the first one's").isEqualTo(created[0]);
    }
  }

  private static void drain(Socket tcp) throws IOException {
    InputStream in = tcp.getInputStream();
    while (in.read() >= 0) {}
  }

  static TlsServer echo(Consumer<SSLSocket> configure) throws IOException {
    return echo("server", configure);
  }

  static TlsServer echo(String alias, Consumer<SSLSocket> configure) throws IOException {
    return TlsServer.start(
        CERTIFICATES.server(alias),
        configure,
        (tls, tcp) -> tls.getInputStream().transferTo(tls.getOutputStream()));
  }

  private static String failure(Tls tls, String host, TlsServer server) throws IOException {
    try (TestLoop loop = connect(tls, host, server)) {
      var thrown =
          catchThrowableOfType(
              TlsFailedException.class, () -> loop.open().exchange(new byte[] {1}, 1));
      assertThat(thrown).as("a TLS failure").isNotNull();
      assertThatThrownBy(() -> loop.wire.open()).as("it stays failed").isSameAs(thrown);
      return thrown.getMessage();
    }
  }

  private static TestLoop connect(Tls tls, String host, TlsServer server) throws IOException {
    return new TestLoop(server.address(), engine(tls, host, server), ANY, ANY, 16384);
  }

  private static SSLEngine engine(Tls tls, String host, TlsServer server) {
    return TlsContexts.newEngine(TlsContexts.of(tls), tls, host, server.port());
  }

  static Tls trusting() {
    return new Tls(
        true,
        Optional.of(CERTIFICATES.cert("ca")),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Tls.VERSIONS);
  }

  static Tls withClientCertificate(String alias) {
    return new Tls(
        true,
        trusting().caCert(),
        Optional.of(CERTIFICATES.cert(alias)),
        Optional.of(CERTIFICATES.key(alias)),
        Optional.empty(),
        Tls.VERSIONS);
  }
}
