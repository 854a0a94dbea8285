package dev.barrage.testbed.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.testbed.RawClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionTest extends UpstreamFixture {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | not http\\r\\n\\r\\n
          400 | GET /\\1 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n
          400 | GET relative HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n
          505 | GET / HTTP/2.0\\r\\nHost: x\\r\\n\\r\\n
          400 | GET / HTTP/1.1\\r\\n\\r\\n
          400 | GET / HTTP/1.1\\r\\nHost: x\\r\\nHost: y\\r\\n\\r\\n
          400 | GET / HTTP/1.1\\r\\nHost: x\\r\\nno colon\\r\\n\\r\\n
          400 | GET / HTTP/1.1\\r\\nHost : x\\r\\n\\r\\n
          400 | GET / HTTP/1.1\\nHost: x\\n\\n
          400 | POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: -1\\r\\n\\r\\n
          400 | POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\n
          400 | POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n
          501 | POST / HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: gzip\\r\\n\\r\\n
          400 | POST / HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nxx\\r\\n
          413 | POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 99999999\\r\\n\\r\\n
          413 | POST / HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nfffffff\\r\\n
          """)
  void refusesWhatIsNoRequestAndCloses(int status, String escaped) throws IOException {
    String wire = escaped.translateEscapes();
    try (RawClient client = raw()) {
      String answer = client.send(wire).rest();

      assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("Connection: close");
      assertThat(upstream.counts().received()).isEqualTo(1);
      assertThat(upstream.counts().inFlight()).isZero();
    }
  }

  @Test
  void refusesAHeadThatDoesNotEnd() throws IOException {
    try (RawClient client = raw()) {
      String head = "GET / HTTP/1.1\r\nX: " + "x".repeat(RequestParser.MAX_HEAD_BYTES);

      assertThat(client.send(head).rest()).startsWith("HTTP/1.1 431 ");
    }
  }

  @Test
  void namesTheAllowedMethods() throws Exception {
    assertThat(send("DELETE", "/api/users/1", "").headers().firstValue("Allow"))
        .hasValue("GET, POST, PUT, HEAD");
  }

  @Test
  void takesRequestsSplitAtEveryByte() throws IOException {
    String wire = "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
    try (RawClient client = raw()) {
      for (int at = 1; at < wire.length(); at++) {
        client.send(wire.substring(0, at));
        String answer = client.send(wire.substring(at)).answer();
        assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("abc");
      }
    }
    assertThat(upstream.counts().received("/api/echo")).isEqualTo(wire.length() - 1);
  }

  @Test
  void answersPipelinedRequestsInOrder() throws IOException {
    try (RawClient client = raw()) {
      client.send(rawGet("/delay/20") + rawGet("/bytes/5") + rawGet("/status/404"));

      assertThat(client.answer()).contains("delayed");
      assertThat(client.answer()).endsWith("01234");
      assertThat(client.answer()).startsWith("HTTP/1.1 404");
    }
  }

  @Test
  void keepsAndClosesAsTheClientWishes() throws IOException {
    try (RawClient client = raw()) {
      client.send("GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
      assertThat(client.answer()).contains("Connection: keep-alive");
      client.send("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(client.rest()).contains("Connection: close").endsWith("}");
    }
  }

  @Test
  void asksForTheBodyThatWaitsForIt() throws IOException {
    try (RawClient client = raw()) {
      client.send("POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n");
      client.send("Expect: 100-continue\r\n\r\n");
      assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 100 Continue");
      assertThat(client.send("hi").answer()).endsWith("hi");
    }
  }

  @Test
  void countsEveryRequestOfConcurrentClients() throws Exception {
    int clients = 16;
    int each = 500;
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Callable<Void>> loads = new ArrayList<>();
      for (int c = 0; c < clients; c++) {
        String path = c % 2 == 0 ? "/api/hello" : "/api/users/" + c;
        loads.add(() -> load(path, each));
      }
      for (Future<Void> load : threads.invokeAll(loads)) {
        load.get();
      }
    }

    Counts counts = upstream.counts();
    assertThat(counts.received()).isEqualTo(clients * each);
    assertThat(counts.answered()).isEqualTo(clients * each);
    assertThat(counts.received("/api/hello")).isEqualTo(clients * each / 2);
    assertThat(counts.received("/api/users/{id}")).isEqualTo(clients * each / 2);
    assertThat(counts.inFlight()).isZero();
    assertThat(counts.connectionsAccepted()).isEqualTo(clients);
  }

  private Void load(String path, int requests) throws IOException {
    try (RawClient client = raw()) {
      for (int i = 0; i < requests; i++) {
        assertThat(client.send(rawGet(path)).answer()).startsWith("HTTP/1.1 200");
      }
    }
    return null;
  }

  @Test
  void noticesClientsThatGo() throws IOException {
    try (RawClient client = raw()) {
      client.send(rawGet("/delay/60000"));
      Awaitility.await().until(() -> upstream.counts().inFlight() == 1);
    }
    Awaitility.await().until(() -> upstream.counts().abandoned() == 1);

    assertThat(upstream.counts().inFlight()).isZero();
    Awaitility.await().until(() -> upstream.counts().connectionsOpen() == 0);
  }
}
