package dev.barrage.plan;

import static dev.barrage.plan.WrongPlan.LOAD;
import static dev.barrage.plan.WrongPlan.TARGET;
import static dev.barrage.plan.WrongPlan.request;
import static dev.barrage.plan.WrongPlan.users;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in users and their requests. */
class WrongRequestsTest {
  static List<WrongPlan> requests() {
    return List.of(
        request(
            "{gett: /}",
            "p:1:21 needs get, post, put, patch, delete, head or options, e.g. get:"
                + " /api/hello",
            "p:1:22 \"gett\" is not a key of a task; allowed: get, post, put, patch, delete, head,"
                + " options, wait, group, if, repeat, set, script, json, text, body, form,"
                + " multipart, file, payload, name, headers, expect, capture, timeout, follow, on"
                + " failure, tags, fault, steps, else, sets, weight; did you mean \"get\"?"),
        request(
            "{get: /, post: /}",
            "p:1:21 has more than one of get, post, put, patch, delete,"
                + " head or options; each request is a step"),
        request("{get: x}", "p:1:27 \"x\" is not a path; it must begin with /"),
        request(
            "{get: 'http://h/x'}",
            "p:1:27 \"http://h/x\" is not a path; it must begin with /:"
                + " scheme and host belong to target"),
        request(
            "{get: /a b}",
            "p:1:27 \"/a b\" holds a space, # or another character that must be"
                + " percent-encoded, e.g. %20"),
        request(
            "{get: '/${a'}",
            "p:1:27 \"${a\" is not closed; write ${name}, or $${ for the text" + " \"${\""),
        request(
            "{get: '/${usr.id}'}",
            "p:1:27 \"${usr.id}\" has no value here; known: iteration,"
                + " user.id, user.name; did you mean \"user.id\"?"),
        request(
            "{get: /, weight: 0}",
            "p:1:38 weight is \"0\"; must be a whole number from 1 to" + " 1000000"),
        request("{steps: []}", "p:1:29 a task needs at least one step"),
        request("{wait: 1s}", "p:1:21 a task needs at least one request, e.g. get: /"),
        request("{steps: [{get: /}], get: /}", "p:1:21 a task has either steps or get, not both"),
        request(
            "{steps: [{wait: pace 1s}, {get: /}]}",
            "p:1:37 \"pace 1s\" is not a pause between" + " steps; write e.g. 200ms or 1s..3s"),
        request(
            "{post: /, text: a, json: b}",
            "p:1:21 has several bodies: json, text; only one is" + " sent"),
        request("{post: /, json: {a: .inf}}", "p:1:41 \".inf\" is not a number in JSON"),
        request("{get: /, expect: ['json $.a': .inf]}", "p:1:51 \".inf\" is not a number in JSON"),
        request("{post: /, json: {a: 1, a: 2}}", "p:1:44 \"a\" stands twice in the JSON object"),
        request(
            "{get: /, headers: {'a b': c, Content-Length: 3}}",
            "p:1:40 \"a b\" is not a header name; letters, digits and - are usual",
            "p:1:50 Content-Length follows from the body and cannot be set; remove this header"),
        request(
            "{get: /, headers: {A: \"x\\r\\ny\"}}",
            "p:1:43 \"x\\r\\ny\" holds a line break or"
                + " control character; not allowed in a header"),
        request(
            "{get: /, headers: [A]}",
            "p:1:40 \"A\" is not a header; write Name: value, e.g." + " Accept: text/plain"),
        request(
            "{get: /, expect: [statsu: 200]}",
            "p:1:39 \"statsu\" is not a check; allowed: 2xx, status: 200, header NAME: value,"
                + " header NAME contains: text, header NAME present, body contains: text, body"
                + " matches: regex, json $.path: value, json $.path present, size <= 10KB, closed;"
                + " opposites: absent, is not, does not contain, does not match; did you mean"
                + " \"status\"?"),
        request(
            "{get: /, expect: [status: 99]}",
            "p:1:47 \"99\" is not a status; write e.g. 200," + " 2xx or 200-204"),
        request(
            "{get: /, expect: [status: 600]}",
            "p:1:47 status range is 600..600; must be within" + " 100..599"),
        request(
            "{get: /, expect: [body matches: '[']}",
            "p:1:53 \"[\" is not a regular expression:"
                + " Unclosed character class at character 1"),
        request(
            "{get: /, expect: ['json $..a': 1]}",
            "p:1:39 \"$..a\" is not a JSON path to one"
                + " value: needs a name at character 3; * and .. select several values; e.g."
                + " $.items[0].id"),
        request(
            "{get: /, expect: [body contains: '${x}']}",
            "p:1:54 body contains cannot use" + " variables; for the text \"${\" write $${"),
        request(
            "{get: /, capture: {a: jsn $.x}}",
            "p:1:43 \"jsn $.x\" is not a source; allowed:"
                + " json $.path, header NAME, cookie NAME, regex \"...\"; did you mean \"json\"?"),
        request(
            "{get: /, timeout: 1}",
            "p:1:39 \"1\" is not a duration; write e.g. 500ms, 10s," + " 1m30s, 2h"),
        new WrongPlan(
            "variables: {t: 1}\nusers: {u: {tasks: [{get: /, capture: {t: header X}}]}}\n"
                + TARGET
                + LOAD,
            "p:2:40 \"t\" is already a variable of the plan; choose another name"));
  }

  static List<WrongPlan> routes() {
    return List.of(
        new WrongPlan(
            "variables: {hello: api}\nusers: {u: {tasks: [{get: '${hello}/1'}]}}\n" + TARGET + LOAD,
            "p:2:27 the variable \"hello\" begins a path: \"api\" is not a path; begin it with /"),
        new WrongPlan(
            "variables: {hello: /a b}\nusers: {u: {tasks: [{get: '${hello}/1'}]}}\n"
                + TARGET
                + LOAD,
            "p:2:27 the variable \"hello\" begins a path: \"/a b\" holds a space, # or another"
                + " character that must be percent-encoded, e.g. %20"),
        request(
            "{get: '${iteration}'}",
            "p:1:27 \"${iteration}\" begins a path, so it must be one of the plan's variables; a"
                + " path otherwise begins with /"));
  }

  static List<WrongPlan> faults() {
    return List.of(
        request(
            "{get: /, fault: slwo headers 1s}",
            "p:1:37 \"slwo headers 1s\" is not a fault; write e.g. malformed header, oversize"
                + " header 64KiB, slow body 10s, abort after 4KiB; did you mean \"slow\"?"),
        request(
            "{get: /, fault: malformed hedder}",
            "p:1:37 \"malformed hedder\" is not a fault: \"hedder\"; allowed: request line,"
                + " version, header, host, line end, content length, chunk; did you mean"
                + " \"header\"?"),
        request(
            "{get: /, fault: oversize header}",
            "p:1:37 \"oversize header\" needs a size, e.g. oversize header 64KiB"),
        request(
            "{get: /, fault: oversize path 1GB}",
            "p:1:37 oversize is \"1GB\"; must be a size from 1 to 64MiB, e.g. 64KiB or 1MB"),
        request(
            "{get: /, fault: slow headers 0s}", "p:1:37 \"0s\" is too short; must be more than 0"),
        request(
            "{get: /, fault: slow body 10s}",
            "p:1:37 slow body 10s needs a body to do it to; add one, e.g. payload: 100KB"),
        request(
            "{post: /, text: a, fault: oversize body 1MB}",
            "p:1:47 oversize body 1000000 sends a body of its own; leave the other out"),
        request(
            "{post: /, text: a, fault: abort 4KiB}",
            "p:1:47 \"abort 4KiB\" is not a fault; write e.g. malformed header, oversize header"
                + " 64KiB, slow body 10s, abort after 4KiB"));
  }

  static List<WrongPlan> wrongUsers() {
    return List.of(
        users(
            "{u: {wait: 3s..1s, tasks: [{get: /}]}}",
            "p:1:19 \"3s..1s\" falls; write the shorter time first, e.g. 1s..3s"),
        users(
            "{u: {wait: pase 1s, tasks: [{get: /}]}}",
            "p:1:19 \"pase 1s\" is not a wait; allowed: none, 500ms, 1s..3s, pace 2s, rate 0.5/s;"
                + " did you mean \"pace\"?"),
        users("{u: {tasks: []}}", "p:1:20 a user needs at least one task"),
        users("{u: {}}", "p:1:12 a user needs \"tasks\", e.g. tasks: [{get: /api/hello}]"),
        users("{}", "p:1:8 users needs at least one user with tasks"),
        users("{u: {tasks: {get: /}}}", "p:1:20 tasks is a list: lines that begin with \"- \""));
  }

  @ParameterizedTest
  @MethodSource({"requests", "routes", "faults", "wrongUsers"})
  void answersEveryMistakeAtItsPlace(WrongPlan wrong) {
    wrong.assertTold();
  }
}
