package dev.barrage.measure.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.barrage.engine.Exchange;
import dev.barrage.engine.Outcome;
import dev.barrage.engine.http1.LimitFields;
import dev.barrage.plan.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Answers of limiters that are known, minute by minute. */
class LimitAnalysisTest {
  private static final long MS = 1_000_000;
  private static final RateLimit TEN_PER_S =
      new RateLimit(
          OptionalLong.of(10), Duration.ofSeconds(1), RateLimit.Per.TARGET, 0.05, List.of());
  private static final RateLimit TEN_EACH =
      new RateLimit(
          OptionalLong.of(10), Duration.ofSeconds(1), RateLimit.Per.CLIENT, 0.05, List.of());

  private final LimitLog log = new LimitLog(100_000);
  private final LimitFields said = new LimitFields();

  /** An answer that took no time. */
  private static final class Answer extends Exchange {
    private final long atNs;
    private final int client;
    private final int status;

    Answer(long atMs, int client, int status) {
      this.atNs = atMs * MS;
      this.client = client;
      this.status = status;
    }

    @Override
    public int request() {
      return 0;
    }

    @Override
    public int userClass() {
      return 0;
    }

    @Override
    public long intendedNs() {
      return atNs;
    }

    @Override
    public long dispatchedNs() {
      return atNs;
    }

    @Override
    public long sentNs() {
      return atNs;
    }

    @Override
    public long firstByteNs() {
      return atNs;
    }

    @Override
    public long doneNs() {
      return atNs;
    }

    @Override
    public boolean queued() {
      return false;
    }

    @Override
    public boolean reused() {
      return true;
    }

    @Override
    public int status() {
      return status;
    }

    @Override
    public int client() {
      return client;
    }

    @Override
    public Outcome outcome() {
      return Outcome.OK;
    }

    @Override
    public @Nullable String message() {
      return null;
    }

    @Override
    public @Nullable String sample() {
      return null;
    }
  }

  private void answer(long atMs, int client, int status) {
    log.add(new Answer(atMs, client, status), said);
  }

  private LimitResult result(RateLimit plan, long lengthMs) {
    return LimitAnalysis.of(plan, List.of(log), 0, 0, lengthMs * MS);
  }

  /** 20 requests a second at a fixed window of 10. */
  private void fixedWindow(int seconds, int client) {
    for (int second = 0; second < seconds; second++) {
      for (int i = 0; i < 20; i++) {
        answer(second * 1000L + i * 50, client, i < 10 ? 200 : 429);
      }
    }
  }

  @Test
  void findsTheRateThatAFixedWindowAdmits() {
    fixedWindow(20, 0);
    LimitResult result = result(TEN_PER_S, 20_000);
    assertThat(result.admitted()).isEqualTo(200);
    assertThat(result.refused()).isEqualTo(200);
    assertThat(result.offeredPerS()).isEqualTo(20);
    assertThat(result.admittedPerS()).isCloseTo(10, within(0.01));
    assertThat(result.deviation()).isCloseTo(0, within(0.001));
    assertThat(result.firstRefusedS()).isEqualTo(0.5);
    assertThat(result.recoveryS()).isEqualTo(0.5);
    assertThat(result.overshoot()).isEqualTo(0);
    assertThat(result.isDoubleBurst()).isFalse();
  }

  @Test
  void findsTheDoubleBurstAtAWindowsEdge() {
    for (int i = 0; i < 10; i++) {
      answer(950 + i, 0, 200);
      answer(1000 + i, 0, 200);
    }
    answer(1050, 0, 429);
    LimitResult result = result(TEN_PER_S, 2000);
    assertThat(result.overshoot()).isEqualTo(1);
    assertThat(result.isDoubleBurst()).isTrue();
  }

  @Test
  void takesTheLongestWayBackAsRecovery() {
    answer(0, 0, 200);
    answer(100, 0, 429);
    answer(200, 0, 200);
    answer(1000, 0, 429);
    for (int at = 1010; at < 4000; at += 10) {
      answer(at, 0, 429);
    }
    answer(4000, 0, 200);
    LimitResult result = result(TEN_PER_S, 5000);
    assertThat(result.recoveryS()).isEqualTo(3);
    assertThat(result.recoveredAtS()).isEqualTo(4);
  }

  @Test
  void countsClientsApartAndTellsHowEvenTheyAreServed() {
    fixedWindow(10, 1);
    fixedWindow(10, 2);
    assertThat(result(TEN_EACH, 10_000).fairness()).isEqualTo(1);
    assertThat(result(TEN_EACH, 10_000).expectedPerS()).isEqualTo(20);
    for (int at = 0; at < 10_000; at += 50) {
      answer(at, 3, 429); // never served
    }
    LimitResult unfair = result(TEN_EACH, 10_000);
    assertThat(unfair.clients()).isEqualTo(3);
    assertThat(unfair.fairness()).isCloseTo(2.0 / 3, within(1e-9));
    assertThat(unfair.deviation()).isCloseTo(-1.0 / 3, within(0.01));
  }

  @Test
  void triesWhetherRetryAfterIsTrue() {
    said.retryAfterS = 2;
    answer(0, 0, 429);
    said.clear();
    answer(1000, 0, 200); // earlier than told
    answer(2000, 0, 200); // as told
    said.retryAfterS = 1;
    answer(3000, 0, 429);
    said.clear();
    answer(4100, 0, 429); // not as told
    LimitResult result = result(TEN_PER_S, 5000);
    assertThat(result.retryAfter()).isCloseTo(2.0 / 3, within(1e-9));
    assertThat(result.truthful()).isEqualTo(0.5);
    assertThat(result.earlier()).isEqualTo(1);
  }

  @Test
  void countsHeadersThatAreWrong() {
    said.limit = 10;
    said.remaining = 3;
    answer(0, 0, 200);
    answer(1, 0, 429); // refused with some remaining
    said.limit = 20;
    answer(2, 0, 200); // another limit
    said.limit = 10;
    said.remaining = 11;
    answer(3, 0, 200); // more than the limit
    LimitResult result = result(TEN_PER_S, 1000);
    assertThat(result.limitFields()).isEqualTo(1);
    assertThat(result.limitWrong()).isEqualTo(1);
    assertThat(result.remainingWrong()).isEqualTo(2);
  }

  @Test
  void countsWindowsThatAreWrongAndFieldsThatCannotBeRead() {
    said.windowS = 1;
    answer(0, 0, 200);
    said.windowS = 60; // another window
    answer(1, 0, 200);
    said.malformed = true;
    answer(2, 0, 200);
    LimitResult result = result(TEN_PER_S, 1000);
    assertThat(result.windowWrong()).isEqualTo(2);
    assertThat(result.malformed()).isEqualTo(1);
    assertThat(result.headersWrong()).isEqualTo(3);
  }

  @Test
  void triesWhetherTheResetIsTrue() {
    said.resetS = 2;
    answer(0, 0, 429);
    answer(2000, 0, 200);
    said.resetS = 1;
    answer(2500, 0, 429);
    answer(3600, 0, 429); // not as told
    LimitResult result = result(TEN_PER_S, 5000);
    assertThat(result.resetTruthful()).isEqualTo(0.5);
    assertThat(result.truthful()).isNaN();
  }

  @Test
  void saysHowManyAnswersWereNotKept() {
    LimitLog small = new LimitLog(2);
    for (int i = 0; i < 5; i++) {
      small.add(new Answer(i, 0, 200), said);
    }
    assertThat(LimitAnalysis.of(TEN_PER_S, List.of(small), 0, 0, 1000 * MS).lost()).isEqualTo(3);
  }

  @Test
  void ofALimiterThatNeverRefusesNothingIsKnownOfRecovery() {
    answer(0, 0, 200);
    LimitResult result = result(TEN_PER_S, 1000);
    assertThat(result.recoveryS()).isNaN();
    assertThat(result.expectedPerS()).isNaN();
    assertThat(result.firstRefusedS()).isNaN();
  }
}
