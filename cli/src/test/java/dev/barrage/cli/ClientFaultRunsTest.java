package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import dev.barrage.report.RunRecord;
import dev.barrage.run.Run;
import dev.barrage.verdict.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the real sample gateway does with clients that do wrong, and a bystander beside them. */
class ClientFaultRunsTest {
  private static final String FAULTS =
      """
      users:
        clumsy:
          tasks:
            - {get: /api/hello, name: a, fault: malformed request line}
            - {get: /api/hello, name: b, fault: malformed version}
            - {get: /api/hello, name: c, fault: malformed header}
            - {get: /api/hello, name: e, fault: malformed line end}
            - {post: /api/echo, name: f, fault: malformed content length}
            - {post: /api/echo, name: g, fault: malformed chunk}
            - {get: /api/hello, name: h, fault: oversize header 64KiB}
            - {get: /api/hello, name: i, fault: oversize path 64KiB}
            - {post: /api/echo, name: j, payload: text 10KB, fault: slow body 500ms}
            - {get: /api/hello, name: k, fault: slow headers 500ms}
            - {post: /api/echo, name: l, payload: 100KB, fault: abort after 4KiB}
            - {post: /api/echo, name: m, payload: 100KB, fault: reset after 4KiB}
        bystander:
          tasks:
            - get: /api/search?q=a
      load: hold 60/s for 5s
      objectives:
        - error rate of user bystander < 1%
      """;

  private static RunRecord run(String text) throws Exception {
    PlanOverrides overrides = new PlanOverrides().target(SharedTestbed.get().gateway().toString());
    Plan plan = PlanReader.read("faults", "faults", text + Plans.PATIENT, Path.of(""), overrides);
    return new Run(plan, Optional.empty(), progress -> {}).execute();
  }

  @Test
  void areRefusedAndHarmNobody() throws Exception {
    RunRecord run = run(FAULTS);
    assertThat(run.measurement().totals().counts().failed())
        .as("%s", run.measurement().parts().errors())
        .isZero();
    Map<String, Set<String>> answers = new TreeMap<>();
    run.measurement()
        .parts()
        .requests()
        .forEach(r -> answers.put(r.name(), r.totals().statuses().keySet()));
    for (String name : List.of("a", "b", "c", "e", "f", "g")) {
      assertThat(answers.get(name)).as(name).containsExactly("400");
    }
    // A server that closes with bytes unread resets, which may overtake its answer.
    assertThat(answers.get("h")).isSubsetOf("431", "none");
    assertThat(answers.get("i")).isSubsetOf("414", "none");
    assertThat(answers)
        .containsEntry("j", Set.of("200"))
        .containsEntry("k", Set.of("200"))
        .containsEntry("l", Set.of("none"))
        .containsEntry("m", Set.of("none"));
  }

  /** RFC 9112 section 3.2: a server must answer 400; the sample gateway's does not. */
  @Test
  void areFoundWhereTheGatewayServesThem() throws Exception {
    RunRecord run =
        run(
            "users: {u: {tasks: [{get: /api/hello, fault: malformed host}]}}\n"
                + "load: hold 20/s for 1s\n");
    assertThat(run.judgement().verdict()).isEqualTo(Verdict.FAIL);
    assertThat(run.measurement().parts().errors().getFirst().message()).isEqualTo("status 200");
  }
}
