package dev.barrage.testbed.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;

/**
 * A certificate with its private key, in a PKCS #12 store.
 *
 * <p>{@link #selfSigned()} makes one for {@code localhost}, 127.0.0.1 and ::1 with the JDK's own
 * {@code keytool}; clients trust it through {@link #pem()}.
 */
public final class Certificate {
  private static final String ALIAS = "testbed";
  private static final long KEYTOOL_TIMEOUT_S = 30;

  private final KeyStore store;
  private final char[] password;

  private Certificate(KeyStore store, char[] password) {
    this.store = store;
    this.password = password;
  }

  /**
   * Reads a PKCS #12 file.
   *
   * @throws IOException if the file cannot be read or the password is wrong
   */
  public static Certificate read(Path file, char[] password) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      return new Certificate(store, password.clone());
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " is not a PKCS #12 store: " + e.getMessage(), e);
    }
  }

  /**
   * A new key and self-signed certificate, valid for 30 days.
   *
   * @throws IOException if keytool fails; the message has what it said
   */
  public static Certificate selfSigned() throws IOException {
    Path directory = Files.createTempDirectory("barrage-tls");
    Path file = directory.resolve("testbed.p12");
    // Guards a file that is gone in a second, in a directory only its owner can read.
    String password = UpstreamOptions.randomToken();
    try {
      keytool(file, password);
      return read(file, password.toCharArray());
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory);
    }
  }

  private static void keytool(Path file, String password) throws IOException {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    ProcessBuilder builder =
        new ProcessBuilder(
            keytool.toString(),
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=Barrage testbed",
            "-ext",
            "san=dns:localhost,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1",
            "-validity",
            "30",
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass:env",
            "BARRAGE_STOREPASS");
    builder.environment().put("BARRAGE_STOREPASS", password);
    builder.redirectErrorStream(true);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(KEYTOOL_TIMEOUT_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException("keytool made no certificate: " + said.strip());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while keytool ran", e);
    }
  }

  KeyManagerFactory keyManagers() throws GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    return factory;
  }

  /** The certificate in PEM, for a client's list of trusted ones ({@code --cacert}). */
  public String pem() {
    try {
      String alias = store.aliases().nextElement();
      byte[] encoded = store.getCertificate(alias).getEncoded();
      String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
      return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the store holds no certificate", e);
    }
  }
}
