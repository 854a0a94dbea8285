package dev.barrage.plan;

import static dev.barrage.plan.WrongPlan.LOAD;
import static dev.barrage.plan.WrongPlan.REST;
import static dev.barrage.plan.WrongPlan.TARGET;
import static dev.barrage.plan.WrongPlan.more;
import static dev.barrage.plan.WrongPlan.read;
import static dev.barrage.plan.WrongPlan.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mistakes in a document as a whole and in its single values; other blocks have their own tests.
 */
class WrongPlansTest {
  static List<WrongPlan> documents() {
    return List.of(
        new WrongPlan("", "p: is empty; a plan needs at least target, users and load"),
        new WrongPlan("# nothing", "p: is empty; a plan needs at least target, users and load"),
        new WrongPlan("[1, 2]", "p:1:1 a plan is a mapping: \"key: value\" lines"),
        new WrongPlan("hi", "p:1:1 a plan is a mapping: \"key: value\" lines"),
        new WrongPlan(
            "{}",
            "p:1:1 a plan needs \"load\", e.g. load: hold 10 users for 1m, or -u or --rate on the"
                + " command line",
            "p:1:1 a plan needs \"target\", e.g. target: http://localhost:8080, or -H on the"
                + " command line",
            "p:1:1 a plan needs \"users\", e.g. users: {visitor: {tasks: [{get: /api/hello}]}}"),
        new WrongPlan(
            "a: [", "p:1:5 is not YAML: expected the node content, but found '<stream end>'"),
        new WrongPlan(
            "a: b\n\tc: d",
            "p:2:1 is not YAML: found character '\\t(TAB)' that cannot start"
                + " any token. (Do not use \\t(TAB) for indentation)"),
        new WrongPlan(
            REST + "---\n" + REST, "p:4:1 begins a second document; a plan is one document"),
        new WrongPlan(
            "a: !!java.io.File x", "p:1:4 has a tag; plans use none: remove the word after !"),
        new WrongPlan("a: !x {}", "p:1:4 has a tag; plans use none: remove the word after !"),
        new WrongPlan("[".repeat(60), "p:1:51 is nested too deeply; at most 50 levels"),
        new WrongPlan(
            "a: &a [*a]", "p:1:4 is nested too deeply through aliases; at most 50 levels"),
        new WrongPlan(
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
        new WrongPlan(REST + TARGET, "p:4:1 \"target\" stands twice in a plan"));
  }

  static List<WrongPlan> values() {
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
            "p:1:19 \"200%\" is not a share; write e.g. 0.1%, 5% or" + " 0.05 (at most 100%)"));
  }

  static List<WrongPlan> targets() {
    return List.of(
        target(
            "localhost:8080",
            "p:1:9 \"localhost:8080\" is not a target: it must begin with http:// or https://;"
                + " write e.g. http://localhost:8080"),
        target(
            "http://u:p@h",
            "p:1:9 a target must not hold a user"
                + " name or password; send an Authorization header instead"),
        target(
            "http://h?a=b",
            "p:1:9 \"http://h?a=b\" is not a target:"
                + " a base URL has no ? or #; they belong to a request's path; write e.g."
                + " http://localhost:8080"),
        target(
            "{url: http://h, conections: share}",
            "p:1:25 \"conections\" is not a key of target; allowed: url, urls, insecure, cacert,"
                + " cert, key, server name, versions, connections, resolve every, host, resolve,"
                + " connect to, unix socket, source addresses, client addresses, forwarded for,"
                + " proxy protocol; did you mean \"connections\"?"),
        target(
            "{url: http://h, connections: share}",
            "p:1:38 connections is \"share\"; allowed: per user, shared, new; did you mean"
                + " \"shared\"?"),
        target("{urls: []}", "p:1:16 a target needs at least one URL, e.g. http://localhost:8080"),
        target(
            "{url: http://h, cert: a.pem, versions: [TLSv1.1], insecure: yes}",
            "p:1:9 cert and key belong together: give both or none",
            "p:1:49 \"TLSv1.1\" is not a TLS version; allowed: TLSv1.3, TLSv1.2",
            "p:1:69 insecure is \"yes\"; must be true or false"));
  }

  @ParameterizedTest
  @MethodSource({"documents", "values", "targets"})
  void answersEveryMistakeAtItsPlace(WrongPlan wrong) {
    wrong.assertTold();
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
}
