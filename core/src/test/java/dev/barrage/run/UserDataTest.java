package dev.barrage.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.engine.ScriptedServer;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import dev.barrage.report.DataEnded;
import dev.barrage.report.RunRecord;
import dev.barrage.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What feeders give, as the server received it. */
@Timeout(60)
class UserDataTest {
  private static final String PATIENT =
      "validity: {send lag: 100s, loop stall: 100s, gc pause: 100s, steal: 100%, clock jump:"
          + " 100s}\n";
  private static final String ARRIVALS = "load: hold 200/s for 20s\n";
  private static final String USERS = "load: hold 3 users for 20s\n";

  @TempDir private Path dir;
  private final List<String> received = new ArrayList<>();

  private RunRecord run(String users, String rest, int threads) throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ScriptedServer.ok("{}"))) {
      String yaml =
          "target: http://127.0.0.1:%d\nusers: %s\n%sbounds: {threads: %d}\n%s"
              .formatted(server.port(), users, rest, threads, PATIENT);
      Path file = Files.writeString(dir.resolve("plan.yaml"), yaml);
      Run run = new Run(PlanReader.read(file, new PlanOverrides()), Optional.empty(), p -> {});
      RunRecord record = run.execute();
      received.clear();
      server.heads.forEach(head -> received.add(head.lines().findFirst().orElse("")));
      return record;
    }
  }

  private void csv(String content) throws Exception {
    Files.writeString(dir.resolve("data.csv"), content, StandardCharsets.UTF_8);
  }

  private static List<String> lines(String... paths) {
    return List.of(paths).stream().map(path -> "GET " + path + " HTTP/1.1").toList();
  }

  @Test
  void everyRecordIsTakenOnceInItsOrderAndTheRunEndsWithTheLast() throws Exception {
    csv("user,city\r\nann,\"San José\"\r\n\"b\"\"o,b\",Oslo\r\ncy,\r\n");
    RunRecord record =
        run(
            "{u: {data: {people: {csv: data.csv, at end: stop}},"
                + " tasks: [{get: '/${user}?c=${city}', name: n}]}}",
            ARRIVALS,
            1);
    assertThat(received)
        .containsExactlyElementsOf(lines("/ann?c=San%20Jos%C3%A9", "/b%22o%2Cb?c=Oslo", "/cy?c="));
    assertThat(record.measurement().totals().counts().planned()).isEqualTo(3);
    assertThat(record.measurement().totals().counts().ok()).isEqualTo(3);
    assertThat(record.measurement().iterations().dropped()).isZero();
    assertThat(record.judgement().verdict()).isEqualTo(Verdict.PASS);
    DataEnded end = record.dataEnded().orElseThrow();
    assertThat(end.user() + "/" + end.feeder() + "/" + end.isError()).isEqualTo("u/people/false");
    assertThat(record.measurement().period().measuredS()).isLessThan(10);
  }

  @Test
  void severalLoopsTakeEachRecordOnce() throws Exception {
    StringBuilder rows = new StringBuilder("n\n");
    for (int i = 0; i < 500; i++) {
      rows.append(i).append('\n');
    }
    csv(rows.toString());
    String users = "{u: {data: {d: {csv: data.csv, at end: stop}}, tasks: [{get: '/${n}'}]}}";
    RunRecord record = run(users, "load: hold 5000/s for 20s\n", 2);
    assertThat(new TreeSet<>(received)).hasSize(500);
    assertThat(received).hasSize(500);
    assertThat(record.measurement().totals().counts().ok()).isEqualTo(500);
    assertThat(record.judgement().reasons()).isEmpty();
    run(users, "load: hold 8 users for 20s\n", 2);
    assertThat(received).hasSize(500).doesNotHaveDuplicates();
  }

  @Test
  void anIterationUnderWayIsFinishedWhenDataEnds() throws Exception {
    csv("n\n1\n2\n");
    RunRecord record =
        run(
            "{u: {data: {d: {csv: data.csv, at end: stop}}, start: [{get: /in}], stop: [{get:"
                + " /out}], tasks: [{steps: [{get: '/a${n}'}, {wait: 50ms}, {get: '/b${n}'}]}]}}",
            "load: hold 1 users for 20s\n",
            1);
    assertThat(received)
        .containsExactlyElementsOf(lines("/in", "/a1", "/b1", "/a2", "/b2", "/out"));
    assertThat(record.measurement().iterations().completed()).isEqualTo(2);
  }

  @Test
  void anIterationThatPausesIsFinishedWhenOthersFindTheEndOfTheData() throws Exception {
    csv("n\n1\n2\n");
    RunRecord record =
        run(
            "{u: {data: {d: {csv: data.csv, at end: stop}}, wait: 9m, stop: [{get: /out}],"
                + " tasks: [{steps: [{wait: 50ms}, {get: '/a${n}'}, {wait: 50ms}, {get:"
                + " '/b${n}'}]}]}}",
            USERS,
            1);
    assertThat(received)
        .containsExactlyInAnyOrderElementsOf(
            lines("/a1", "/a2", "/b1", "/b2", "/out", "/out", "/out"));
    assertThat(record.measurement().iterations().completed()).isEqualTo(2);
    assertThat(record.measurement().period().measuredS()).isLessThan(10);
  }

  @Test
  void theEndOfDataThatIsAnErrorMakesTheRunInvalid() throws Exception {
    csv("n\n1\n");
    RunRecord record =
        run("{u: {data: {d: {csv: data.csv, at end: error}}, tasks: [{get: '/${n}'}]}}", USERS, 1);
    assertThat(record.judgement().verdict()).isEqualTo(Verdict.INVALID);
    assertThat(record.judgement().reasons().getFirst().rule()).isEqualTo("data-ended");
    assertThat(record.judgement().reasons().getFirst().message())
        .matches(
            "data d of user u had no more records after \\d+\\.\\d+ s, which the plan calls an"
                + " error; give it more, or at end: recycle");
  }

  @Test
  void recordsBeginAgainUnlessThePlanSaysOtherwise() throws Exception {
    csv("n\n1\n2\n");
    run(
        "{u: {data: {d: {csv: data.csv}}, tasks: [{get: '/${n}'}]}}",
        "load: hold 50/s for 100ms\n",
        1);
    // On connections of their own, the last may be the first.
    assertThat(received).containsExactlyInAnyOrderElementsOf(lines("/1", "/2", "/1", "/2", "/1"));
  }

  @Test
  void aUserKeepsTheRecordOfItsNumber() throws Exception {
    csv("n\na\nb\nc\n");
    run(
        "{u: {wait: 10ms, data: {d: {csv: data.csv, take: per user}},"
            + " tasks: [{get: '/${user.id}${n}'}]}}",
        "load: hold 3 users for 200ms\n",
        2);
    assertThat(new TreeSet<>(received)).containsExactlyElementsOf(lines("/0a", "/1b", "/2c"));
    assertThat(received.size()).isGreaterThan(3);
  }

  @Test
  void whatIsDrawnFollowsFromTheSeedWhateverTheNumberOfLoops() throws Exception {
    csv("n\na\nb\nc\nd\n");
    String users =
        "{u: {data: {d: {csv: data.csv, take: random}, id: uuid, h: hex 20, i: integer 5..7,"
            + " f: first name, t: text 3}, tasks: [{get: '/${n}/${id}/${h}/${i}/${f}/${t}'}]}}";
    String load = "load: hold 100/s for 300ms\nseed: 7\n";
    run(users, load, 1);
    List<String> first = received.stream().sorted().toList();
    run(users, load, 2);
    assertThat(received.stream().sorted().toList()).isEqualTo(first).hasSize(30);
    assertThat(first)
        .allMatch(line ->
            line.matches(
                "GET /[a-d]/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}"
                    + "-[0-9a-f]{12}/[0-9a-f]{20}/[567]/[A-Za-z%0-9]+/[A-Za-z0-9_-]{3}"
                    + " HTTP/1.1"));
    run(users, load.replace("seed: 7", "seed: 8"), 1);
    assertThat(received.stream().sorted().toList()).isNotEqualTo(first);
  }

  @Test
  void jsonLinesKeepTheirTypesAndSequencesCount() throws Exception {
    Files.writeString(
        dir.resolve("d.jsonl"),
        "{\"s\": \"7\", \"n\": 7, \"o\": {\"a\": [1, \"x\"]}}\n"
            + "\n{\"n\": null, \"o\": true, \"s\": \"é\\\"\"}\n");
    try (ScriptedServer server = ScriptedServer.answering(ScriptedServer.ok("{}"))) {
      Path file =
          Files.writeString(
              dir.resolve("plan.yaml"),
              """
              target: http://127.0.0.1:%d
              users:
                u:
                  data:
                    d: {json lines: d.jsonl, at end: stop}
                    k: sequence from 10 step 5
                  tasks:
                    - post: /
                      json: {s: "${s}", n: "${n}", o: "${o}", k: "${k}", t: "${n}-${k}"}
              load: hold 1 users for 20s
              """
                  .formatted(server.port()));
      var _ = new Run(PlanReader.read(file), Optional.empty(), p -> {}).execute();
      assertThat(server.heads.stream().map(head -> head.substring(head.indexOf("\r\n\r\n") + 4)))
          .containsExactly(
              "{\"s\":\"7\",\"n\":7,\"o\":{\"a\":[1,\"x\"]},\"k\":10,\"t\":\"7-10\"}",
              latin("{\"s\":\"é\\\"\",\"n\":null,\"o\":true,\"k\":15,\"t\":\"null-15\"}"));
    }
  }

  /** As the server's reader tells bytes. */
  private static String latin(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
