package dev.barrage.plan;

import static dev.barrage.plan.WrongPlan.load;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in the stages of a load. */
class WrongLoadsTest {
  static List<WrongPlan> loads() {
    return List.of(
        load(
            "[]",
            "p:3:7 a load needs at least one stage, e.g. hold 500/s for 1m or hold 100 users"
                + " for 1m"),
        load(
            "rmp to 10 users over 1s",
            "p:3:7 \"rmp to 10 users over 1s\" is not a load stage; it begins with ramp, hold,"
                + " step, spike, sine, replay or poisson, e.g. hold 500/s for 1m or hold 100 users"
                + " for 1m; did you mean \"ramp\"?"),
        load(
            "hold 1m",
            "p:3:7 \"hold 1m\" keeps the level so far, but there is none yet; write e.g."
                + " hold 500/s for 1m or hold 100 users for 1m"),
        load(
            "hold 500 for 1m", "p:3:7 \"hold 500 for 1m\": 500 of what? write 500 users, or 500/s"),
        load(
            "hold 500/s fro 1m",
            "p:3:7 \"hold 500/s fro 1m\" has \"fro\" where \"for\" is needed;"
                + " write e.g. hold 500/s for 1m or hold 100 users for 1m; did you mean \"for\"?"),
        load(
            "hold 500/s for",
            "p:3:7 \"hold 500/s for\" ends where a duration is needed; write e.g."
                + " hold 500/s for 1m or hold 100 users for 1m"),
        load(
            "hold 5/s for 1m now",
            "p:3:7 \"hold 5/s for 1m now\" goes on with \"now\"; write e.g."
                + " hold 500/s for 1m or hold 100 users for 1m"),
        load(
            "hold -5/s for 1m",
            "p:3:7 \"hold -5/s for 1m\": \"-5/s\" is not a rate; write e.g."
                + " 500/s, 2.5/s, 5k/s, 30/m (as in hold 500/s for 1m or hold 100 users for 1m)"),
        load(
            "hold 99999999999 users for 1m",
            "p:3:7 \"hold 99999999999 users for 1m\": the level is \"99999999999\"; must be a whole"
                + " number from 0 to 1000000 (as in hold 500/s for 1m or hold 100 users for 1m)"),
        load(
            "hold 1T/s for 1m",
            "p:3:7 \"hold 1T/s for 1m\": \"1T/s\" is not a rate; write e.g."
                + " 500/s, 2.5/s, 5k/s, 30/m (as in hold 500/s for 1m or hold 100 users for 1m)"),
        load(
            "hold 101M/s for 1m",
            "p:3:7 \"hold 101M/s for 1m\": \"101M/s\" is too high; at most"
                + " 100M/s (as in hold 500/s for 1m or hold 100 users for 1m)"),
        load("hold 0/s for 1m", "p:3:7 the load sends nothing: all its levels are 0"),
        load(
            "[hold 5/s for 1m, ramp to 10 users over 1s]",
            "p:3:25 \"ramp to 10 users over 1s\" mixes users (closed model) and arrivals per second"
                + " (open model); use one of them in all stages"),
        load(
            "poisson 5 users for 1m",
            "p:3:7 \"poisson 5 users for 1m\": poisson is of arrivals;"
                + " write e.g. poisson 500/s for 1m"),
        load(
            "sine 5/s..1/s period 1m for 1m",
            "p:3:7 \"sine 5/s..1/s period 1m for 1m\" falls; write"
                + " the lower rate first, e.g. sine 100/s..500/s period 1m for 10m"),
        load(
            "step from 1/s to 5/s in 1 steps over 1s",
            "p:3:7 \"step from 1/s to 5/s in 1 steps over 1s\": steps is \"1\"; must be a whole"
                + " number from 2 to 1000 (as in step from 100/s to 500/s in 5 steps over 50s)"),
        load(
            "[hold 300d, hold 5/s for 300d, hold 300d]",
            "p:3:8 \"hold 300d\" keeps the level so far, but there is none yet; write e.g. hold"
                + " 500/s for 1m or hold 100 users for 1m"),
        load("[hold 5/s for 300d, hold 300d]", "p:3:7 the load takes more than 366 days in all"));
  }

  @ParameterizedTest
  @MethodSource("loads")
  void answersEveryMistakeAtItsPlace(WrongPlan wrong) {
    wrong.assertTold();
  }
}
