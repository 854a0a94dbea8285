package dev.barrage.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How TLS connections are made.
 *
 * @param verify whether certificate and host name are verified ({@code --insecure} turns it off)
 * @param caCert PEM file with the authorities to trust instead of the system's
 * @param cert PEM file with the client's certificate chain
 * @param key PEM file (PKCS #8, unencrypted) with the client's private key
 * @param serverName name for SNI and verification; empty: the URL's host
 * @param versions protocol versions to offer, of {@code TLSv1.2} and {@code TLSv1.3}
 */
public record Tls(
    boolean verify,
    Optional<Path> caCert,
    Optional<Path> cert,
    Optional<Path> key,
    Optional<String> serverName,
    List<String> versions) {
  public static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");
  public static final Tls DEFAULT =
      new Tls(
          true, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), VERSIONS);

  public Tls {
    versions = List.copyOf(versions);
  }
}
