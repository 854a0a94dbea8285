package dev.barrage.engine.tls;

import dev.barrage.plan.Target;
import dev.barrage.plan.Tls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS contexts and engines from a plan's {@link Tls}.
 *
 * <pre>
 *   SSLContext context = TlsContexts.of(target.tls());          // once per run
 *   SSLEngine engine = TlsContexts.newEngine(context, target.tls(), "example.org", 443);
 * </pre>
 *
 * <p>Session resumption is left as the JDK has it: a second connection to the same host and port
 * offers the session of an earlier one (tickets in TLS 1.3, identifiers and tickets in 1.2), as
 * browsers and gateways do. A run that opens many connections therefore mostly measures resumed
 * handshakes, which spare the server its signature and both sides the certificate; the first ones
 * are full. Each context has a cache of its own, so runs do not warm each other.
 *
 * <p>Any thread.
 */
public final class TlsContexts {
  private static final char[] NO_PASSWORD = {};
  private static final List<String> HTTP_1 = List.of("http/1.1");

  private TlsContexts() {}

  /**
   * A client's context: what is trusted, and which certificate is shown when asked for.
   *
   * @throws IllegalArgumentException a file is missing, holds something else, or key and
   *     certificate do not belong together; the message is one clear line
   */
  public static SSLContext of(Tls tls) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(tls), trustManagers(tls), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /** As {@link #of}, for a target that may have no {@code https} URL: loading TLS takes a while. */
  public static Optional<SSLContext> forUrls(Target target) {
    boolean needed = target.urls().stream().anyMatch(url -> url.getScheme().equals("https"));
    return needed ? Optional.of(of(target.tls())) : Optional.empty();
  }

  /**
   * A client's engine for one connection.
   *
   * @param host the URL's host: a name, or an address (IPv6 with or without brackets), for which no
   *     server name is sent
   */
  public static SSLEngine newEngine(SSLContext context, Tls tls, String host, int port) {
    String name = name(tls, host);
    SSLEngine engine = context.createSSLEngine(name, port);
    engine.setUseClientMode(true);
    engine.setSSLParameters(configured(engine.getSSLParameters(), tls, name));
    return engine;
  }

  /** The name a certificate must bear: the plan's override, else the host without brackets. */
  public static String name(Tls tls, String host) {
    String name = tls.serverName().orElse(host);
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }

  /** Versions, server name, host name verification and ALPN; for engines and sockets alike. */
  public static SSLParameters configured(SSLParameters parameters, Tls tls, String name) {
    if (!tls.versions().isEmpty()) {
      parameters.setProtocols(tls.versions().toArray(String[]::new));
    }
    parameters.setServerNames(serverNames(name));
    parameters.setApplicationProtocols(HTTP_1.toArray(String[]::new));
    if (tls.verify()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    return parameters;
  }

  private static List<SNIServerName> serverNames(String name) {
    if (isAddress(name)) {
      return List.of(); // RFC 6066, 3: literal addresses are not permitted
    }
    String ascii = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    try {
      return List.of(new SNIHostName(ascii.getBytes(StandardCharsets.US_ASCII)));
    } catch (IllegalArgumentException _) {
      return List.of();
    }
  }

  /** Whether this is a literal IPv4 or IPv6 address and not a name. */
  static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  }

  private static TrustManager @Nullable [] trustManagers(Tls tls)
      throws GeneralSecurityException, IOException {
    if (!tls.verify()) {
      return new TrustManager[] {new TrustAll()};
    }
    if (tls.caCert().isEmpty()) {
      return null; // the JDK's own authorities
    }
    KeyStore store = emptyStore();
    List<X509Certificate> trusted = Pem.certificates(tls.caCert().get());
    for (int i = 0; i < trusted.size(); i++) {
      store.setCertificateEntry("ca" + i, trusted.get(i));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager @Nullable [] keyManagers(Tls tls)
      throws GeneralSecurityException, IOException {
    if (tls.cert().isEmpty()) {
      if (tls.key().isPresent()) {
        throw new IllegalArgumentException(
            "key " + tls.key().get() + " without a certificate; --cert FILE must name it");
      }
      return null;
    }
    Path certFile = tls.cert().get();
    Path keyFile = tls.key().orElse(certFile); // as curl: one file may hold both
    List<X509Certificate> chain = Pem.certificates(certFile);
    PrivateKey key = Pem.privateKey(keyFile, tls.key().isEmpty());
    Pem.checkPair(chain.getFirst(), certFile, key, keyFile);
    KeyStore store = emptyStore();
    store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }
}
