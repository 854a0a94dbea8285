package dev.barrage.testbed.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.barrage.testbed.limit.Limit.Algorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LimiterTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long START_NS = Long.MAX_VALUE - 5 * SECOND_NS; // nanoTime may be anything

  @ParameterizedTest
  @EnumSource
  void allowsTheLimitAndNoMore(Algorithm algorithm) {
    Limiter limiter = new Limit(algorithm, 10, SECOND_NS).newLimiter(START_NS);
    for (int i = 0; i < 10; i++) {
      assertThat(limiter.tryAcquire(START_NS).remaining()).isEqualTo(9 - i);
    }

    Decision refused = limiter.tryAcquire(START_NS);

    assertThat(refused.allowed()).isFalse();
    assertThat(refused.resetS()).isEqualTo(1);
    assertThat(limiter.tryAcquire(START_NS + refused.resetNs() - 1).allowed()).isFalse();
    assertThat(limiter.tryAcquire(START_NS + refused.resetNs()).allowed()).isTrue();
  }

  @Test
  void fixedWindowForgetsAtOnceAtItsEnd() {
    Limiter limiter = new Limit(Algorithm.FIXED_WINDOW, 2, SECOND_NS).newLimiter(START_NS);
    long lateNs = START_NS + SECOND_NS - 1;
    limiter.tryAcquire(lateNs);
    limiter.tryAcquire(lateNs);

    assertThat(limiter.tryAcquire(START_NS + SECOND_NS).remaining()).isEqualTo(1);
  }

  @Test
  void slidingWindowForgetsEachPermitInItsTime() {
    Limiter limiter = new Limit(Algorithm.SLIDING_WINDOW, 100, SECOND_NS).newLimiter(START_NS);
    for (int i = 0; i < 100; i++) {
      limiter.tryAcquire(START_NS + i * SECOND_NS / 100);
    }

    long nowNs = START_NS + SECOND_NS;
    assertThat(limiter.tryAcquire(nowNs).allowed()).isTrue();
    assertThat(limiter.tryAcquire(nowNs).allowed()).isFalse();
    assertThat(limiter.tryAcquire(nowNs + SECOND_NS / 100).allowed()).isTrue();
  }

  @Test
  void tokenBucketRefillsEvenly() {
    Limiter limiter = new Limit(Algorithm.TOKEN_BUCKET, 10, SECOND_NS).newLimiter(START_NS);
    for (int i = 0; i < 10; i++) {
      limiter.tryAcquire(START_NS);
    }

    assertThat(limiter.tryAcquire(START_NS + SECOND_NS / 2).remaining()).isEqualTo(4);
  }

  @Test
  void keysDoNotShareAnAllowance() {
    KeyedLimiter limiter = new KeyedLimiter(new Limit(Algorithm.FIXED_WINDOW, 1, SECOND_NS));

    assertThat(limiter.tryAcquire("a", START_NS).allowed()).isTrue();
    assertThat(limiter.tryAcquire("a", START_NS).allowed()).isFalse();
    assertThat(limiter.tryAcquire("b", START_NS).allowed()).isTrue();
  }

  @Test
  void refusesImpossibleLimits() {
    assertThatThrownBy(() -> new Limit(Algorithm.FIXED_WINDOW, 0, SECOND_NS))
        .hasMessageContaining("must be 1 to");
    assertThatThrownBy(() -> new Limit(Algorithm.FIXED_WINDOW, 1, 1))
        .hasMessageContaining("at least 1 ms");
  }
}
