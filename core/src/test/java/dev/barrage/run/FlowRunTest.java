package dev.barrage.run;

import static dev.barrage.plan.Plans.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.engine.ScriptedServer;
import dev.barrage.measure.Measurement;
import dev.barrage.measure.Measurement.Counts;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanTree;
import dev.barrage.plan.Plans;
import dev.barrage.plan.UserBuilder;
import dev.barrage.report.HtmlReport;
import dev.barrage.report.RunJson;
import dev.barrage.report.RunRecord;
import dev.barrage.report.Summary;
import dev.barrage.verdict.Judgement.ObjectiveResult;
import dev.barrage.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Flows from plan to report. */
@Timeout(60)
class FlowRunTest {
  private static final String FINE = ScriptedServer.ok("x");
  private static final String BAD = "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n";

  private static RunRecord run(
      ScriptedServer server, Plans.Stage load, String objective, UnaryOperator<UserBuilder> user)
      throws Exception {
    Plan plan =
        Plans.plan("flow")
            .target("http://127.0.0.1:" + server.port())
            .user("u", user)
            .load(load)
            .objective(objective)
            .warmup(millis(200))
            .build();
    return new Run(plan, Optional.empty(), progress -> {}).execute();
  }

  /** Every tenth answer at {@code /buy} is an error. */
  private static ScriptedServer server() throws Exception {
    AtomicInteger bought = new AtomicInteger();
    return new ScriptedServer(connection -> {
      for (String head; (head = connection.request()) != null; ) {
        boolean bad = head.contains("/buy") && bought.incrementAndGet() % 10 == 0;
        connection.answer(bad ? BAD : FINE);
      }
    });
  }

  @Test
  void countsBalanceWithTheServerThoughUsersSayGoodbyeAfterTheWindow() throws Exception {
    try (ScriptedServer server = server()) {
      RunRecord record =
          run(
              server,
              hold(6).lasting(millis(900)),
              "error rate < 50%",
              u -> u.waits(constant(millis(20))).task(1, get("/a")).stop(get("/bye"), get("/buy")));
      Measurement m = record.measurement();
      Counts c = m.totals().counts();
      assertThat(c.after()).isEqualTo(12);
      assertThat(c.sent()).isEqualTo(server.requests.get());
      assertThat(c.sent()).isEqualTo(c.warmup() + c.started() + c.after());
      assertThat(c.started()).isEqualTo(c.ok() + c.failed() + c.unfinished());
      assertThat(m.timeline().stream().mapToLong(Measurement.TimelineRow::ok).sum())
          .isGreaterThanOrEqualTo(c.ok());
      assertThat(m.parts().requests().get(1).totals().counts().after()).isEqualTo(6);
      assertThat(m.parts().requests().get(1).totals().counts().planned()).isZero();
      JsonNode counts = RunJson.tree(record, PlanTree.of(record.plan())).get("counts");
      assertThat(counts.get("after").intValue()).isEqualTo(12);
      assertThat(Summary.text(record, false)).contains("12 requests of stop steps after it");
    }
  }

  @Test
  void groupsAreInTheRecordTheSummaryAndTheReportAndCanBeJudged() throws Exception {
    try (ScriptedServer server = server()) {
      RunRecord record =
          run(
              server,
              hold("100/s").lasting(seconds(1)),
              "p80 of \"checkout\" <= 5s",
              u ->
                  u.task(
                      1,
                      get("/a"),
                      group("checkout", get("/buy"), pause(millis(50)), get("/pay")),
                      get("/b")));
      Measurement.GroupResult group = record.measurement().parts().groups().getFirst();
      assertThat(group.started()).isEqualTo(100);
      assertThat(group.failed()).isBetween(9L, 13L);
      assertThat(group.ok() + group.failed() + group.unfinished()).isEqualTo(100);
      assertThat(group.latency().getTotalCount()).isEqualTo(group.ok());
      assertThat(group.latency().getMinValue()).isGreaterThanOrEqualTo(50_000_000);
      assertThat(group.latency().getMinValue()).isGreaterThan(group.busy().getMinValue());

      ObjectiveResult judged = record.judgement().objectives().getFirst();
      assertThat(judged.verdict()).isEqualTo(Verdict.PASS);
      assertThat(judged.samples()).isEqualTo(100);

      JsonNode json = RunJson.tree(record, PlanTree.of(record.plan()));
      JsonNode first = json.get("groups").get(0);
      assertThat(first.get("name").stringValue()).isEqualTo("checkout");
      assertThat(first.get("counts").get("ok").longValue()).isEqualTo(group.ok());
      assertThat(first.get("latency_us").get("p50").doubleValue())
          .isGreaterThan(first.get("without_pauses_us").get("p50").doubleValue());
      assertThat(Summary.text(record, false).lines().filter(line -> line.contains("checkout")))
          .hasSizeGreaterThanOrEqualTo(1);
      assertThat(HtmlReport.page(json)).contains("Groups of steps", "checkout");
      assertThat(List.of(Summary.text(record, false).split("\n")))
          .allMatch(line -> line.length() <= 110);
    }
  }

  @Test
  void aGroupThatFailsTooOftenMissesItsPercentile() throws Exception {
    try (ScriptedServer server = server()) {
      RunRecord record =
          run(
              server,
              hold("100/s").lasting(seconds(1)),
              "p95 of \"checkout\" <= 5s",
              u -> u.task(1, group("checkout", get("/buy"), get("/pay"))));
      ObjectiveResult judged = record.judgement().objectives().getFirst();
      assertThat(judged.value()).as("a tenth failed: p95 is never reached").isEmpty();
      assertThat(judged.verdict()).isEqualTo(Verdict.FAIL);
    }
  }
}
