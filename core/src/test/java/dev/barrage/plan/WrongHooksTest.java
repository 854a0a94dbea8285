package dev.barrage.plan;

import static dev.barrage.plan.WrongPlan.more;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in what is done before, after and during a run. */
class WrongHooksTest {
  static List<WrongPlan> hooks() {
    return List.of(
        more(
            "before: {rnu: x}",
            "p:1:9 a hook needs run or a request, e.g. run: redis-cli FLUSHDB, or post:"
                + " http://localhost:9000/reset",
            "p:1:10 \"rnu\" is not a key of a hook; allowed: run, timeout, get, post, put, patch,"
                + " delete, head, options, headers, json, text, file, expect; did you mean"
                + " \"run\"?"),
        more(
            "before: [{run: a, post: /b}]",
            "p:1:10 a hook does one thing, e.g. run: redis-cli FLUSHDB, or post:"
                + " http://localhost:9000/reset"),
        more("after: {run: ' '}", "p:1:14 run needs a program, e.g. run: redis-cli FLUSHDB"),
        more("after: {run: []}", "p:1:14 run needs a program, e.g. run: redis-cli FLUSHDB"),
        more("after: {run: a, expect: 200}", "p:1:8 expect goes with a request, not with run"),
        more(
            "after: {get: /, expect: [200, body contains: x]}",
            "p:1:25 a hook looks at the status alone, e.g. expect: 2xx"),
        more(
            "after: {post: 'http://u:p@h/', timeout: 0s}",
            "p:1:15 a URL must not hold a user name or password; send an Authorization header"
                + " instead",
            "p:1:41 \"0s\" is too short; must be more than 0"),
        more(
            "after: {post: '/x/${user.id}', headers: {Host: a}}",
            "p:1:15 \"${user.id}\" has no value in a hook; the plan's variables are: none",
            "p:1:41 Host cannot be set in a hook"));
  }

  static List<WrongPlan> injections() {
    return List.of(
        more(
            "inject: {at: 1s, for: 0s}",
            "p:1:9 an injection needs \"do\", e.g. {at: 10s, for: 5s, do: {run: docker pause"
                + " api}, undo: {run: docker unpause api}}",
            "p:1:23 \"0s\" is too short; must be more than 0"),
        more(
            "inject: [{do: {run: a, get: /}, unod: {run: b}}]",
            "p:1:15 a hook does one thing, e.g. run: redis-cli FLUSHDB, or post:"
                + " http://localhost:9000/reset",
            "p:1:33 \"unod\" is not a key of an injection; allowed: at, for, do, undo; did you"
                + " mean \"undo\"?"),
        more(
            "inject: {do: {get: '/${user.id}'}}",
            "p:1:20 \"${user.id}\" has no value in a hook; the plan's variables are: none"),
        more(
            "objectives: circuit opens < 2s",
            "p:1:13 \"circuit opens < 2s\" needs a failure: inject one, e.g. inject: {at: 5s, for:"
                + " 5s, do: {run: …}, undo: {run: …}}"),
        more(
            "inject: {do: {run: a}}\n"
                + "objectives: [circuit closes of POST / < 2s, recovery of GET / < 1s]",
            "p:2:14 \"POST /\" is not a request of this plan; its requests are: GET /",
            "p:2:45 \"recovery of GET / < 1s\": recovery is of the whole run; leave out \"of …\""),
        more(
            "inject: {do: {run: a}}\nobjectives: {circuit closs: 2s}",
            "p:2:14 \"circuit closs\" is not a metric; allowed: p50, p95, p99.9 …, max, mean, error"
                + " rate, unanswered, gateway errors, throughput, p95 degradation, throughput"
                + " degradation, error rate slope, recovery, circuit opens, circuit closes, or a"
                + " monitor's, e.g. gateway cpu; did you mean \"circuit closes\"?"),
        more(
            "objectives: gateway errors < 1%",
            "p:1:13 \"gateway errors < 1%\" needs the header by which the upstream marks its"
                + " answers; write e.g. upstream header: X-Upstream"),
        more(
            "objectives: p95 of user visitr < 1s",
            "p:1:13 \"visitr\" is not a user of this plan; its users are: u"),
        more(
            "abort when: error rate of user u > 5% for 5s",
            "p:1:13 \"error rate of user u > 5% for 5s\" is known at the end only; a run can be"
                + " aborted for p50, p95, p99.9 …, max, mean, error rate, throughput, of all"
                + " requests or of one"),
        more(
            "upstream header: a b",
            "p:1:18 \"a b\" is not a header name; letters, digits and - are usual"));
  }

  @ParameterizedTest
  @MethodSource({"hooks", "injections"})
  void answersEveryMistakeAtItsPlace(WrongPlan wrong) {
    wrong.assertTold();
  }
}
