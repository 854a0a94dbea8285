package dev.barrage.testbed.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agent's mistakes and its registry; {@code SdkClientTest} has what goes well. */
class AgentEndpointsTest extends UpstreamFixture {
  private static final String CARD =
      "{\"name\":\"a\",\"supportedInterfaces\":[{\"url\":\"http://127.0.0.1/\","
          + "\"protocolBinding\":\"JSONRPC\",\"protocolVersion\":\"1.0\"}]}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"jsonrpc":                                                   | -32700 | null
          []                                                            | -32600 | null
          7                                                             | -32600 | null
          {"id":1,"method":"GetTask"}                                   | -32600 | 1
          {"jsonrpc":"2.0","method":"GetTask"}                          | -32600 | null
          {"jsonrpc":"2.0","id":true,"method":"GetTask"}                | -32600 | null
          {"jsonrpc":"2.0","id":"a","method":7}                         | -32600 | "a"
          {"jsonrpc":"2.0","id":1,"method":"tasks/get"}                 | -32601 | 1
          {"jsonrpc":"2.0","id":1,"method":"SendMessage"}               | -32602 | 1
          {"jsonrpc":"2.0","id":1,"method":"GetTask","params":{"id":"x"}} | -32001 | 1
          {"jsonrpc":"2.0","id":1,"method":"CancelTask"}                | -32001 | 1
          {"jsonrpc":"2.0","id":1,"method":"GetTaskPushNotificationConfig"} | -32003 | 1
          {"jsonrpc":"2.0","id":1,"method":"ListTasks"}                 | -32004 | 1
          """)
  void answersMistakesWithTheCodesOfTheSpecification(String body, int code, String id)
      throws Exception {
    HttpResponse<String> answer = send("POST", "/a2a", body);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .startsWith("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":" + code + ",");
    assertThat(upstream.counts().received("/a2a")).isEqualTo(1);
  }

  @Test
  void refusesOtherVersionsAndOtherSettings() throws Exception {
    String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"GetTask\"}";

    assertThat(send("POST", "/a2a", call, "A2A-Version", "0.3").body()).contains("-32009");
    assertThat(send("POST", "/a2a", call, "A2A-Version", "1.0").body()).contains("-32001");
    assertThat(send("POST", "/a2a?work_ms=soon", call).statusCode()).isEqualTo(400);
  }

  @Test
  void countsTheEventsOfAStreamAndKeepsTheConnection() throws Exception {
    String call =
        "{\"jsonrpc\":\"2.0\",\"id\":\"s\",\"method\":\"SendStreamingMessage\",\"params\":{"
            + "\"message\":{\"messageId\":\"m\",\"role\":\"ROLE_USER\","
            + "\"parts\":[{\"text\":\"é\"}]}}}";
    HttpResponse<String> stream = send("POST", "/a2a?work_ms=0", call);

    assertThat(stream.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    assertThat(stream.body().split("\n\n"))
        .hasSize(4)
        .allMatch(event -> event.startsWith("data: {\"jsonrpc\":\"2.0\",\"id\":\"s\","));
    assertThat(stream.body()).contains("You said: é");
    assertThat(get("/health").statusCode()).isEqualTo(200);
    assertThat(upstream.counts().events()).isEqualTo(4);
    assertThat(upstream.counts().connectionsAccepted()).isEqualTo(1);
  }

  @Test
  void registersListsAndRemovesAgents() throws Exception {
    HttpResponse<String> registered = send("POST", "/agents", CARD);

    assertThat(registered.statusCode()).isEqualTo(201);
    assertThat(registered.body()).startsWith("{\"id\":\"agent-1\",\"card\":{\"name\":\"a\",");
    assertThat(get("/agents").body())
        .contains("\"total\":2", "\"id\":\"testbed\"", "\"id\":\"agent-1\"");
    assertThat(get("/agents?page=2&size=1").body())
        .contains("\"id\":\"agent-1\"")
        .doesNotContain("\"id\":\"testbed\"");
    assertThat(get("/agents/agent-1").body()).isEqualTo(registered.body());
    assertThat(send("DELETE", "/agents/agent-1", "").statusCode()).isEqualTo(204);
    assertThat(send("DELETE", "/agents/agent-1", "").statusCode()).isEqualTo(404);
    assertThat(get("/agents/agent-1").statusCode()).isEqualTo(404);
    assertThat(upstream.counts().received("/agents/{id}")).isEqualTo(4);
  }

  @Test
  void refusesWhatIsNoCard() throws Exception {
    assertThat(send("POST", "/agents", "{}").body()).contains("name must be");
    assertThat(send("POST", "/agents", "{\"name\":\"a\"}").body()).contains("supportedInterfaces");
    String long5K = CARD.replace("\"a\"", "\"" + "a".repeat(5000) + "\"");
    assertThat(send("POST", "/agents", long5K).statusCode()).isEqualTo(413);
  }
}
