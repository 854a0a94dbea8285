package dev.barrage.engine.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.Tls;
import dev.barrage.testkit.RealServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against OpenSSL's idea of TLS: a server of another maker than the client's. */
class TlsNginxTest {
  private static final Certificates CERTIFICATES = Certificates.made();
  private static final int BODY_BYTES = 3_000_000;

  @TempDir static Path folder;
  private static @Nullable RealServer nginx;
  private static int port;
  private static byte[] body;

  @BeforeAll
  static void start() throws IOException {
    port = RealServer.freePort();
    body = new byte[BODY_BYTES];
    new Random(9).nextBytes(body);
    Files.createDirectory(folder.resolve("www"));
    Files.write(folder.resolve("www").resolve("big"), body);
    nginx = RealServer.nginx(folder, port, http());
  }

  private static String http() {
    return """
      access_log off;
      client_max_body_size 10m;
      server {
        listen 127.0.0.1:%d ssl;
        ssl_certificate %s;
        ssl_certificate_key %s;
        ssl_client_certificate %s;
        ssl_verify_client optional;
        ssl_protocols TLSv1.2 TLSv1.3;
        root www;
        location /who { return 200 "$ssl_protocol $ssl_client_s_dn"; }
      }
    """
        .formatted(
            port, CERTIFICATES.cert("server"), CERTIFICATES.key("server"), CERTIFICATES.cert("ca"));
  }

  @AfterAll
  static void stop() {
    if (nginx != null) {
      nginx.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void largeBodiesArriveWholeAndEndWithCloseNotify(String version) throws IOException {
    try (TestLoop loop = connect(TlsWireTest.trusting(), version, Integer.MAX_VALUE)) {
      byte[] response = loop.exchange(get("/big"), -1);
      assertThat(Arrays.copyOfRange(response, response.length - BODY_BYTES, response.length))
          .isEqualTo(body);
      assertThat(loop.wire.isTruncated()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void bytesMayComeOneByOneAndTheClientCertificateIsSeen(String version) throws IOException {
    try (TestLoop loop = connect(TlsWireTest.withClientCertificate("client"), version, 1)) {
      assertThat(loop.exchange(get("/who"), -1)).asString().endsWith(version + " CN=client");
    }
  }

  @Test
  void applicationProtocolIsAgreedOn() throws IOException {
    try (TestLoop loop = connect(TlsWireTest.trusting(), "TLSv1.3", 5000)) {
      assertThat(loop.exchange(get("/none"), -1)).asString().startsWith("HTTP/1.1 404");
      assertThat(loop.wire.protocol()).isEqualTo("http/1.1");
    }
  }

  private static byte[] get(String path) {
    return "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        .formatted(path)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static TestLoop connect(Tls base, String version, int maxRead) throws IOException {
    Tls tls =
        new Tls(true, base.caCert(), base.cert(), base.key(), base.serverName(), List.of(version));
    var engine = TlsContexts.newEngine(TlsContexts.of(tls), tls, "localhost", port);
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return new TestLoop(address, engine, maxRead, Integer.MAX_VALUE, 16 << 10).open();
  }
}
