package dev.barrage.testbed.session;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Issues and verifies session tokens: {@code name.expiry.signature}, signed with HMAC-SHA256.
 *
 * <p>Whoever holds the same secret accepts them, so a gateway in another process needs no session
 * store. Safe for any thread.
 */
public final class SessionTokens {
  /** How long a token is valid. */
  public static final Duration LIFETIME = Duration.ofHours(12);

  /** Names with this prefix get a session that may read and not write. */
  public static final String READ_ONLY_PREFIX = "guest";

  private static final String ALGORITHM = "HmacSHA256";
  private static final String COOKIE = "session=";
  private static final String SCHEME = "Bearer ";
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final SecretKeySpec key;
  private final InstantSource clock;

  /** Tokens signed with {@code secret}, which must not be empty. */
  public SessionTokens(String secret) {
    this(secret, InstantSource.system());
  }

  SessionTokens(String secret, InstantSource clock) {
    this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    this.clock = clock;
  }

  /** A session as its token describes it. */
  public record Session(String name, Instant expires) {
    /** Whether this session may change things. */
    public boolean mayWrite() {
      return !name.startsWith(READ_ONLY_PREFIX);
    }
  }

  /** A new token for {@code name}. */
  public String issue(String name) {
    String content =
        ENCODER.encodeToString(name.getBytes(StandardCharsets.UTF_8))
            + "."
            + clock.instant().plus(LIFETIME).getEpochSecond();
    return content + "." + sign(content);
  }

  /** The session of an {@code Authorization} header's value, or empty if it is none of ours. */
  public Optional<Session> fromHeader(String authorization) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    return verify(authorization.substring(SCHEME.length()).strip());
  }

  /** The session of a {@code Cookie} header's value, or empty if none of them is one of ours. */
  public Optional<Session> fromCookies(String cookies) {
    for (String cookie : cookies.split(";")) {
      if (cookie.strip().startsWith(COOKIE)) {
        return verify(cookie.strip().substring(COOKIE.length()));
      }
    }
    return Optional.empty();
  }

  /** The session of {@code token}, or empty if it is forged, mangled or past its time. */
  public Optional<Session> verify(String token) {
    int last = token.lastIndexOf('.');
    int first = token.indexOf('.');
    if (first < 0 || first == last) {
      return Optional.empty();
    }
    byte[] expected = bytes(sign(token.substring(0, last)));
    if (!MessageDigest.isEqual(expected, bytes(token.substring(last + 1)))) {
      return Optional.empty();
    }
    // The signature holds, so both parts are as issue() wrote them.
    byte[] name = Base64.getUrlDecoder().decode(token.substring(0, first));
    Instant expires = Instant.ofEpochSecond(Long.parseLong(token.substring(first + 1, last)));
    return clock.instant().isBefore(expires)
        ? Optional.of(new Session(new String(name, StandardCharsets.UTF_8), expires))
        : Optional.empty();
  }

  private String sign(String content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return ENCODER.encodeToString(Arrays.copyOf(mac.doFinal(bytes(content)), 18));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
