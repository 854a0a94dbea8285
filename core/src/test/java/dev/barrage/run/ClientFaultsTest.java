package dev.barrage.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.engine.Outcome;
import dev.barrage.engine.ScriptedServer;
import dev.barrage.plan.PlanReader;
import dev.barrage.report.RunRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server sees of clients that do wrong, and what its answers count as. */
@Timeout(60)
class ClientFaultsTest {
  private static final String REFUSAL = "HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n";
  private static final String HEAD = "Host: HOST\r\nUser-Agent: barrage/0.1\r\nAccept: */*\r\n";

  @TempDir private Path dir;

  /** What connections received, in the order in which they ended. */
  private final List<String> received = new CopyOnWriteArrayList<>();

  private final List<Integer> pieces = Collections.synchronizedList(new ArrayList<>());
  private int connections;

  /** One iteration of one user. */
  private RunRecord run(ScriptedServer.Script script, String steps) throws Exception {
    try (ScriptedServer server = new ScriptedServer(script)) {
      String yaml =
          """
          target: http://127.0.0.1:%d
          users: {u: {data: {once: {sequence: to 1, at end: stop}}, tasks: [{steps: [%s]}]}}
          load: hold 1 users for 20s
          bounds: {timeout: 3s}
          """
              .formatted(server.port(), steps);
      Path file = Files.writeString(dir.resolve("plan.yaml"), yaml);
      RunRecord record = new Run(PlanReader.read(file), Optional.empty(), p -> {}).execute();
      received.replaceAll(text -> text.replace("127.0.0.1:" + server.port(), "HOST"));
      connections = server.connections.get();
      return record;
    }
  }

  /** Reads until this has come, or the end, and keeps it. */
  private void read(Socket socket, String until) throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    try {
      while (!all.toString(ISO_8859_1).endsWith(until)) {
        int n = in.read(buffer);
        if (n < 0) {
          return;
        }
        pieces.add(n);
        all.write(buffer, 0, n);
      }
    } finally {
      if (all.size() > 0) { // the first connection looks whether anybody is there
        received.add(all.toString(ISO_8859_1));
      }
    }
  }

  private ScriptedServer.Script answering(String until, String answer) {
    return connection -> {
      read(connection.socket, until);
      connection.answer(answer);
    };
  }

  private static Map<Outcome, Long> outcomes(RunRecord record) {
    Map<Outcome, Long> outcomes = record.measurement().totals().outcomes();
    outcomes.values().removeIf(count -> count == 0);
    return outcomes;
  }

  @ParameterizedTest
  @CsvSource({
    "request line, GET /a surplus HTTP/1.1|HEAD",
    "version, GET /a HTTP/1.x|HEAD",
    "header, GET /a HTTP/1.1|HEADX-Barrage : a blank before the colon|",
    "line end, GET /a HTTP/1.1|HEADX-Barrage: a carriage~return|",
    "content length, GET /a HTTP/1.1|HEADContent-Length: -1|",
    "host, GET /a HTTP/1.1|User-Agent: barrage/0.1|Accept: */*|"
  })
  void aMalformedRequestIsMalformedInOnePartAlone(String part, String expected) throws Exception {
    RunRecord record =
        run(answering("\r\n\r\n", REFUSAL), "{get: /a, fault: malformed " + part + "}");
    String lines = expected.replace("|", "\r\n").replace("HEAD", HEAD).replace("~", "\r");
    assertThat(received).containsExactly(lines + "\r\n");
    assertThat(outcomes(record)).isEqualTo(Map.of(Outcome.OK, 1L));
    assertThat(record.measurement().totals().statuses()).isEqualTo(Map.of("400", 1L));
  }

  @Test
  void aMalformedChunkHasASizeThatIsNone() throws Exception {
    run(answering("size\r\n\r\n", REFUSAL), "{post: /a, fault: malformed chunk}");
    String lines = "POST /a HTTP/1.1\r\n" + HEAD + "Transfer-Encoding: chunked\r\n\r\n";
    assertThat(received).containsExactly(lines + "not-a-size\r\n\r\n");
  }

  @Test
  void oversizePartsHaveTheirSize() throws Exception {
    run(
        answering("\r\n\r\n", REFUSAL),
        "{get: '/a?b=c', fault: oversize header 32KiB}, {get: /a, fault: oversize path 32KiB}");
    List<String> lines = received.stream().flatMap(String::lines).toList();
    assertThat(lines)
        .anyMatch(line -> line.matches("X-Barrage-Fill: a+") && line.length() == 32 << 10)
        .anyMatch(line ->
            line.matches("GET /a\\?fill=a+ HTTP/1.1")
                && line.length() == "GET /a HTTP/1.1".length() + (32 << 10));
  }

  @Test
  void anOversizeBodyIsRefusedWhileItIsStillOnItsWay() throws Exception {
    RunRecord record =
        run(
            connection -> {
              read(connection.socket, "a");
              connection.answer(REFUSAL.replace("400", "413"));
            },
            "{post: /a, fault: oversize body 20MiB}");
    assertThat(received.getFirst()).contains("Content-Length: " + (20 << 20) + "\r\n");
    assertThat(outcomes(record)).isEqualTo(Map.of(Outcome.OK, 1L));
  }

  @Test
  void aClosedConnectionIsAGoodAnswerToAFault() throws Exception {
    RunRecord record =
        run(connection -> read(connection.socket, "\r\n\r\n"), "{get: /a, fault: malformed host}");
    assertThat(outcomes(record)).isEqualTo(Map.of(Outcome.OK, 1L));
    assertThat(record.measurement().totals().statuses()).isEqualTo(Map.of("none", 1L));
  }

  @Test
  void aResetIsAGoodAnswerToAFault() throws Exception {
    RunRecord record =
        run(
            connection -> {
              read(connection.socket, "\r\n\r\n");
              connection.socket.setSoLinger(true, 0);
            },
            "{get: /a, fault: malformed host}");
    assertThat(outcomes(record)).isEqualTo(Map.of(Outcome.OK, 1L));
  }

  @ParameterizedTest
  @CsvSource({"502, malformed host", "200, malformed host", "500, slow headers 300ms"})
  void aWrongStatusFailsTheRequest(int status, String fault) throws Exception {
    String answer = REFUSAL.replace("400", "" + status);
    RunRecord record = run(answering("\r\n\r\n", answer), "{get: /a, fault: " + fault + "}");
    assertThat(outcomes(record)).isEqualTo(Map.of(Outcome.STATUS_REFUSED, 1L));
  }

  @Test
  void silenceFailsTheRequest() throws Exception {
    RunRecord record =
        run(
            connection -> read(connection.socket, "never"),
            "{get: /a, fault: malformed host, timeout: 300ms}");
    assertThat(outcomes(record)).isEqualTo(Map.of(Outcome.TIMEOUT, 1L));
  }

  @Test
  void whatThePlanExpectsTakesThePlaceOfWhatTheFaultDoes() throws Exception {
    ScriptedServer.Script closing = connection -> read(connection.socket, "\r\n\r\n");
    assertThat(outcomes(run(closing, "{get: /a, fault: malformed host, expect: 400}")))
        .isEqualTo(Map.of(Outcome.RESET, 1L));
    assertThat(outcomes(run(closing, "{get: /a, expect: closed}")))
        .isEqualTo(Map.of(Outcome.OK, 1L));
    assertThat(
            outcomes(
                run(
                    answering("\r\n\r\n", REFUSAL),
                    "{get: /a, fault: malformed host, expect: closed}")))
        .isEqualTo(Map.of(Outcome.STATUS_REFUSED, 1L));
  }

  @Test
  void aSlowBodyComesInPiecesOverItsTimeWhichTheTimeoutDoesNotCount() throws Exception {
    String whole = "POST /a HTTP/1.1\r\n" + HEAD + "Content-Length: 8\r\n\r\n01234567";
    RunRecord record =
        run(
            answering("01234567", REFUSAL.replace("400", "200")),
            "{post: /a, text: '01234567', fault: slow body 900ms, timeout: 500ms}");
    assertThat(received).containsExactly(whole);
    assertThat(pieces).hasSizeGreaterThan(2);
    assertThat(pieces.subList(1, pieces.size()).stream().mapToInt(n -> n).sum())
        .as("the head comes at once")
        .isEqualTo(8);
    assertThat(outcomes(record)).isEqualTo(Map.of(Outcome.OK, 1L));
    assertThat(record.measurement().totals().counts().sent()).isEqualTo(1);
    assertThat(record.measurement().totals().latency().getMinValue()).isGreaterThan(800_000_000L);
  }

  @Test
  void slowHeadersComeInPiecesAndTheBodyBehindThem() throws Exception {
    run(
        answering("01234567", REFUSAL),
        "{post: '/${user.id}', text: '01234567', fault: slow headers 900ms}");
    String whole = "POST /0 HTTP/1.1\r\n" + HEAD + "Content-Length: 8\r\n\r\n01234567";
    assertThat(received).containsExactly(whole);
    assertThat(pieces).hasSizeGreaterThan(2);
    assertThat(pieces.getLast()).isGreaterThan(8);
  }

  @Test
  void anAnswerEndsASlowRequest() throws Exception {
    RunRecord record =
        run(
            answering("\n", REFUSAL.replace("400", "408")),
            "{get: /, fault: slow headers 20s, timeout: 1s}");
    assertThat(record.measurement().totals().statuses()).isEqualTo(Map.of("408", 1L));
    assertThat(outcomes(record)).isEqualTo(Map.of(Outcome.OK, 1L));
    assertThat(record.measurement().totals().counts().sent()).isZero();
  }

  @Test
  void anAbortedUploadEndsAfterItsBytes() throws Exception {
    RunRecord record =
        run(
            connection -> read(connection.socket, "never"),
            "{post: /a, text: '01234567', fault: abort after 3}");
    assertThat(received).hasSize(1).first().asString().endsWith("\r\n\r\n012");
    assertThat(outcomes(record)).isEqualTo(Map.of(Outcome.OK, 1L));
    assertThat(record.measurement().totals().counts().sent()).isZero();
  }

  @Test
  void anAbortedUploadIsNeverComplete() throws Exception {
    RunRecord record =
        run(
            answering("never", REFUSAL.replace("400", "200")),
            "{post: /a, text: '01234567', fault: abort after 1MiB}");
    assertThat(received).hasSize(1).first().asString().endsWith("\r\n\r\n0123456");
    assertThat(outcomes(record))
        .as("a part was taken for the whole")
        .isEqualTo(Map.of(Outcome.STATUS_REFUSED, 1L));
  }

  @Test
  void aTargetThatKeepsAnAbortedUploadFailsIt() throws Exception {
    RunRecord record =
        run(
            connection -> {
              read(connection.socket, "never");
              Thread.sleep(2_000);
            },
            "{post: /a, text: '01234567', fault: abort after 3, timeout: 300ms}");
    assertThat(outcomes(record)).isEqualTo(Map.of(Outcome.TIMEOUT, 1L));
  }

  @Test
  void aResetUploadIsOverAtOnce() throws Exception {
    List<String> ends = new CopyOnWriteArrayList<>();
    RunRecord record =
        run(
            connection -> {
              try {
                read(connection.socket, "never");
              } catch (IOException e) {
                ends.add(e.getMessage());
              }
            },
            "{post: /a, text: '01234567', fault: reset after 3}");
    assertThat(ends).containsExactly("Connection reset");
    assertThat(outcomes(record)).isEqualTo(Map.of(Outcome.OK, 1L));
    assertThat(record.measurement().totals().statuses()).isEqualTo(Map.of("none", 1L));
  }

  @Test
  void faultsTakeNoConnectionFromOthers() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ScriptedServer.ok(""))) {
      String yaml =
          """
          target: {url: "http://127.0.0.1:%d", connections: shared}
          users:
            slow: {users: 2, tasks: [{get: /slow, fault: slow headers 1500ms}]}
            plain: {users: 1, wait: 50ms, tasks: [{get: /plain}]}
          load: hold 3 users for 1s
          bounds: {connections: 1, threads: 1, timeout: 1s}
          """
              .formatted(server.port());
      Path file = Files.writeString(dir.resolve("plan.yaml"), yaml);
      RunRecord record = new Run(PlanReader.read(file), Optional.empty(), p -> {}).execute();
      assertThat(record.measurement().parts().errors()).isEmpty();
      assertThat(outcomes(record).get(Outcome.OK)).isGreaterThan(2);
    }
  }

  @Test
  void aFaultHasAConnectionOfItsOwnThatCarriesNoOther() throws Exception {
    List<Integer> carriers = new CopyOnWriteArrayList<>();
    String kept = ScriptedServer.ok("");
    RunRecord record =
        run(
            connection -> {
              while (connection.request() != null) {
                carriers.add(connection.number);
                connection.answer(kept);
              }
            },
            "{get: /a}, {get: /a, fault: malformed header, expect: 200}, {get: /a}");
    assertThat(carriers).containsExactly(1, 2, 1);
    assertThat(connections).isEqualTo(3);
    assertThat(outcomes(record)).isEqualTo(Map.of(Outcome.OK, 3L));
  }
}
