package dev.barrage.plan;

import static dev.barrage.plan.WrongPlan.LOAD;
import static dev.barrage.plan.WrongPlan.TARGET;
import static dev.barrage.plan.WrongPlan.request;
import static dev.barrage.plan.WrongPlan.user;
import static dev.barrage.plan.WrongPlan.users;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in what users add to requests, in their data and in bodies. */
class WrongDataTest {
  static List<WrongPlan> clients() {
    return List.of(
        user("cookies: yes", "p:1:22 cookies is \"yes\"; must be true or false"),
        user(
            "auth: {}",
            "p:1:19 auth is either basic or bearer, e.g. {basic: {user: ann, password:"
                + " \"${password}\"}}"),
        user(
            "auth: {basik: {}}",
            "p:1:20 \"basik\" is not a key of auth; allowed: basic, bearer; did you mean"
                + " \"basic\"?"),
        user(
            "auth: {basic: {user: a}}",
            "p:1:27 basic needs \"password\", e.g. {user: ann, password: \"${password}\"}"),
        user(
            "auth: {basic: {user: 'a:b', password: c}}",
            "p:1:34 \"a:b\" holds a colon; basic authentication cannot send it in a user name"),
        user(
            "auth: {bearer: '${tokn}'}",
            "p:1:28 \"${tokn}\" has no value here; known: iteration, user.id, user.name"),
        user(
            "headers: {Content-Length: 5}",
            "p:1:23 Content-Length follows from the body and cannot be set; remove this header"));
  }

  static List<WrongPlan> feeders() {
    return List.of(
        user(
            "data: {a: uid}",
            "p:1:23 \"uid\" makes no values; allowed: uuid, hex 32, integer 1..100, name, first"
                + " name, last name, text 20, text 1KB..10KB, sequence from 1 step 1; did you mean"
                + " \"uuid\"?"),
        user(
            "data: {t: text}",
            "p:1:23 \"text\" makes no values; allowed: uuid, hex 32, integer 1..100, name, first"
                + " name, last name, text 20, text 1KB..10KB, sequence from 1 step 1; text needs"
                + " its size, e.g. text 20"),
        user(
            "data: {a: integer 9..1}",
            "p:1:23 a range of integers begins at 0 or more and rises, e.g. integer 1..100"),
        user(
            "data: {a: sequence of 1}",
            "p:1:23 \"sequence of 1\" is not a sequence; write e.g. sequence from 1 to 100 step"
                + " 1"),
        user(
            "data: {a: sequence from 9 to 1}",
            "p:1:23 a sequence begins at 0 or more and rises, e.g. sequence from 1 to 100 step 1"),
        user("data: {user.id: uuid}", "p:1:20 \"user.id\" is built in; choose another name"),
        user(
            "data: {a: {}}",
            "p:1:23 a feeder has one of csv, json lines, sequence and random, e.g. {csv:"
                + " accounts.csv}"),
        user(
            "data: {a: {random: uuid, take: one}}",
            "p:1:44 take is \"one\"; allowed: next, per user, random"),
        user(
            "data: {a: {random: uuid, at end: stop}}",
            "p:1:23 random values never end; leave at end out"),
        user(
            "data: {a: {sequence: from 1, take: random}}",
            "p:1:23 take: random is for files; for random numbers write e.g. random: integer"
                + " 1..100"),
        user(
            "data: {a: {csv: x, take: random, at end: stop}}",
            "p:1:23 records drawn at random never end; leave at end out"),
        users(
            "{u: {data: {t: uuid}, tasks: [{get: /, capture: {t: header X}}]}}",
            "p:1:19 the variable \"t\" is also set by a step; choose another name"));
  }

  static List<WrongPlan> bodies() {
    return List.of(
        request(
            "{post: /, text: a, form: {}}",
            "p:1:21 has several bodies: text, form; only one is sent"),
        request("{post: /, form: a}", "p:1:37 a form is a mapping: \"key: value\" lines"),
        request(
            "{post: /, multipart: {}}",
            "p:1:42 a multipart body needs at least one part, e.g. {title: hi}"),
        request(
            "{post: /, multipart: {a: {type: x}}}",
            "p:1:46 a part has either text or file, e.g. {file: cat.png, type: image/png}"),
        request(
            "{post: /, payload: big}",
            "p:1:40 \"big\" is not a size; write e.g. 100KB, 1KB..100KB, lognormal median 4KB p99"
                + " 100KB or 90% 1KB, 10% 100KB"),
        request(
            "{post: /, payload: 9KB..1KB}",
            "p:1:40 9000..1000 falls; write the smaller size first, e.g. 1KB..100KB"),
        request(
            "{post: /, payload: '90% 1KB, 20% 2KB'}",
            "p:1:40 the shares sum to 110%; must be 100%, e.g. 90% 1KB, 10% 100KB"),
        request(
            "{post: /, payload: '90 1KB, 10% 2KB'}",
            "p:1:40 \"90 1KB\" is not a share of a size; write e.g. 70% 1KB, 25% 10KB, 5% 100KB"),
        request(
            "{post: /, payload: 1GB}",
            "p:1:40 size is \"1GB\"; must be a size from 0 to 16MiB, e.g. 64KiB or 1MB"),
        request(
            "{post: /, payload: lognormal median 4KB p99 1KB}",
            "p:1:40 p99 must be above the median and the median above 0, e.g. lognormal median 4KB"
                + " p99 100KB"),
        request(
            "{get: /, expect: [size < 0]}", "p:1:39 no size is below 0; write e.g. size <= 10KB"));
  }

  @ParameterizedTest
  @MethodSource({"clients", "feeders", "bodies"})
  void answersEveryMistakeAtItsPlace(WrongPlan wrong) {
    wrong.assertTold();
  }

  /** Mistakes of a data file, told where the plan names it. */
  private static List<String> read(Path dir, String data, String file) throws Exception {
    Path plan =
        Files.writeString(
            dir.resolve("p.yaml"),
            "users: {u: {data: %s, tasks: [{get: '/${user}'}]}}\n%s"
                .formatted(data, TARGET + LOAD));
    PlanException thrown = catchThrowableOfType(PlanException.class, () -> PlanReader.read(plan));
    assertThat(thrown).as(file).isNotNull();
    return thrown.problems().stream().map(Problem::message).toList();
  }

  private static List<String> csv(Path dir, String content) throws Exception {
    Files.writeString(dir.resolve("a.csv"), content);
    return read(dir, "{d: {csv: a.csv}}", content);
  }

  private static List<String> lines(Path dir, String content) throws Exception {
    Files.writeString(dir.resolve("a.jsonl"), content);
    return read(dir, "{d: {json lines: a.jsonl}}", content);
  }

  @Test
  void tellsEveryBadRecordOfACsvFileWithItsLine(@TempDir Path dir) throws Exception {
    assertThat(csv(dir, "user,pw\n\nann\n\"a\nb\",x,y\nok,\"x\"z\nb\"o,z\nc,\"z\n"))
        .containsExactly(
            "a.csv:3 has 1 field, but the header line has 2: user,pw",
            "a.csv:4 has 3 fields, but the header line has 2: user,pw",
            "a.csv:6 goes on behind the closing quote of a field",
            "a.csv:7 has a quote inside a field; write the field in quotes and \"\" for it",
            "a.csv:8 begins a field in quotes that never ends");
    assertThat(csv(dir, "user,pw\n")).containsExactly("a.csv has a header line but no records");
    assertThat(csv(dir, ""))
        .contains("a.csv is empty; its first line names the columns, e.g. user,password");
    assertThat(csv(dir, "user,user\na,b\n"))
        .containsExactly("a.csv:1 names the column \"user\" twice");
  }

  @Test
  void columnsAreVariablesOfTheTemplates(@TempDir Path dir) throws Exception {
    assertThat(csv(dir, "usr,1st\na,b\n"))
        .containsExactly(
            "\"1st\" is not a variable name; letters, digits and _ - . are allowed, beginning with"
                + " a letter or _ (for the text \"${\" write $${)",
            "\"${user}\" has no value here; known: 1st, iteration, user.id, user.name, usr; did you"
                + " mean \"usr\"?");
  }

  @Test
  void tellsEveryBadRecordOfJsonLinesWithItsLine(@TempDir Path dir) throws Exception {
    assertThat(
            lines(
                dir,
                "{\"user\": 1}\n{\"user\": 1, \"x\": 2}\n{}\n[1]\n{\"usr\": 2}\n{\"user\": 1} x\n"))
        .containsExactly(
            "a.jsonl:2 has \"x\", which the first line has not",
            "a.jsonl:3 is not a JSON object with members, e.g. {\"user\":\"ann\"}",
            "a.jsonl:4 is not a JSON object with members, e.g. {\"user\":\"ann\"}",
            "a.jsonl:5 has no \"user\", which the first line has",
            "a.jsonl:6 is not JSON: Unrecognized token 'x': was expecting (JSON String, Number,"
                + " Array, Object or token 'null', 'true' or 'false')");
    assertThat(lines(dir, "\n"))
        .contains("a.jsonl is empty; each line is a JSON object, e.g. {\"user\":\"ann\"}");
  }

  @Test
  void boundsWhatADataFileMayHold(@TempDir Path dir) throws Exception {
    Files.writeString(dir.resolve("bad.csv"), "user\n" + "a,b\n".repeat(5_000));
    Files.writeString(dir.resolve("wide.csv"), "c,".repeat(100) + "c\n");
    try (var large = new RandomAccessFile(dir.resolve("large.csv").toFile(), "rw")) {
      large.setLength(65 << 20);
    }
    assertThat(
            read(
                dir,
                "{a: {csv: bad.csv}, b: {csv: wide.csv}, c: {csv: large.csv}, d: {csv: none.csv}}",
                "four files"))
        .contains(
            "bad.csv and 981 mistakes more",
            "wide.csv:1 has 101 columns; at most 100",
            "large.csv is larger than 64 MiB, the most that is read",
            "\"none.csv\" cannot be read; looked for "
                + dir.resolve("none.csv")
                + " (relative to the plan)");
  }

  @Test
  void tellsDataThatCannotBeReadOnceAndNotAtEachUse(@TempDir Path dir) throws Exception {
    String use = "headers: {A: '${user}', B: '${password}', C: '${id}'}, ";
    assertThat(read(dir, "{d: {csv: none.csv}, id: hex}, " + use + "cookies: true", "none"))
        .hasSize(2)
        .contains(
            "\"none.csv\" cannot be read; looked for "
                + dir.resolve("none.csv")
                + " (relative to the plan)")
        .anyMatch(message -> message.startsWith("\"hex\" makes no values"));
  }
}
