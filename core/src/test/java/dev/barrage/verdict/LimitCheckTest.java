package dev.barrage.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.measure.limit.LimitResult;
import dev.barrage.plan.Objective.Metric;
import dev.barrage.plan.ObjectiveParser;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import dev.barrage.verdict.Judgement.ObjectiveResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitCheckTest {
  private static LimitResult limit(long refused) {
    double unknown = Double.NaN;
    return new LimitResult(
        400,
        400 - refused,
        refused,
        0,
        1,
        40,
        40,
        unknown,
        unknown,
        unknown,
        unknown,
        unknown,
        unknown,
        unknown,
        unknown,
        unknown,
        unknown,
        unknown,
        0,
        0,
        0,
        3,
        1,
        unknown);
  }

  private static String why(String objective, Optional<LimitResult> limit) {
    var asked = ObjectiveParser.parse(objective);
    Metric.Limited metric = (Metric.Limited) asked.metric();
    ObjectiveResult result = LimitCheck.check(asked, metric, limit);
    assertThat(result.value()).isEmpty();
    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    return Words.notKnown(asked, asked.target(), LimitCheck.unknown(metric, limit));
  }

  @Test
  void anObjectiveOnALimiterThatNeverRefusedTellsWhatWasOffered() {
    assertThat(why("limit recovery <= 1s", Optional.of(limit(0))))
        .isEqualTo(
            "limit recovery is not known: the rate limit never refused: 40 requests/s were"
                + " offered; must be <= 1000 ms");
  }

  @Test
  void whatCannotBeKnownOfARefusingLimiterSaysWhy() {
    Optional<LimitResult> refusing = Optional.of(limit(10));
    assertThat(why("limit recovery <= 1s", refusing))
        .contains("no client was admitted again after its first refusal");
    assertThat(why("limit truth >= 90%", refusing)).contains("Retry-After");
    assertThat(why("limit fairness >= 0.9", refusing)).contains("two clients");
    assertThat(why("limit deviation <= 1%", refusing)).contains("what the limit admits");
    assertThat(why("limit fairness >= 0.9", Optional.empty())).contains("answered nothing");
  }

  @Test
  void whatTheHeadersSayWrongIsCountedByKind() {
    Plan plan =
        PlanReader.read(
            "p.yaml",
            "p",
            """
            target: http://127.0.0.1:1
            users: {u: {tasks: [{get: /, expect: [200, 429]}]}}
            load: hold 10/s for 1s
            rate limit: {admits: 10}
            """,
            Path.of("."),
            new PlanOverrides());
    List<Judgement.Reason> reasons = new ArrayList<>();
    LimitCheck.addReasons(plan, limit(10), reasons);
    assertThat(reasons).extracting(Judgement.Reason::rule).containsExactly("limit-headers");
    assertThat(reasons.getFirst().message())
        .isEqualTo(
            "of the headers about the limit, 3 tell another window than configured; 1 tells what"
                + " cannot be read");
  }
}
