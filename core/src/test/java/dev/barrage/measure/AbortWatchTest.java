package dev.barrage.measure;

import static dev.barrage.measure.HandRun.MS;
import static dev.barrage.measure.HandRun.S;
import static dev.barrage.measure.HandRun.whole;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.engine.Outcome;
import dev.barrage.engine.Requests;
import dev.barrage.plan.AbortParser;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

/** Abort rules against runs made by hand: a request each 100 ms, half of them of either name. */
class AbortWatchTest {
  private static final Requests REQUESTS = new Requests(List.of("a", "b"), List.of("GET", "GET"));

  /** A run of two seconds of warm-up and twenty measured under one rule. */
  private static final class Watched {
    private final HandRun run;
    private final AbortWatch watch;
    private Optional<Aborted> first = Optional.empty();

    Watched(String rule) throws IOException {
      run = new HandRun(2, 20, 1, Optional.empty(), "a", "b");
      watch = new AbortWatch(List.of(AbortParser.parse(rule)), run.slots, REQUESTS, run.collector);
    }

    /**
     * Runs up to {@code endS}: which requests, by their time, are refused, and how late all are.
     */
    Watched upTo(int endS, LongPredicate refused, long latencyNs) {
      for (long t = 0; t < endS * S; t += 100 * MS) {
        if (t % S == 0 && t > 0) {
          run.turn(t);
          run.collector.takeAll();
          Optional<Aborted> found = watch.check(run.at(t));
          first = first.or(() -> found);
          run.collector.writeDown(run.at(t));
        }
        Told told = run.exchange(t, latencyNs);
        told.request = (int) (t / (100 * MS) % 2);
        if (refused.test(t)) {
          told.failed(Outcome.STATUS_REFUSED, 503, "status 503");
        }
        whole(run.loops[0], told);
      }
      return this;
    }
  }

  private static Watched rule(String text) throws IOException {
    return new Watched(text);
  }

  @Test
  void firesAsSoonAsTheWholeWindowIsBeyondTheLimit() throws IOException {
    Optional<Aborted> first = rule("error rate > 50% for 3s").upTo(20, t -> t >= 5 * S, MS).first;
    assertThat(first).get().extracting(Aborted::tS).isEqualTo(7.0); // 20 of 30 failed
    assertThat(first.orElseThrow().value()).isEqualTo(20 / 30.0);
  }

  @Test
  void leavesTheWarmupOutUnlessToldOtherwise() throws IOException {
    assertThat(rule("error rate > 50% for 3s").upTo(20, t -> t < 2 * S, MS).first).isEmpty();
    assertThat(rule("error rate > 50% for 2s including warmup").upTo(20, t -> t < 2 * S, MS).first)
        .get()
        .extracting(Aborted::tS, Aborted::value)
        .containsExactly(2.0, 1.0);
    assertThat(rule("p50 >= 9ms for 2s including warmup").upTo(4, t -> false, 10 * MS).first)
        .get()
        .extracting(Aborted::tS)
        .isEqualTo(2.0);
  }

  @Test
  void waitsUntilAWindowHasBeenMeasured() throws IOException {
    assertThat(rule("error rate > 50% for 10s").upTo(12, t -> true, MS).first).isEmpty();
    assertThat(rule("error rate > 50% for 10s").upTo(13, t -> true, MS).first)
        .get()
        .extracting(Aborted::tS)
        .isEqualTo(12.0);
  }

  @Test
  void looksAtTheLastSecondsAloneAndNotAtTheWholeRun() throws IOException {
    assertThat(rule("error rate > 90% for 2s").upTo(20, t -> t >= 15 * S, MS).first)
        .get()
        .extracting(Aborted::tS, Aborted::value)
        .containsExactly(17.0, 1.0);
  }

  @Test
  void aPercentileIsOfAllRequestsAndRefusedOnesAreNeverReached() throws IOException {
    assertThat(rule("p90 > 10ms for 2s").upTo(10, t -> false, 10 * MS).first).isEmpty();
    assertThat(rule("p90 > 9ms for 2s").upTo(10, t -> false, 10 * MS).first)
        .get()
        .extracting(Aborted::value)
        .satisfies(us -> assertThat((double) us).isBetween(9_990.0, 10_010.0));
    assertThat(rule("p90 > 1m for 2s").upTo(10, t -> t % S < 200 * MS, MS).first)
        .get()
        .extracting(Aborted::value)
        .isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(rule("mean >= 9ms for 2s").upTo(10, t -> false, 10 * MS).first).isPresent();
  }

  @Test
  void aRuleOfOneRequestDoesNotSeeTheOthers() throws IOException {
    LongPredicate second = t -> t / (100 * MS) % 2 == 1;
    assertThat(rule("error rate of a > 10% for 2s").upTo(10, second, MS).first).isEmpty();
    assertThat(rule("error rate of b > 10% for 2s").upTo(10, second, MS).first)
        .get()
        .extracting(Aborted::tS, Aborted::value)
        .containsExactly(4.0, 1.0);
  }

  @Test
  void aTargetThatAnswersNothingHasAThroughputButNoErrorRate() throws IOException {
    Watched silent = rule("throughput < 1/s for 2s");
    Watched unknown = rule("error rate > 0% for 2s");
    for (int s = 1; s <= 6; s++) {
      for (Watched one : List.of(silent, unknown)) {
        one.run.second(s * S);
        Optional<Aborted> found = one.watch.check(one.run.at(s * S));
        one.first = one.first.or(() -> found);
      }
    }
    assertThat(silent.first)
        .get()
        .extracting(Aborted::tS, Aborted::value)
        .containsExactly(4.0, 0.0);
    assertThat(unknown.first).isEmpty();
  }
}
