package dev.barrage.testbed.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

class TlsTest {

  @Test
  void servesTlsToThoseWhoTrustItsCertificate() throws Exception {
    Certificate certificate = Certificate.selfSigned();
    try (Upstream upstream = Upstream.start(UpstreamOptions.DEFAULT.withTls(certificate));
        HttpClient trusting =
            HttpClient.newBuilder().sslContext(trusting(certificate.pem())).build();
        HttpClient other = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(upstream.uri().resolve("/bytes/1000000")).build();

      assertThat(upstream.uri().getScheme()).isEqualTo("https");
      assertThat(trusting.send(request, BodyHandlers.ofString()).body()).hasSize(1_000_000);
      assertThatThrownBy(() -> other.send(request, BodyHandlers.ofString()))
          .isInstanceOf(SSLException.class);
      assertThat(upstream.counts().received()).isEqualTo(1);
    }
  }

  private static SSLContext trusting(String pem) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
    store.setCertificateEntry(
        "testbed",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(bytes)));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
