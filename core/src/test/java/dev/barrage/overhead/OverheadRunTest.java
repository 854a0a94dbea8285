package dev.barrage.overhead;

import static dev.barrage.plan.Plans.get;
import static dev.barrage.plan.Plans.hold;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.barrage.plan.Monitor;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanBuilder;
import dev.barrage.plan.Plans;
import dev.barrage.plan.Validity;
import dev.barrage.verdict.Judgement.Reason;
import dev.barrage.verdict.Verdict;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverheadRunTest {
  private static final long HOLD_NS = 3_000_000;

  /** On a shared machine the generator may be late: that is not what is tested. */
  private static PlanBuilder builder(HoldingProxy proxy, int seconds) {
    Duration any = Duration.ofMinutes(1);
    return Plans.plan("held")
        .target(proxy.gateway())
        .user("u", u -> u.task(1, get("/")))
        .load(hold("400/s").lasting(Duration.ofSeconds(seconds)))
        .warmup(Duration.ofMillis(500))
        .validity(new Validity(any, 1, any, any, 1, any));
  }

  private static Plan plan(HoldingProxy proxy, int seconds) {
    return builder(proxy, seconds).build();
  }

  private static Overhead measured(Plan plan, HoldingProxy proxy, String... limits)
      throws Exception {
    List<AddedLimit> asked = List.of(limits).stream().map(AddedLimit::parse).toList();
    URI direct = URI.create(proxy.direct());
    return new OverheadRun(plan, direct, asked, progress -> {}, line -> {}).execute();
  }

  @Test
  void findsWhatAProxyAddsAndWhetherItMayAddIt() throws Exception {
    try (HoldingProxy proxy = new HoldingProxy(HOLD_NS, 200)) {
      Overhead found = measured(plan(proxy, 2), proxy, "p50 60ms", "p90 <= 1ms", "p99.9 1s");
      double us = found.addedUs(50).value();
      assertThat(us).isBetween(3_000.0 - 100, 8_000.0); // bench has the strict bound
      assertThat(found.addedUs(50).low()).isLessThanOrEqualTo(us);
      assertThat(found.addedUs(50).high()).isGreaterThanOrEqualTo(us);
      assertThat(found.limits())
          .extracting(Overhead.Checked::verdict)
          .containsExactly(Verdict.PASS, Verdict.FAIL, Verdict.INCONCLUSIVE);
      assertThat(found.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(found.reasons().getLast().message())
          .isEqualTo("added p99.9 needs 10000 good answers on either side; there are 400");
    }
  }

  @Test
  void sendsAsManyRequestsPastTheGatewayAsThroughIt() throws Exception {
    try (HoldingProxy proxy = new HoldingProxy(0, 200)) {
      Overhead found = measured(plan(proxy, 1), proxy);
      assertThat(found.gateway().ok()).isEqualTo(found.direct().ok()).isEqualTo(200);
      int through = proxy.throughProxy.get(); // with the warm-up, which a pause makes shorter
      assertThat(through).isBetween(200, 300);
      assertThat(proxy.answered.get() - through).isBetween(200, 300);
      assertThat(found.cpuUsPerRequest()).isEmpty();
    }
  }

  @Test
  void doesNotCompareGoodAnswersWithRefusals() throws Exception {
    try (HoldingProxy proxy = new HoldingProxy(0, 503)) {
      Overhead found = measured(plan(proxy, 1), proxy);
      assertThat(found.gateway().ok()).isZero();
      assertThat(found.gateway().failed()).isEqualTo(200);
      assertThat(found.direct().failed()).isZero();
      assertThat(found.added()).isEmpty();
      assertThat(found.reasons()).extracting(Reason::rule).contains("side-failed");
      assertThat(found.verdict()).isEqualTo(Verdict.FAIL); // the usual objective on errors
    }
  }

  @Test
  void tellsTheCpuThatTheGatewayTakesPerRequest() throws Exception {
    try (HoldingProxy proxy = new HoldingProxy(0, 200)) {
      Monitor.Selector self = new Monitor.Selector.Pid(ProcessHandle.current().pid());
      Monitor.Source process = new Monitor.Source.Process(self);
      Plan plan = builder(proxy, 4).monitor(OverheadRun.MONITOR, process).build();
      Overhead found = measured(plan, proxy);
      assertThat(found.cpuUsPerRequest().orElseThrow().value()).isBetween(1.0, 100_000.0);
    }
  }

  @Test
  void refusesUsersAndSeveralTargets() throws Exception {
    try (HoldingProxy proxy = new HoldingProxy(0, 200)) {
      Plan users =
          Plans.plan("users")
              .target(proxy.gateway())
              .user("u", u -> u.task(1, get("/")))
              .load(hold(3).lasting(Duration.ofSeconds(1)))
              .build();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> measured(users, proxy))
          .withMessageContaining("--rate 500");
      Plan two =
          plan(proxy, 1)
              .withTarget(
                  plan(proxy, 1)
                      .target()
                      .withUrls(List.of(URI.create(proxy.gateway()), URI.create(proxy.direct()))));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> measured(two, proxy))
          .withMessageContaining("2 URLs");
    }
  }
}
