package dev.barrage.verdict;

import static dev.barrage.verdict.JudgeTest.FIT;
import static dev.barrage.verdict.JudgeTest.HOST;
import static dev.barrage.verdict.JudgeTest.closed;
import static dev.barrage.verdict.JudgeTest.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.measure.Measurement.TimelineRow;
import dev.barrage.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows are {@code ok:failed} of one second each; those after a bar are of the drain. */
class DownTimeTest {

  @Test
  void aTargetThatDiesUnderAClosedLoadAndStaysDownIsAFailure() {
    Judgement judgement = judge(closed(), "4000:0 500:0 0:25 0:5 | 0:5");
    assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(judgement.objectives().getFirst().verdict()).isEqualTo(Verdict.PASS);
    Judgement.Reason reason = judgement.reasons().getFirst();
    assertThat(reason.rule()).isEqualTo("target-down");
    assertThat(reason.message())
        .startsWith("not one good answer from 3 s to the end at 5 s of the timeline, in which 35 ");
    assertThat(reason.value()).isEqualTo(2);
  }

  @Test
  void oneThatComesBackIsAWarning() {
    Judgement judgement = judge(closed(), "4000:0 0:20 0:5 3000:0");
    assertThat(judgement.verdict()).isEqualTo(Verdict.WARN);
    assertThat(judgement.reasons().getFirst().message()).contains("from 2 s to 4 s of");
    assertThat(judge(closed(), "4000:0 0:5 0:5 | 10:0").verdict()).isEqualTo(Verdict.WARN);
  }

  @Test
  void oneThatHangsFailsByTimeoutsOfTheDrain() {
    assertThat(judge(closed(), "4000:0 0:0 0:0 | 0:0 0:5").verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void arrivalsOfTheOpenModelAreJudgedByTheObjectives() {
    assertThat(judge(open(), "4000:0 500:0 0:25 0:5").verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void slowAnswersAndSingleFailuresAreNoDownTime() {
    assertThat(judge(closed(), "400:0 0:0 0:0 0:2 400:0 | 0:3").verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void failuresThatAreUsualMayComeInARow() {
    Measured half = measured("5:0 0:5 5:0 0:5 5:0 0:5");
    assertThat(Judge.judge(closed(), half.build(), FIT, HOST).reasons())
        .extracting(Judgement.Reason::rule)
        .containsExactly("objective");
  }

  private static Judgement judge(Plan plan, String seconds) {
    return Judge.judge(plan, measured(seconds).build(), FIT, HOST);
  }

  private static Measured measured(String seconds) {
    Measured measured = new Measured();
    List<TimelineRow> rows = new ArrayList<>();
    String phase = "measure";
    measured.ok = 0;
    rows.add(row(0, "warmup", 0, 9));
    for (String second : seconds.split(" ")) {
      if (second.equals("|")) {
        phase = "drain";
        continue;
      }
      String[] counts = second.split(":");
      measured.ok += Long.parseLong(counts[0]);
      measured.refused += Long.parseLong(counts[1]);
      rows.add(row(rows.size(), phase, Long.parseLong(counts[0]), Long.parseLong(counts[1])));
    }
    measured.timeline = rows;
    return measured;
  }

  private static TimelineRow row(int tS, String phase, long ok, long failed) {
    double none = Double.NaN;
    return new TimelineRow(
        tS, 1, phase, ok + failed, ok, failed, 0, 0, 5, none, none, none, none, none, 0, none);
  }
}
