package dev.barrage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake answers with place, what, allowed and the nearest word. */
class WrongPlansTest {
  private static final String USERS = "users: {u: {tasks: [{get: /}]}}\n";
  private static final String TARGET = "target: http://h\n";
  private static final String LOAD = "load: hold 1 users for 1s\n";
  private static final String REST = TARGET + USERS + LOAD;

  /** A plan with mistakes, and the lines they answer with. */
  record Wrong(String yaml, String... messages) {
    @Override
    public String toString() {
      return messages[0];
    }
  }

  /** A request wrapped in an otherwise good plan; it begins at line 1, column 22. */
  private static Wrong request(String request, String... messages) {
    return new Wrong("users: {u: {tasks: [" + request + "]}}\n" + TARGET + LOAD, messages);
  }

  private static Wrong load(String stage, String... messages) {
    return new Wrong(TARGET + USERS + "load: " + stage + "\n", messages);
  }

  private static Wrong more(String line, String... messages) {
    return new Wrong(line + "\n" + REST, messages);
  }

  static List<Wrong> documents() {
    return List.of(
        new Wrong("", "p: is empty; a plan needs at least target, users and load"),
        new Wrong("# nothing", "p: is empty; a plan needs at least target, users and load"),
        new Wrong("[1, 2]", "p:1:1 a plan is a mapping: \"key: value\" lines"),
        new Wrong("hi", "p:1:1 a plan is a mapping: \"key: value\" lines"),
        new Wrong(
            "{}",
            "p:1:1 a plan needs \"load\", e.g. load: hold 10 users for 1m, or -u or --rate on the"
                + " command line",
            "p:1:1 a plan needs \"target\", e.g. target: http://localhost:8080, or -H on the"
                + " command line",
            "p:1:1 a plan needs \"users\", e.g. users: {visitor: {tasks: [{get: /api/hello}]}}"),
        new Wrong("a: [", "p:1:5 is not YAML: expected the node content, but found '<stream end>'"),
        new Wrong(
            "a: b\n\tc: d",
            "p:2:1 is not YAML: found character '\\t(TAB)' that cannot start"
                + " any token. (Do not use \\t(TAB) for indentation)"),
        new Wrong(REST + "---\n" + REST, "p:4:1 begins a second document; a plan is one document"),
        new Wrong(
            "a: !!java.io.File x", "p:1:4 has a tag; plans use none: remove the word after !"),
        new Wrong("a: !x {}", "p:1:4 has a tag; plans use none: remove the word after !"),
        new Wrong("[".repeat(60), "p:1:51 is nested too deeply; at most 50 levels"),
        new Wrong("a: &a [*a]", "p:1:4 is nested too deeply through aliases; at most 50 levels"),
        new Wrong(
            "name: \u0001x",
            "p:1:7 holds the character U+0001, which YAML does not allow; write"
                + " \"\\u0001\" in quotes"),
        more(
            "a b: 1",
            "p:1:1 \"a b\" is not a key of a plan; allowed: name, target, variables, users, load,"
                + " warmup, objectives, bounds, validity, seed, monitors, before, after, abort"
                + " when, rate limit, upstream header, inject, traceparent, keep headers,"
                + " break down by"),
        more(
            "waramup: 1s",
            "p:1:1 \"waramup\" is not a key of a plan; allowed: name, target, variables, users,"
                + " load, warmup, objectives, bounds, validity, seed, monitors, before, after,"
                + " abort when, rate limit, upstream header, inject, traceparent, keep headers,"
                + " break down by; did you mean \"warmup\"?"),
        more("[a]: 1", "p:1:1 a key must be plain text"),
        more("traceparent: yes", "p:1:14 traceparent is \"yes\"; must be true or false"),
        more(
            "keep headers: [x-a, Set-Cookie, X-A, 'a b']",
            "p:1:21 Set-Cookie carries secrets, which no record holds; name another header",
            "p:1:33 \"X-A\" stands twice in keep headers",
            "p:1:38 \"a b\" is not a header name; letters, digits and - are usual"),
        more(
            "keep headers: [a, b, c, d, e, f, g, h, i]",
            "p:1:40 keep headers has 9 entries; at most 8"),
        more(
            "break down by: [adress, header authorization]",
            "p:1:17 break down by is \"adress\"; must be address, status or header NAME, e.g."
                + " header x-cache; did you mean \"address\"?",
            "p:1:25 authorization carries secrets, which no record holds; name another header"),
        new Wrong(REST + TARGET, "p:4:1 \"target\" stands twice in a plan"));
  }

  static List<Wrong> values() {
    return List.of(
        more("name: ' '", "p:1:7 name is \" \"; must be 1 to 100 characters on one line"),
        more(
            "seed: x",
            "p:1:7 seed is \"x\"; must be a whole number from -9223372036854775808 to"
                + " 9223372036854775807"),
        more("warmup: 5x", "p:1:9 \"5x\" is not a duration; write e.g. 500ms, 10s, 1m30s, 2h"),
        more("warmup: [5s]", "p:1:9 needs a single value here, not a list or mapping"),
        more(
            "variables: {a b: 1}",
            "p:1:13 \"a b\" is not a variable name; letters, digits and _ -"
                + " . are allowed, beginning with a letter or _ (for the text \"${\" write $${)"),
        more("variables: {user.id: 1}", "p:1:13 \"user.id\" is built in; choose another name"),
        more(
            "bounds: {connection: 1}",
            "p:1:10 \"connection\" is not a key of bounds; allowed: connections, max in flight,"
                + " threads, timeout, connect timeout, drain, header limit, body limit, stay awake,"
                + " real time, max rate; did you mean \"connections\"?"),
        more(
            "bounds: {connections: 0, threads: 2.5}",
            "p:1:23 connections is \"0\"; must be a whole number from 1 to 1000000",
            "p:1:35 threads is \"2.5\"; must be a whole number from 1 to 1024"),
        more("bounds: {timeout: 0s}", "p:1:19 \"0s\" is too short; must be more than 0"),
        more(
            "bounds: {header limit: 5}",
            "p:1:24 header limit is \"5\"; must be a size from 1KiB"
                + " to 16MiB, e.g. 64KiB or 1MB"),
        more(
            "validity: {steal: 200%}",
            "p:1:19 \"200%\" is not a share; write e.g. 0.1%, 5% or" + " 0.05 (at most 100%)"),
        new Wrong(
            "target: localhost:8080\n" + USERS + LOAD,
            "p:1:9 \"localhost:8080\" is not a target: it must begin with http:// or https://;"
                + " write e.g. http://localhost:8080"),
        new Wrong(
            "target: http://u:p@h\n" + USERS + LOAD,
            "p:1:9 a target must not hold a user"
                + " name or password; send an Authorization header instead"),
        new Wrong(
            "target: http://h?a=b\n" + USERS + LOAD,
            "p:1:9 \"http://h?a=b\" is not a target:"
                + " a base URL has no ? or #; they belong to a request's path; write e.g."
                + " http://localhost:8080"),
        new Wrong(
            "target: {url: http://h, conections: share}\n" + USERS + LOAD,
            "p:1:25 \"conections\" is not a key of target; allowed: url, urls, insecure, cacert,"
                + " cert, key, server name, versions, connections, resolve every, host, resolve,"
                + " connect to, unix socket, source addresses, client addresses, forwarded for,"
                + " proxy protocol; did you mean \"connections\"?"),
        new Wrong(
            "target: {url: http://h, connections: share}\n" + USERS + LOAD,
            "p:1:38 connections is \"share\"; allowed: per user, shared, new; did you mean"
                + " \"shared\"?"),
        new Wrong(
            "target: {urls: []}\n" + USERS + LOAD,
            "p:1:16 a target needs at least one URL, e.g. http://localhost:8080"),
        new Wrong(
            "target: {url: http://h, cert: a.pem, versions: [TLSv1.1], insecure: yes}\n"
                + USERS
                + LOAD,
            "p:1:9 cert and key belong together: give both or none",
            "p:1:49 \"TLSv1.1\" is not a TLS version; allowed: TLSv1.3, TLSv1.2",
            "p:1:69 insecure is \"yes\"; must be true or false"));
  }

  static List<Wrong> hooks() {
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

  static List<Wrong> injections() {
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

  static List<Wrong> routes() {
    return List.of(
        new Wrong(
            "variables: {hello: api}\nusers: {u: {tasks: [{get: '${hello}/1'}]}}\n" + TARGET + LOAD,
            "p:2:27 the variable \"hello\" begins a path: \"api\" is not a path; begin it with /"),
        new Wrong(
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

  static List<Wrong> faults() {
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

  static List<Wrong> requests() {
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
        new Wrong(
            "variables: {t: 1}\nusers: {u: {tasks: [{get: /, capture: {t: header X}}]}}\n"
                + TARGET
                + LOAD,
            "p:2:40 \"t\" is already a variable of the plan; choose another name"),
        new Wrong(
            "users: {u: {wait: 3s..1s, tasks: [{get: /}]}}\n" + TARGET + LOAD,
            "p:1:19 \"3s..1s\" falls; write the shorter time first, e.g. 1s..3s"),
        new Wrong(
            "users: {u: {wait: pase 1s, tasks: [{get: /}]}}\n" + TARGET + LOAD,
            "p:1:19 \"pase 1s\" is not a wait; allowed: none, 500ms, 1s..3s, pace 2s, rate 0.5/s;"
                + " did you mean \"pace\"?"),
        new Wrong(
            "users: {u: {tasks: []}}\n" + TARGET + LOAD, "p:1:20 a user needs at least one task"),
        new Wrong(
            "users: {u: {}}\n" + TARGET + LOAD,
            "p:1:12 a user needs \"tasks\", e.g. tasks: [{get: /api/hello}]"),
        new Wrong("users: {}\n" + TARGET + LOAD, "p:1:8 users needs at least one user with tasks"),
        new Wrong(
            "users: {u: {tasks: {get: /}}}\n" + TARGET + LOAD,
            "p:1:20 tasks is a list: lines that begin with \"- \""));
  }

  static List<Wrong> loads() {
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

  static List<Wrong> objectives() {
    return List.of(
        more(
            "objectives: {p95: fast}",
            "p:1:19 \"fast\" is not a duration; write e.g. 500ms, 10s," + " 1m30s, 2h"),
        more(
            "objectives: {troughput: 5/s}",
            "p:1:14 \"troughput\" is not a metric; allowed: p50, p95, p99.9 …, max, mean, error"
                + " rate, unanswered, gateway errors, throughput, p95 degradation, throughput"
                + " degradation, error rate slope, recovery, circuit opens, circuit closes, or a"
                + " monitor's, e.g. gateway cpu; did you mean \"throughput\"?"),
        more(
            "objectives: [p95 < 1s if known]",
            "p:1:14 \"p95 < 1s if known\": if known goes with what a monitor or the rate limit"
                + " tells; p95 is always known"),
        more(
            "objectives: {limit refused: {target: 1, if known: perhaps}}",
            "p:1:51 if known is \"perhaps\"; must be true or false"),
        more(
            "objectives: [unanswered of user u < 1%, unanswered < 3s]",
            "p:1:41 \"3s\" is not a share; write e.g. 0.1%, 5% or 0.05 (at most 100%)"),
        more(
            "objectives: [p101 < 1s]",
            "p:1:14 \"p101\" is not a metric; allowed: p50, p95, p99.9"
                + " …, max, mean, error rate, unanswered, gateway errors, throughput, p95"
                + " degradation, throughput degradation,"
                + " error rate slope, recovery, circuit opens, circuit closes, or a monitor's,"
                + " e.g. gateway cpu"),
        more(
            "objectives: [p95 200ms]",
            "p:1:14 \"p95 200ms\" is not an objective; write e.g. p95 <="
                + " 200ms, p99 <= 500ms critical 1s, error rate < 0.1%, throughput >= 1000/s"),
        more(
            "objectives: {p95: {target: 1s, critical: 1ms}}",
            "p:1:28 \"p95 <= 1s critical 1ms\":"
                + " the critical level must not be stricter than the target"),
        more(
            "objectives: {p95: {critical: 1s}}",
            "p:1:19 the objective p95 needs \"target\", e.g." + " p95: {target: 200ms}"),
        more(
            "objectives: ['p95 of \"GET /hello\" < 1s']",
            "p:1:14 \"GET /hello\" is not a request of" + " this plan; its requests are: GET /"));
  }

  static List<Wrong> monitors() {
    return List.of(
        more(
            "monitors: {gw: {process: prot 80}}",
            "p:1:26 \"prot 80\" names no process; write e.g. port 8080, pid 4711 or container"
                + " gateway; did you mean \"port\"?"),
        more(
            "monitors: {gw: {every: 1s}}",
            "p:1:16 a monitor needs process, prometheus, health or log, e.g. process: port 8080"),
        more(
            "monitors: {p95: {process: port 80}}",
            "p:1:12 \"p95\" is a metric of traffic; call the monitor something else"),
        more(
            "monitors: {m: {prometheus: 'http://h/m', series: {x: 'a{b}'}}}",
            "p:1:54 \"a{b}\" is not a series; write e.g. jvm_memory_used_bytes{area=\"heap\"},"
                + " or rate(http_requests_total)"),
        more(
            "monitors: {m: {health: 'localhost:80'}}",
            "p:1:24 \"localhost:80\" is not the URL of a page; write e.g."
                + " http://localhost:9090/metrics"),
        more(
            "monitors: {gw: {process: port 80, every: 10ms}}",
            "p:1:42 every is 10ms; must be at least 100ms"),
        more(
            "objectives: [gateway cpu < 80%]\nmonitors: {gatewy: {process: port 80}}",
            "p:1:14 \"gateway\" is not a metric or a monitor; allowed: gatewy; did you mean"
                + " \"gatewy\"?"),
        more(
            "objectives: [gw cpuu < 80%]\nmonitors: {gw: {process: port 80}}",
            "p:1:14 \"cpuu\" is not a series of gw; allowed: cpu, rss, threads, fds,"
                + " context-switches, net-received, net-sent, restarts; did you mean \"cpu\"?"),
        more(
            "objectives: [gw cpu slop < 80%]\nmonitors: {gw: {process: port 80}}",
            "p:1:14 \"slop\" is no figure of a series; allowed: mean, max, min, last, increase,"
                + " slope; did you mean \"slope\"?"),
        more(
            "objectives: [p95 degradation < 10ms]",
            "p:1:14 \"10ms\" is not a share; write e.g. 0.1%, 5% or 0.05 (at most 100%)"),
        more(
            "objectives: [p95 degredation < 10%]",
            "p:1:14 \"p95 degredation\" is not a metric; allowed: p50, p95, p99.9 …, max, mean,"
                + " error rate, unanswered, gateway errors, throughput, p95 degradation,"
                + " throughput degradation, error rate"
                + " slope, recovery, circuit opens, circuit closes, or a monitor's,"
                + " e.g. gateway cpu; did you mean \"p95"
                + " degradation\"?"),
        more(
            "objectives: [eror rate < 10%]",
            "p:1:14 \"eror rate\" is not a metric; did you mean \"error rate\"?"),
        more(
            "objectives: [gateway erors < 10%, gateway rss < 1GB, gateway threads < 9]",
            "p:1:14 \"gateway erors\" is not a metric; did you mean \"gateway errors\"?",
            "p:1:35 \"gateway\" is not a metric or a monitor; this plan has no monitors",
            "p:1:54 \"gateway\" is not a metric or a monitor; this plan has no monitors"),
        more(
            "objectives: ['recovery of GET / < 5s']",
            "p:1:14 \"recovery of GET / < 5s\": recovery is of the whole run; leave out \"of …\""),
        more(
            "objectives: [recovery < 10%]",
            "p:1:14 \"10%\" is not a duration; write e.g. 500ms, 10s, 1m30s, 2h"),
        more(
            "abort when: recovery > 5s for 10s",
            "p:1:13 \"recovery > 5s for 10s\" is known at the end only; a run can be aborted for"
                + " p50, p95, p99.9 …, max, mean, error rate, throughput"),
        more(
            "objectives: [gw rss < much]\nmonitors: {gw: {process: port 80}}",
            "p:1:14 \"much\" is not a bound of a monitor; write e.g. 80%, 4GB, 1 MB/min, 50ms,"
                + " 100/s or 12"));
  }

  @ParameterizedTest
  @MethodSource({
    "monitors",
    "documents",
    "values",
    "hooks",
    "injections",
    "routes",
    "faults",
    "requests",
    "loads",
    "objectives"
  })
  void answersEveryMistakeAtItsPlace(Wrong wrong) {
    PlanException thrown = catchThrowableOfType(PlanException.class, () -> read(wrong.yaml()));
    assertThat(thrown).as(wrong.yaml()).isNotNull();
    assertThat(thrown.problems()).extracting(Problem::toString).containsExactly(wrong.messages());
  }

  @Test
  void tellsAllMistakesOfAFileInOrderOfPlace() {
    PlanException thrown =
        catchThrowableOfType(
            PlanException.class,
            () ->
                read(
                    """
                    target: http://h
                    users:
                      a:
                        weigth: 3
                        tasks:
                          - get: nowhere
                          - post: /x
                            headers: {A: "${token}"}
                    load:
                      - ramp to 10 user over 1x
                    warmup: soon
                    """));
    assertThat(thrown)
        .hasMessage(
            """
            p:4:5 "weigth" is not a key of a user; allowed: type, weight, users, tags, wait, \
            cookies, auth, headers, data, start, tasks, stop; did you mean "weight"?
            p:6:14 "nowhere" is not a path; it must begin with /
            p:8:22 "${token}" has no value here; known: iteration, user.id, user.name
            p:10:5 "ramp to 10 user over 1x": "1x" is not a duration; write e.g. 500ms, 10s, \
            1m30s, 2h (as in ramp to 500/s over 10s or ramp to 100 users over 10s)
            p:11:9 "soon" is not a duration; write e.g. 500ms, 10s, 1m30s, 2h\
            """);
  }

  @Test
  void refusesAliasesThatGrowWithoutBound() {
    StringBuilder yaml = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i <= 20; i++) {
      String alias = "*a" + (i - 1);
      yaml.append("a%d: &a%d [%s, %s, %s, %s]\n".formatted(i, i, alias, alias, alias, alias));
    }
    PlanException thrown = catchThrowableOfType(PlanException.class, () -> read(yaml.toString()));
    assertThat(thrown.problems().getFirst().message())
        .isEqualTo("grows too large through aliases; at most 200000 values");
  }

  @Test
  void givesUpAFileThatIsSomethingElse() {
    StringBuilder yaml = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      yaml.append("key").append(i).append(": 1\n");
    }
    PlanException thrown = catchThrowableOfType(PlanException.class, () -> read(yaml.toString()));
    assertThat(thrown.problems()).hasSize(101);
    assertThat(thrown.problems().getLast().message()).isEqualTo("and 901 mistakes more");
  }

  @Test
  void saysWhyAFileCannotBeRead(@TempDir Path dir) throws Exception {
    Path binary = Files.write(dir.resolve("b.yaml"), new byte[] {(byte) 0xff, 0});
    assertThat(catchThrowableOfType(PlanException.class, () -> PlanReader.read(binary)))
        .hasMessage(binary + ": is not text in UTF-8");
    Path none = dir.resolve("none.yaml");
    assertThat(catchThrowableOfType(PlanException.class, () -> PlanReader.read(none)))
        .hasMessage(none + ": there is no such file");
    assertThat(catchThrowableOfType(PlanException.class, () -> PlanReader.read(dir)))
        .hasMessage(dir + ": is a directory");
  }

  @Test
  void refusesFilesThatAreNotThere(@TempDir Path dir) throws Exception {
    Path plan =
        Files.writeString(
            dir.resolve("p.yaml"),
            "users: {u: {tasks: [{post: /, file: b.bin}]}}\n" + TARGET + LOAD);
    assertThat(catchThrowableOfType(PlanException.class, () -> PlanReader.read(plan)))
        .hasMessage(
            plan
                + ":1:37 \"b.bin\" cannot be read; looked for "
                + dir.resolve("b.bin")
                + " (relative to the plan)");
    Files.writeString(dir.resolve("b.bin"), "x");
    assertThat(PlanReader.read(plan).name()).isEqualTo("p");
  }

  private static Plan read(String yaml) {
    return PlanReader.read("p", "p", yaml, Path.of(""), new PlanOverrides());
  }
}
