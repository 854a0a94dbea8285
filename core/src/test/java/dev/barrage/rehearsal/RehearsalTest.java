package dev.barrage.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.engine.Outcome;
import dev.barrage.engine.tls.Certificates;
import dev.barrage.engine.tls.TlsServer;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import dev.barrage.rehearsal.Dialogue.Finding;
import dev.barrage.rehearsal.Dialogue.Security;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One iteration through the engine of a run, as it was seen. */
class RehearsalTest {
  private static final Certificates CERTIFICATES = Certificates.made();

  private static Plan plan(String target, String task) {
    String text =
        "target: {%s}\nusers: {u: {tasks: [%s]}}\nload: hold 1000/s for 1h\n"
            .formatted(target, task);
    return PlanReader.read("p.yaml", "p", text, Path.of("."), new PlanOverrides());
  }

  private static List<Dialogue> perform(Plan plan) throws Exception {
    List<Dialogue> dialogues = new ArrayList<>();
    Rehearsal.of(plan).perform(plan.users().getFirst(), 0, dialogues::add);
    return dialogues;
  }

  /** Answers every request of a connection alike, until the client goes. */
  private static TlsServer.Handling answering(String... answers) {
    return tcp -> {
      for (String answer : answers) {
        if (!skipHead(tcp.getInputStream())) {
          return;
        }
        tcp.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      }
      tcp.close();
    };
  }

  private static boolean skipHead(InputStream in) throws IOException {
    int last4 = 0;
    for (int b; (b = in.read()) >= 0; ) {
      last4 = last4 << 8 | b;
      if (last4 == 0x0D0A0D0A) {
        return true;
      }
    }
    return false;
  }

  @Test
  void anOpenLoadOfAThousandPerSecondIsTriedWithOneRequest() throws Exception {
    String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    try (TlsServer server = TlsServer.plain(answering(answer, answer))) {
      List<Dialogue> dialogues =
          perform(plan("url: http://localhost:" + server.port(), "{get: /x}"));
      assertThat(dialogues).hasSize(1);
      Dialogue only = dialogues.getFirst();
      assertThat(only.outcome()).isEqualTo(Outcome.OK);
      assertThat(only.request().orElseThrow().startLine()).isEqualTo("GET /x HTTP/1.1");
      assertThat(only.response().orElseThrow().body()).contains("hi");
      assertThat(only.link().orElseThrow().security()).isEmpty();
      assertThat(only.timings().firstByteNs()).isPositive();
      assertThat(only.timings().totalNs()).isGreaterThanOrEqualTo(only.timings().firstByteNs());
    }
  }

  @Test
  void aFaultIsShownAsItIsSentAndItsEndAsFound() throws Exception {
    try (TlsServer server = TlsServer.plain(answering("HTTP/1.1 400 No\r\n\r\n"))) {
      String target = "url: http://localhost:" + server.port();
      Dialogue refused = perform(plan(target, "{get: /x, fault: malformed header}")).getFirst();
      assertThat(refused.request().orElseThrow().startLine()).isEqualTo("GET /x HTTP/1.1");
      assertThat(refused.findings()).containsExactly(new Finding("status is 400-499", true, "400"));
    }
    try (TlsServer server = TlsServer.plain(answering())) {
      String target = "url: http://localhost:" + server.port();
      Dialogue closed = perform(plan(target, "{get: /x, fault: malformed header}")).getFirst();
      assertThat(closed.outcome()).isEqualTo(Outcome.OK);
      assertThat(closed.response()).isEmpty();
      assertThat(closed.findings())
          .containsExactly(new Finding("the connection may end without an answer", true, "it did"));
    }
  }

  @Test
  void theHandshakeIsTold() throws Exception {
    TlsServer.Handler handler =
        (tls, tcp) -> {
          tls.startHandshake();
          skipHead(tls.getInputStream());
          tls.getOutputStream().write("HTTP/1.1 204 No\r\n\r\n".getBytes(StandardCharsets.UTF_8));
          skipHead(tls.getInputStream());
        };
    try (TlsServer server = TlsServer.start(CERTIFICATES.server("server"), tls -> {}, handler)) {
      String target =
          "url: https://localhost:%d, cacert: %s".formatted(server.port(), CERTIFICATES.cert("ca"));
      Dialogue only = perform(plan(target, "{get: /x}")).getFirst();
      Security security = only.link().orElseThrow().security().orElseThrow();
      assertThat(security.version()).isEqualTo("TLSv1.3");
      assertThat(security.cipher()).startsWith("TLS_");
      assertThat(security.certificate()).contains("CN=", "issued by", "valid until 20");
      assertThat(security.handshakeNs()).isPositive();
      assertThat(only.findings()).containsExactly(new Finding("status is below 400", true, "204"));
    }
  }

  @Test
  void chunksAndInterimResponsesAreReadAsInARun() throws Exception {
    String answer =
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked"
            + "\r\n\r\n3\r\n{\"a\r\n4\r\n\":7}\r\n0\r\n\r\n";
    try (TlsServer server = TlsServer.plain(answering(answer))) {
      Dialogue only =
          perform(
                  plan(
                      "url: http://localhost:" + server.port(),
                      "{get: /x, expect: [json $.a: 7], capture: {a: json $.a, b: {json: $.b,"
                          + " default: 9}}}"))
              .getFirst();
      assertThat(only.outcome()).isEqualTo(Outcome.OK);
      Message response = only.response().orElseThrow();
      assertThat(response.startLine()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(response.fields()).containsExactly("Transfer-Encoding: chunked");
      assertThat(response.body()).contains("{\"a\":7}");
      assertThat(only.findings())
          .contains(new Finding("json $.a is 7", true, "7"))
          .contains(new Finding("capture a from json $.a", true, "7"))
          .contains(new Finding("capture b from json $.b", true, "nothing, so its default: 9"));
    }
  }

  @Test
  void aConnectionThatIsCutIsTold() throws Exception {
    TlsServer.Handling cut =
        tcp -> {
          skipHead(tcp.getInputStream());
          reset(tcp);
        };
    try (TlsServer server = TlsServer.plain(cut)) {
      Dialogue only =
          perform(plan("url: http://localhost:" + server.port(), "{get: /x}")).getFirst();
      assertThat(only.outcome()).isEqualTo(Outcome.RESET);
      assertThat(only.response()).isEqualTo(Optional.empty());
      assertThat(only.problem().orElseThrow()).contains("before the response");
      assertThat(only.findings()).isEmpty();
    }
  }

  private static void reset(Socket tcp) throws IOException {
    tcp.setSoLinger(true, 0);
    tcp.close();
  }
}
