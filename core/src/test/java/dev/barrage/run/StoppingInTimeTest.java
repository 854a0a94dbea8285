package dev.barrage.run;

import static dev.barrage.engine.ScriptedServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.engine.ScriptedServer;
import dev.barrage.measure.Measurement;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import dev.barrage.report.RunJson;
import dev.barrage.report.RunRecord;
import dev.barrage.verdict.Judgement.Reason;
import dev.barrage.verdict.Verdict;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Runs that their own rules end, and runs under a ceiling. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class StoppingInTimeTest {
  private static final String PATIENT =
      "validity: {send lag: 100s, loop stall: 100s, gc pause: 100s, steal: 100%, clock jump:"
          + " 100s}\n";
  private static final String BUSY = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n";

  private static RunRecord run(ScriptedServer server, String lines) throws Exception {
    String text = "target: http://127.0.0.1:" + server.port() + "\n" + PATIENT + lines;
    return new Run(
            PlanReader.read("p", "p", text, Path.of("/"), new PlanOverrides()),
            Optional.empty(),
            progress -> {})
        .execute();
  }

  private static Reason reason(RunRecord record, String rule) {
    return record.judgement().reasons().stream()
        .filter(reason -> reason.rule().equals(rule))
        .findFirst()
        .orElseThrow(() -> new AssertionError(record.judgement().reasons()));
  }

  private static void conserved(ScriptedServer server, Measurement m) {
    assertThat(m.totals().counts().started())
        .isEqualTo(
            m.totals().counts().ok()
                + m.totals().counts().failed()
                + m.totals().counts().unfinished());
    assertThat(server.requests.get()).isEqualTo(m.totals().counts().sent());
  }

  @Test
  void aTargetThatBreaksEndsTheRunWithAFailedVerdictAndAWholeRecord() throws Exception {
    AtomicInteger answered = new AtomicInteger();
    ScriptedServer.Script breaks =
        connection -> {
          while (connection.request() != null) {
            connection.answer(answered.incrementAndGet() > 100 ? BUSY : ok("hi"));
          }
        };
    try (ScriptedServer server = new ScriptedServer(breaks)) {
      RunRecord record =
          run(
              server,
              """
              users: {u: {tasks: [{get: /}]}}
              load: hold 100/s for 30s
              abort when: [mean > 10s for 2s, error rate > 90% for 1s]
              """);
      Measurement m = record.measurement();
      assertThat(m.period().interrupted()).isTrue();
      assertThat(m.period().measuredS()).isBetween(2.0, 20.0);
      assertThat(m.totals().counts().unfinished()).isZero();
      conserved(server, m);
      assertThat(record.judgement().verdict()).isEqualTo(Verdict.FAIL);
      Reason reason = reason(record, "aborted");
      assertThat(record.judgement().reasons().getFirst()).isEqualTo(reason);
      assertThat(reason.limit()).isEqualTo(90);
      assertThat(reason.value()).isGreaterThan(90);
      assertThat(reason.message())
          .matches("aborted after \\S+ s: error rate was \\S+% over 1 s;.*");
      var json = RunJson.tree(record, Map.of());
      assertThat(json.path("interrupted").asBoolean()).isTrue();
      assertThat(json.path("aborted").path("text").asString()).isEqualTo("error rate > 90% for 1s");
      assertThat(json.path("aborted").path("t_s").asDouble())
          .isLessThanOrEqualTo(m.period().measuredS());
    }
  }

  @Test
  void aHangingTargetIsLeftToo() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          connection.request();
          connection.request(); // none comes: hangs until the run has gone
        })) {
      RunRecord record =
          run(
              server,
              """
              users: {u: {tasks: [{get: /}]}}
              load: hold 20 users for 30s
              abort when: throughput < 1/s for 1s
              """);
      Measurement m = record.measurement();
      assertThat(reason(record, "aborted").value()).isZero();
      assertThat(m.totals().counts().unfinished()).isEqualTo(20);
      assertThat(m.period().measuredS()).isLessThan(20);
      conserved(server, m);
    }
  }

  @Test
  void arrivalsBeyondTheCeilingAreNotOfferedAndTheResultSaysSo() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ok("hi"))) {
      RunRecord record =
          run(
              server,
              """
              users: {u: {tasks: [{get: /}]}}
              load: hold 400/s for 1s
              bounds: {max rate: 100/s, threads: 2}
              """);
      Measurement m = record.measurement();
      assertThat(m.totals().counts().started()).isBetween(20L, 126L);
      assertThat(m.totals().counts().dropped()).isZero();
      assertThat(m.totals().counts().started() + m.capped().clipped()).isEqualTo(400);
      assertThat(m.iterations().planned()).isEqualTo(m.totals().counts().started());
      conserved(server, m);
      assertThat(record.judgement().verdict()).isEqualTo(Verdict.WARN);
      Reason reason = reason(record, "rate-capped");
      assertThat(reason.message()).endsWith("were not offered: max rate is 100/s");
      assertThat(reason.value()).isEqualTo(100.0 * m.capped().clipped() / 400);
      assertThat(RunJson.tree(record, Map.of()).path("ceiling").path("clipped").asLong())
          .isEqualTo(m.capped().clipped());
    }
  }

  @Test
  void aCeilingThatThePlanKeepsChangesNothing() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ok("hi"))) {
      RunRecord record =
          run(
              server,
              """
              users: {u: {tasks: [{get: /}]}}
              load: hold 100/s for 1s
              bounds: {max rate: 1000/s, threads: 2}
              """);
      assertThat(record.measurement().totals().counts().started()).isEqualTo(100);
      assertThat(record.measurement().capped()).isEqualTo(new Measurement.Capped(0, 0));
      assertThat(record.judgement().verdict()).isEqualTo(Verdict.PASS);
    }
  }

  @Test
  void usersWaitForTheirTurnAndTheWaitIsNoLatency() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ok("hi"))) {
      RunRecord record =
          run(
              server,
              """
              users: {u: {tasks: [{get: /}]}}
              load: hold 50 users for 1s
              bounds: {max rate: 100/s, threads: 2}
              """);
      Measurement m = record.measurement();
      assertThat(m.totals().counts().started()).isBetween(20L, 126L);
      assertThat(m.capped().held()).isPositive();
      assertThat(m.capped().clipped()).isZero();
      // 50 users at 100/s: each waits half a second between its requests.
      assertThat(m.totals().latency().getValueAtPercentile(50)).isLessThan(250_000_000);
      assertThat(record.judgement().verdict()).isEqualTo(Verdict.PASS);
      conserved(server, m);
    }
  }

  @Test
  void laterStepsOfAnIterationCountUnderTheSameCeiling() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ok("hi"))) {
      RunRecord record =
          run(
              server,
              """
              users: {u: {tasks: [{steps: [{get: /a}, {get: /b}, {get: /c}]}]}}
              load: hold 100/s for 1s
              bounds: {max rate: 100/s}
              """);
      Measurement m = record.measurement();
      assertThat(m.totals().counts().started()).isBetween(20L, 126L);
      assertThat(m.capped().held()).isPositive();
      assertThat(m.capped().clipped()).isPositive();
      conserved(server, m);
    }
  }
}
