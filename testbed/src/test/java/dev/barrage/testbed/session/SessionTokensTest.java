package dev.barrage.testbed.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SessionTokensTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void acceptsItsOwnTokensElsewhere() {
    String token = new SessionTokens("key", () -> NOW).issue("zoë.1");

    assertThat(new SessionTokens("key", () -> NOW).fromHeader("bearer " + token))
        .hasValueSatisfying(session -> assertThat(session.name()).isEqualTo("zoë.1"));
  }

  @Test
  void refusesForgedExpiredAndMangledTokens() {
    SessionTokens tokens = new SessionTokens("key", () -> NOW);
    String token = tokens.issue("ann");
    SessionTokens later = new SessionTokens("key", () -> NOW.plus(SessionTokens.LIFETIME));

    assertThat(new SessionTokens("other", () -> NOW).verify(token)).isEmpty();
    assertThat(later.verify(token)).isEmpty();
    assertThat(tokens.verify("x" + token)).isEmpty();
    assertThat(tokens.verify("")).isEmpty();
    assertThat(tokens.verify("..")).isEmpty();
    assertThat(tokens.fromHeader("Basic " + token)).isEmpty();
  }

  @Test
  void guestsMayNotWrite() {
    SessionTokens tokens = new SessionTokens("key", () -> NOW);

    assertThat(tokens.verify(tokens.issue("guest-7")).orElseThrow().mayWrite()).isFalse();
    assertThat(tokens.verify(tokens.issue("ann")).orElseThrow().mayWrite()).isTrue();
  }
}
