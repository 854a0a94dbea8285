package dev.barrage.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.measure.outage.CircuitTimes;
import dev.barrage.plan.ObjectiveParser;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Objectives on how soon a circuit opens and closes. */
class CircuitCheckTest {
  private static final double NEVER = Double.NaN;

  /** Of a failure of 5 s, with 10 s behind it. */
  private static CircuitTimes circuit(String request, double opensS, double closesS) {
    return new CircuitTimes(request, opensS, 5, closesS, 10);
  }

  private static Judgement judge(String objective, CircuitTimes... circuits) {
    return Judge.judge(
        JudgeTest.open(ObjectiveParser.parse(objective)),
        new Measured().build(),
        JudgeTest.FIT,
        JudgeTest.HOST,
        List.of(),
        Optional.empty(),
        List.of(circuits));
  }

  private static void says(Judgement judgement, Verdict verdict, String message) {
    assertThat(judgement.verdict()).isEqualTo(verdict);
    assertThat(judgement.reasons()).extracting(Judgement.Reason::message).containsExactly(message);
  }

  @Test
  void theSlowestCircuitDecides() {
    CircuitTimes soon = circuit("GET /a", 0.2, 1);
    CircuitTimes late = circuit("GET /b", 1.5, 4);
    assertThat(judge("circuit opens <= 2s", soon, late).verdict()).isEqualTo(Verdict.PASS);
    assertThat(judge("circuit closes <= 5s", soon, late).verdict()).isEqualTo(Verdict.PASS);
    says(
        judge("circuit opens <= 1s", soon, late),
        Verdict.FAIL,
        "circuit opens is 1500 ms; must be <= 1000 ms");
    says(
        judge("circuit closes <= 2s critical 6s", soon, late),
        Verdict.WARN,
        "circuit closes is 4000 ms; must be <= 2000 ms");
  }

  @Test
  void oneRequestsCircuitIsToldApart() {
    CircuitTimes soon = circuit("GET /a", 0.2, 1);
    CircuitTimes late = circuit("GET /b", 1.5, 4);
    assertThat(judge("circuit opens of GET /a <= 1s", soon, late).verdict())
        .isEqualTo(Verdict.PASS);
    says(
        judge("circuit opens of GET /b <= 1s", soon, late),
        Verdict.FAIL,
        "circuit opens of \"GET /b\" is 1500 ms; must be <= 1000 ms");
  }

  @Test
  void aCircuitThatNeverOpensOrClosesFails() {
    says(
        judge("circuit opens <= 2s", circuit("GET /a", 0.2, 1), circuit("GET /b", NEVER, 1)),
        Verdict.FAIL,
        "circuit opens was not seen: no request was refused within 100 ms while the failure"
            + " lasted; must be <= 2000 ms");
    says(
        judge("circuit closes <= 2s", circuit("GET /a", 0.2, NEVER)),
        Verdict.FAIL,
        "circuit closes was not seen: no answer was good again after the failure; must be <= 2000"
            + " ms");
  }

  @Test
  void aRunTooShortToSeeItIsInconclusive() {
    says(
        judge("circuit opens <= 2s critical 6s", circuit("GET /a", NEVER, 1)),
        Verdict.INCONCLUSIVE,
        "circuit opens is not known: no request was refused within 100 ms while the failure"
            + " lasted, and that was watched for less long than it may take; must be <= 6000 ms");
    assertThat(judge("circuit closes <= 20s", circuit("GET /a", 0.2, NEVER)).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void aFailureThatNobodyFeltTellsNothing() {
    says(
        judge("circuit opens <= 2s"),
        Verdict.INCONCLUSIVE,
        "circuit opens is not known: no such request failed while a failure was injected; must be"
            + " <= 2000 ms");
  }
}
