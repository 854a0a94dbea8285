package dev.barrage.engine;

import static dev.barrage.engine.ScriptedServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers that come together: a loop reads all of them before it sends anything. */
@Timeout(60)
class AnswersAtOnceTest extends EngineRuns {
  private static final int USERS = 4;
  private final CountDownLatch asked = new CountDownLatch(USERS);
  private final CountDownLatch stalled = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(USERS - 1);

  @Test
  void areAllReadBeforeAnyoneSendsAgain() throws Exception {
    runWithAStall();
    List<Tally.Ended> held = held();
    long lastReadNs = held.stream().mapToLong(Tally.Ended::doneNs).max().orElseThrow();
    assertThat(held).allSatisfy(e -> assertThat(next(e).sentNs()).isGreaterThan(lastReadNs));
  }

  @Test
  void leaveWhatTheyWaitInTheLoopToTheSendLagOfTheNextRequest() throws Exception {
    runWithAStall();
    Tally.Ended read = held().getFirst();
    assertThat(next(read).readyNs()).isEqualTo(read.doneNs());
    assertThat(next(read).dispatchedNs()).isGreaterThan(held().getLast().doneNs());
  }

  /** The loop stands still after its first answer until the other three have come. */
  private void runWithAStall() throws Exception {
    load = users(USERS, 60_000);
    tally.atFirstEnd =
        () -> {
          stalled.countDown();
          await(answered);
        };
    try (ScriptedServer server = new ScriptedServer(this::answerTheFirstAlone);
        Engine engine = engine(server.address())) {
      Awaitility.await().until(() -> server.requests.get() >= 3 * USERS);
      engine.stop(Duration.ofSeconds(1));
      engine.await();
      assertThat(engine.failure()).isEmpty();
    }
  }

  private void answerTheFirstAlone(ScriptedServer.Exchanges connection) throws Exception {
    connection.request();
    asked.countDown();
    await(connection.number == 0 ? asked : stalled);
    connection.answer(ok("x"));
    if (connection.number != 0) {
      answered.countDown();
    }
    while (connection.request() != null) {
      connection.answer(ok("x"));
    }
  }

  /** Those of the first requests whose answers came while the loop stood still. */
  private List<Tally.Ended> held() {
    List<Tally.Ended> held =
        tally.ended.stream()
            .filter(e -> e.intendedNs() == tally.ended.getFirst().intendedNs())
            .skip(1)
            .toList();
    assertThat(held).hasSize(USERS - 1);
    return held;
  }

  /** The same user's next request: it was intended when this one's answer had been read. */
  private Tally.Ended next(Tally.Ended e) {
    return tally.ended.stream()
        .filter(next -> next.intendedNs() == e.doneNs())
        .findFirst()
        .orElseThrow();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
