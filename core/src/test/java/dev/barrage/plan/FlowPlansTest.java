package dev.barrage.plan;

import static dev.barrage.plan.Plans.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Flows, tags and counted users: what files say, what Java says, and what options select. */
class FlowPlansTest {
  private static final String FLOW =
      """
      name: flow
      target: http://h
      variables: {host: a, url: "${host}/$${x}"}
      users:
        u:
          users: 2
          tags: [all]
          start:
            - get: /in
          tasks:
            - weight: 3
              tags: [smoke]
              group: checkout
              steps:
                - set: {page: "1"}
                - repeat: {until: "${page} == none", at most: 9}
                  steps:
                    - get: /list?page=${page}
                      capture: {page: {json: $.next, default: none}}
                      on failure: continue
                    - wait: 10ms
            - weight: 1
              steps:
                - get: /a
                  tags: [slow]
                - if: status >= 400
                  steps:
                    - get: /bad
                  else:
                    - repeat: 2
                      steps: [{get: /good}]
          stop:
            - get: /out
        v:
          tasks:
            - get: /v
      load: hold 5 users for 1s
      """;

  private static Plan read(PlanOverrides overrides) {
    return PlanReader.read("p", "p", FLOW, Path.of(""), overrides);
  }

  @Test
  void saysInJavaWhatAFileSays() {
    Plan built =
        plan("flow")
            .target("http://h")
            .variable("host", "a")
            .variable("url", "${host}/$${x}")
            .user(
                "u",
                u ->
                    u.users(2)
                        .tags("all")
                        .start(get("/in"))
                        .task(
                            3,
                            List.of("smoke"),
                            group(
                                "checkout",
                                set("page", "1"),
                                repeatUntil(
                                    "${page} == none",
                                    9,
                                    get("/list?page=${page}")
                                        .capture("page", json("$.next"), "none")
                                        .continueOnFailure(),
                                    pause(millis(10)))))
                        .task(
                            1,
                            get("/a").tags("slow"),
                            when("status >= 400", get("/bad")).otherwise(repeat(2, get("/good"))))
                        .stop(get("/out")))
            .user("v", u -> u.task(1, get("/v")))
            .load(hold(5).lasting(seconds(1)))
            .build();
    assertThat(built).isEqualTo(read(new PlanOverrides()));
    assertThat(Variables.values(built.inputs().variables())).containsEntry("url", "a/${x}");
  }

  @Test
  void aVariableThatIsSetFlowsIntoThoseThatNameIt() {
    Plan plan = read(new PlanOverrides().set("host=${not a slot}"));
    assertThat(Variables.values(plan.inputs().variables()))
        .containsEntry("url", "${not a slot}/${x}");
  }

  @Test
  void tagsSelectWholeTasksByTheirOwnTheirUsersAndTheirRequests() {
    assertThat(tasks(new PlanOverrides().users(2).tags(List.of("smoke")))).containsExactly("u 3");
    assertThat(tasks(new PlanOverrides().users(2).tags(List.of("slow")))).containsExactly("u 1");
    assertThat(tasks(new PlanOverrides().users(2).tags(List.of("all", "smoke"))))
        .containsExactly("u 3", "u 1");
  }

  private static List<String> tasks(PlanOverrides overrides) {
    return read(overrides).users().stream()
        .flatMap(user -> user.tasks().stream().map(task -> user.name() + " " + task.weight()))
        .toList();
  }

  @Test
  void excludedTagsLeaveTheRest() {
    assertThat(tasks(new PlanOverrides().excludeTags(List.of("slow"))))
        .containsExactly("u 3", "v 1");
    assertThat(tasks(new PlanOverrides().excludeTags(List.of("all")))).containsExactly("v 1");
    assertThat(
            tasks(new PlanOverrides().users(2).tags(List.of("all")).excludeTags(List.of("slow"))))
        .containsExactly("u 3");
  }

  @Test
  void refusesTagsThatNothingHasAndSelectionsThatLeaveNothing() {
    assertThatThrownBy(() -> read(new PlanOverrides().tags(List.of("smok"))))
        .hasMessage(
            "--tags names \"smok\", which is not a tag of this plan; its tags are: all, slow,"
                + " smoke; did you mean \"smoke\"?");
    assertThatThrownBy(
            () -> read(new PlanOverrides().tags(List.of("smoke")).excludeTags(List.of("all"))))
        .hasMessage(
            "--tags and --exclude-tags leave no task to run; the plan's tags are: all, slow,"
                + " smoke");
  }

  @Test
  void objectivesOfWhatIsLeftOutAreLeftOut() {
    String yaml = FLOW + "objectives: ['p95 of checkout < 1s', 'p95 of \"GET /v\" < 1s']\n";
    Plan plan =
        PlanReader.read(
            "p", "p", yaml, Path.of(""), new PlanOverrides().excludeTags(List.of("all")));
    assertThat(plan.criteria().objectives())
        .extracting(Objective::text)
        .containsExactly("p95 of \"GET /v\" < 1s");
  }

  @Test
  void fixedCountsMustFitTheLoad() {
    assertThatThrownBy(() -> read(new PlanOverrides().users(1)))
        .hasMessage(
            "the load reaches 1 users, but the fixed counts of users add up to 2; raise the load or"
                + " lower the counts");
    assertThatThrownBy(() -> read(new PlanOverrides().rate(Rates.parse("5/s"))))
        .hasMessage(
            "users: N (a fixed count) goes with a load of users; this load is of arrivals, which"
                + " are shared out by weight");
    assertThatThrownBy(() -> read(new PlanOverrides().tags(List.of("smoke"))))
        .hasMessage(
            "the load reaches 5 users, but the fixed counts of users add up to 2 where no user with"
                + " a weight is chosen; give the load too: -u 2");
    assertThat(read(new PlanOverrides().tags(List.of("smoke")).users(2)).users()).hasSize(1);
  }

  @Test
  void secretsInStepsAreMasked() {
    Plan plan =
        plan("p")
            .target("http://h")
            .user(
                "u",
                u ->
                    u.task(
                            1,
                            get("/").capture("token", json("$.t"), "s3cret"),
                            set("api-key", "s3cret-${user.id}"),
                            group("g", when("${token} != s3cret", get("/b"))))
                        .stop(get("/c").header("Authorization", "Bearer s3cret")))
            .load(hold(1).lasting(seconds(1)))
            .build();
    assertThat(PlanWriter.yaml(Secrets.mask(plan))).doesNotContain("s3cret");
  }
}
