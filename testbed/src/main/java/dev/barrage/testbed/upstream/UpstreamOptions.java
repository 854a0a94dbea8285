package dev.barrage.testbed.upstream;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * How to start an {@link Upstream}.
 *
 * <pre>{@code
 * UpstreamOptions.DEFAULT.withTls(Certificate.selfSigned())
 * }</pre>
 *
 * @param port port on loopback; 0 for a free one
 * @param adminPort port of the admin listener on loopback; 0 for a free one
 * @param token bearer token of the admin port, and the secret that signs session tokens; null for a
 *     random one
 * @param certificate serves TLS with it; null for plain text
 * @param threads event loops
 * @param maxBodyBytes longest request body; beyond it 413
 */
public record UpstreamOptions(
    int port,
    int adminPort,
    @Nullable String token,
    @Nullable Certificate certificate,
    int threads,
    int maxBodyBytes) {

  /** Free ports, a random token, plain text, half of the CPUs, bodies up to 2 MiB. */
  public static final UpstreamOptions DEFAULT =
      new UpstreamOptions(
          0, 0, null, null, Math.max(1, Runtime.getRuntime().availableProcessors() / 2), 2 << 20);

  public UpstreamOptions {
    requirePort("port", port);
    requirePort("admin port", adminPort);
    if (threads < 1 || threads > 256) {
      throw new IllegalArgumentException("threads is " + threads + "; must be 1 to 256");
    }
    if (maxBodyBytes < 0) {
      throw new IllegalArgumentException("maxBodyBytes is " + maxBodyBytes + "; must not be < 0");
    }
  }

  /** These options on fixed ports; 0 for free ones. */
  public UpstreamOptions onPorts(int port, int adminPort) {
    return new UpstreamOptions(port, adminPort, token, certificate, threads, maxBodyBytes);
  }

  /** These options with TLS. */
  public UpstreamOptions withTls(Certificate certificate) {
    return new UpstreamOptions(port, adminPort, token, certificate, threads, maxBodyBytes);
  }

  /** These options with a known token. */
  public UpstreamOptions withToken(String token) {
    return new UpstreamOptions(port, adminPort, token, certificate, threads, maxBodyBytes);
  }

  /** These options with a number of event loops. */
  public UpstreamOptions withThreads(int threads) {
    return new UpstreamOptions(port, adminPort, token, certificate, threads, maxBodyBytes);
  }

  /** A new random token of 128 bits. */
  public static String randomToken() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private static void requirePort(String what, int port) {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException(what + " is " + port + "; must be 0 to 65535");
    }
  }
}
