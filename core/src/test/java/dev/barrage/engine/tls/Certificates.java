package dev.barrage.engine.tls;

import dev.barrage.testkit.PassingFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A small authority and what it signed, made by the JDK's keytool once per test run: {@code ca},
 * {@code server} (localhost, 127.0.0.1, ::1), {@code expired}, {@code client}, and {@code other},
 * which signed itself.
 */
public final class Certificates {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final String NAMES = "san=dns:localhost,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1";

  private final Path folder;
  private final KeyStore store;

  public static Certificates made() {
    return Once.MADE;
  }

  private static final class Once {
    static final Certificates MADE = new Certificates();
  }

  private Certificates() {
    try {
      folder = PassingFolder.make("barrage-certificates");
      make("ca", "-ext", "bc:c", "-validity", "30");
      make("server", "-signer", "ca", "-ext", NAMES, "-validity", "20");
      make("expired", "-signer", "ca", "-ext", NAMES, "-startdate", "-20d", "-validity", "10");
      make("client", "-signer", "ca", "-validity", "20");
      make("other", "-ext", NAMES, "-validity", "20");
      store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(folder.resolve("all.p12"))) {
        store.load(in, PASSWORD);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void make(String alias, String... more) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair -keyalg EC -groupname secp256r1 -storetype PKCS12 -storepass"
                    + " changeit"));
    command = new ArrayList<>(Arrays.asList(String.join(" ", command).split(" ")));
    command.addAll(List.of("-alias", alias, "-dname", "CN=" + alias));
    command.addAll(List.of("-keystore", folder.resolve("all.p12").toString()));
    command.addAll(List.of(more));
    Path log = folder.resolve(alias + ".log");
    Process keytool =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool failed: " + Files.readString(log));
    }
  }

  /** PEM file with one's certificate and the authority's. */
  public Path cert(String alias) {
    StringBuilder pem = new StringBuilder();
    try {
      for (Certificate certificate : store.getCertificateChain(alias)) {
        pem.append(pem("CERTIFICATE", certificate.getEncoded()));
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return write(alias + ".pem", pem.toString());
  }

  /** PEM file with one's private key. */
  public Path key(String alias) {
    try {
      Key key = store.getKey(alias, PASSWORD);
      return write(alias + ".key", pem("PRIVATE KEY", key.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A server's context that shows this certificate and trusts the authority's clients. */
  public SSLContext server(String alias) {
    try {
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, PASSWORD);
      own.setKeyEntry(
          alias, store.getKey(alias, PASSWORD), PASSWORD, store.getCertificateChain(alias));
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(own, PASSWORD);
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, PASSWORD);
      trusted.setCertificateEntry("ca", store.getCertificate("ca"));
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pem(String label, byte[] der) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, base64, label);
  }
}
