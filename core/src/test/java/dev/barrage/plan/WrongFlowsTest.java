package dev.barrage.plan;

import static dev.barrage.plan.WrongPlan.LOAD;
import static dev.barrage.plan.WrongPlan.TARGET;
import static dev.barrage.plan.WrongPlan.flow;
import static dev.barrage.plan.WrongPlan.more;
import static dev.barrage.plan.WrongPlan.users;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in flows, variables, weights and tags; see {@link WrongPlansTest}. */
class WrongFlowsTest {
  static List<WrongPlan> flows() {
    return List.of(
        flow(
            "{get: /}, {if: done, steps: [{get: /}]}",
            "p:1:45 \"done\" is not a condition; write e.g. ${state} == done, ${state} != \"\","
                + " ${n} < 5, ${token} is set, ${token} is not set, status == 429, failed or ok"),
        flow(
            "{get: /}, {if: stats == 429, steps: [{get: /}]}",
            "p:1:45 \"stats == 429\" is not a condition; write e.g. ${state} == done, ${state} !="
                + " \"\", ${n} < 5, ${token} is set, ${token} is not set, status == 429, failed or"
                + " ok; did you mean \"status\"?"),
        flow(
            "{if: '${state} == done', steps: [{get: /}]}",
            "p:1:35 \"${state}\" has no value here; known: iteration, user.id, user.name"),
        flow(
            "{get: /, capture: {state: header S}}, {if: '${stat} is set', steps: [{get: /}]}",
            "p:1:73 \"${stat}\" has no value here; known: iteration, state, user.id, user.name; did"
                + " you mean \"state\"?"),
        flow(
            "{if: '${user.id} ==', steps: [{get: /}]}",
            "p:1:35 \"${user.id} ==\" compares with nothing; for an empty value write \"\""),
        flow(
            "{if: '${user.id} < ten', steps: [{get: /}]}",
            "p:1:35 \"${user.id} < ten\" compares with \"ten\", which is not a number; < is of"
                + " numbers, e.g. ${n} < 5"),
        flow(
            "{if: '${user.id} == ${iteration}', steps: [{get: /}]}",
            "p:1:35 the right side of a condition cannot use variables; for the text \"${\" write"
                + " $${"),
        flow(
            "{get: /}, {if: failed}",
            "p:1:40 needs \"steps\", e.g. if: ${state} == done, then steps: [{get: /}]"),
        flow("{get: /}, {if: failed, steps: []}", "p:1:60 steps needs at least one step"),
        flow(
            "{repeat: {until: ok}, steps: [{get: /}]}",
            "p:1:39 a loop needs a bound: add \"at most\", e.g. at most: 20"),
        flow(
            "{repeat: {until: ok, while: ok, at most: 3}, steps: [{get: /}]}",
            "p:1:39 repeat needs either while or until, e.g. {until: ${state} == done, at most:"
                + " 20}"),
        flow(
            "{repeat: often, steps: [{get: /}]}",
            "p:1:39 repeat is \"often\"; write a number of rounds, or {until: ${state} == done, at"
                + " most: 20}"),
        flow(
            "{repeat: 0, steps: [{get: /}]}",
            "p:1:39 repeat is \"0\"; must be a whole number from 1 to 1000000"),
        flow(
            "{group: g, steps: [{wait: 1s}]}, {get: /}",
            "p:1:30 a group needs at least one request, e.g. get: /"),
        flow(
            "{group: GET /, steps: [{get: /}]}",
            "p:1:38 the group has the name of a request; choose another one"),
        flow(
            "{group: g, get: /}",
            "p:1:30 group is a step of its own and has no get; put it in a line before or after",
            "p:1:30 needs \"steps\", e.g. group: g, then steps: [{get: /}]"),
        flow(
            "{get: /, steps: [{get: /}]}",
            "p:1:30 a request has no steps; they go with group, if and repeat"),
        flow(
            "{set: {user.id: 1}}, {get: /}", "p:1:37 \"user.id\" is built in; choose another name"),
        flow("{set: [a]}, {get: /}", "p:1:36 set is a mapping: \"key: value\" lines"),
        flow(
            "{get: /, follow: some}, {get: /, follow: 101}",
            "p:1:47 follow is \"some\"; allowed: true (up to 10 redirects), false, 0 to 100",
            "p:1:71 follow is \"101\"; allowed: true (up to 10 redirects), false, 0 to 100"),
        flow(
            "{get: /, follow: true, fault: malformed version}",
            "p:1:47 a request with a fault follows no redirects; leave one out"),
        flow(
            "{get: /, on failure: retry}",
            "p:1:51 on failure is \"retry\"; allowed: end iteration, continue"),
        flow(
            "{get: /, capture: {a: {default: b}}}",
            "p:1:52 a capture needs one of json, header, cookie or regex, e.g. {json: $.state,"
                + " default: none}"),
        flow(
            "{get: /, tags: ['a b']}",
            "p:1:46 \"a b\" is not a tag; letters, digits and _ - . : are allowed"),
        flow(
            "{repeat: 1, steps: [".repeat(9) + "{get: /}" + "]}".repeat(9),
            "p:1:209 is nested too deeply; at most 8 groups, ifs and loops"),
        users(
            "{u: {tasks: [{weight: 70, get: /a}, {get: /b}, {weight: 1, get: /c}]}}",
            "p:1:44 task 2 of 3 has no weight, but others of this user have; give it one, e.g."
                + " weight: 1"),
        users(
            "{u: {weight: 1, users: 2, tasks: [{get: /}]}}",
            "p:1:31 a user has either users (a fixed count) or weight (a share), not both"),
        users(
            "{u: {tasks: [{get: /}], stop: {get: /}}}",
            "p:1:38 stop is a list: lines that begin with \"- \""),
        more(
            "variables: {a: 'x${b}', b: '${c}', c: '${b}', d: ok}",
            "p:1:16 variables name each other in a circle: b → c → b; give one of them a value",
            "p:1:28 variables name each other in a circle: b → c → b; give one of them a value",
            "p:1:39 variables name each other in a circle: c → b → c; give one of them a value"),
        more(
            "variables: {a: '${a}'}",
            "p:1:16 variables name each other in a circle: a → a; give one of them a value"),
        more(
            "variables: {tenant: blue, a: '${tenat}'}",
            "p:1:30 \"${tenat}\" is not a variable of the plan, and only those may be named here:"
                + " tenant, a; did you mean \"tenant\"?"),
        new WrongPlan(
            "users: {u: {tasks: [{group: checkout, steps: [{get: /}]}]}}\n"
                + "objectives: ['p95 of \"chekout\" < 1s']\n"
                + TARGET
                + LOAD,
            "p:2:14 \"chekout\" is neither a request nor a group of this plan; its requests are:"
                + " GET /; its groups are: checkout; did you mean \"checkout\"?"));
  }

  @ParameterizedTest
  @MethodSource("flows")
  void answersEveryMistakeAtItsPlace(WrongPlan wrong) {
    wrong.assertTold();
  }
}
