package dev.barrage.engine.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.barrage.plan.Tls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsContextsTest {
  private static final Certificates CERTIFICATES = Certificates.made();

  @TempDir Path folder;

  @Test
  void badFilesAreSaidInOneLine() throws Exception {
    Path missing = folder.resolve("none.pem");
    Path text = Files.writeString(folder.resolve("text.pem"), "hello");
    Path damaged =
        Files.writeString(
            folder.resolve("damaged.pem"),
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    Path ca = CERTIFICATES.cert("ca");
    Path client = CERTIFICATES.cert("client");
    Path key = CERTIFICATES.key("client");
    expect(ca(missing), "file " + missing + " does not exist");
    expect(ca(folder), "file " + folder + " cannot be read: ");
    expect(ca(text), "file " + text + " holds no certificate; ");
    expect(ca(damaged), "file " + damaged + " holds a broken certificate: ");
    Path large = folder.resolve("large.pem");
    try (var file = new java.io.RandomAccessFile(large.toFile(), "rw")) {
      file.setLength((16 << 20) + 1);
    }
    expect(ca(large), "file " + large + " is larger than 16 MiB, the most that is read");
    expect(pair(null, key), "key " + key + " without a certificate; --cert FILE must name it");
    expect(
        pair(client, null), "file " + client + " holds no private key; name its file with --key");
    expect(pair(client, ca), "file " + ca + " holds no private key; a PEM file with ");
    Path other = CERTIFICATES.key("other");
    expect(pair(client, other), "file " + other + " does not hold the key of the certificate in ");
  }

  @Test
  void olderKeyFormatsAreToldHowToConvert() throws Exception {
    for (String label : List.of("RSA PRIVATE KEY", "EC PRIVATE KEY")) {
      Path key = key(label, "MIIB");
      expect(
          pair(CERTIFICATES.cert("client"), key),
          "file %s holds a key as \"%s\"; convert it: openssl pkcs8 -topk8 -nocrypt -in %s"
              .formatted(key, label, key));
    }
    Path locked = key("ENCRYPTED PRIVATE KEY", "MIIB");
    expect(pair(CERTIFICATES.cert("client"), locked), "file " + locked + " holds an encrypted key");
    Path old = key("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,AB\n\nMIIB");
    expect(pair(CERTIFICATES.cert("client"), old), "file " + old + " holds an encrypted key");
  }

  @Test
  void oneFileMayHoldCertificateAndKey() throws Exception {
    Path both =
        Files.writeString(
            folder.resolve("both.pem"),
            Files.readString(CERTIFICATES.key("client"), StandardCharsets.US_ASCII)
                + "some words\n"
                + Files.readString(CERTIFICATES.cert("client"), StandardCharsets.US_ASCII));
    assertThat(TlsContexts.of(pair(both, null))).isNotNull();
  }

  private Path key(String label, String content) throws Exception {
    return Files.writeString(
        folder.resolve(label.replace(' ', '-') + content.length() + ".key"),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, content, label));
  }

  private static void expect(Tls tls, String message) {
    assertThatThrownBy(() -> TlsContexts.of(tls))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message)
        .message()
        .hasLineCount(1);
  }

  private static Tls ca(Path file) {
    return new Tls(
        true,
        Optional.of(file),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Tls.VERSIONS);
  }

  private static Tls pair(Path cert, Path key) {
    return new Tls(
        true,
        Optional.empty(),
        Optional.ofNullable(cert),
        Optional.ofNullable(key),
        Optional.empty(),
        Tls.VERSIONS);
  }
}
