package dev.barrage.testbed.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import dev.barrage.report.RunRecord;
import dev.barrage.run.Run;
import dev.barrage.testbed.agent.Recorder.Sent;
import dev.barrage.testbed.upstream.Upstream;
import dev.barrage.testbed.upstream.UpstreamOptions;
import io.a2a.grpc.utils.JSONRPCUtils;
import io.a2a.jsonrpc.common.wrappers.A2ARequest;
import io.a2a.spec.A2AMethods;
import io.a2a.spec.MessageSendParams;
import io.a2a.spec.TaskQueryParams;
import io.a2a.spec.TextPart;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a run of {@code AgentUser} sends, byte for byte, as the official SDK reads it. */
class WireTest {
  private static final String PLAN =
      """
      users: {agent: {type: AgentUser, wait: none}}
      load: hold 8 users for 3s
      validity: {send lag: 2s, loop stall: 5s, gc pause: 5s, steal: 100%}
      """;

  /** The released 1.0 has this member; {@code 1.0.0.Alpha3} of the SDK is older. */
  private static final String RETURN_IMMEDIATELY =
      ",\"configuration\":{\"returnImmediately\":true}";

  private static RunRecord run;
  private static List<Sent> requests;
  private static Map<String, List<Sent>> calls;

  @BeforeAll
  static void run() throws Exception {
    try (Upstream upstream = Upstream.start(UpstreamOptions.DEFAULT);
        Recorder recorder = new Recorder(upstream.uri())) {
      PlanOverrides overrides =
          new PlanOverrides().target(recorder.uri().toString()).set("a2a=/a2a?work_ms=20");
      Plan plan = PlanReader.read("p", "p", PLAN, Path.of(""), overrides);
      run = new Run(plan, Optional.empty(), progress -> {}).execute();
      requests = recorder.requests();
    }
    calls =
        requests.stream()
            .filter(sent -> sent.head().startsWith("POST /a2a"))
            .collect(Collectors.groupingBy(WireTest::method));
  }

  private static String method(Sent sent) {
    return sent.body().replaceFirst("(?s).*?\"method\":\"(\\w+)\".*", "$1");
  }

  private static A2ARequest<?> parse(String body) {
    try {
      return JSONRPCUtils.parseRequestBody(body, "");
    } catch (Exception e) {
      throw new AssertionError(body, e);
    }
  }

  @Test
  void everyKindOfRequestIsSentAndAnsweredWell() {
    assertThat(run.measurement().totals().counts().failed())
        .as("%s", run.measurement().parts().errors())
        .isZero();
    assertThat(calls)
        .containsOnlyKeys(
            A2AMethods.SEND_MESSAGE_METHOD,
            A2AMethods.SEND_STREAMING_MESSAGE_METHOD,
            A2AMethods.GET_TASK_METHOD);
    assertThat(requests)
        .extracting(sent -> sent.head().lines().findFirst().orElseThrow())
        .contains(
            "POST /agents HTTP/1.1",
            "GET /agents?page=1&size=20 HTTP/1.1",
            "GET /.well-known/agent-card.json HTTP/1.1")
        .anyMatch(line -> line.startsWith("DELETE /agents/agent-"));
    assertThat(requests).allMatch(sent -> sent.head().contains("\r\nA2A-Version: 1.0\r\n"));
  }

  @Test
  void theSdkReadsMessagesThatWaitOrStream() {
    List<Sent> sent =
        new java.util.ArrayList<>(calls.get(A2AMethods.SEND_STREAMING_MESSAGE_METHOD));
    calls.get(A2AMethods.SEND_MESSAGE_METHOD).stream()
        .filter(message -> !message.body().contains("configuration"))
        .forEach(sent::add);
    assertThat(sent).hasSizeGreaterThan(4);
    for (Sent message : sent) {
      A2ARequest<?> request = parse(message.body());
      MessageSendParams params = (MessageSendParams) request.getParams();
      assertThat(request.getMethod()).isEqualTo(method(message));
      assertThat(params.message().messageId()).isEqualTo(request.getId());
      assertThat(params.message().role()).hasToString("ROLE_USER");
      assertThat(((TextPart) params.message().parts().getFirst()).text()).contains(" for ");
      assertThat(message.head()).contains("\r\nContent-Type: application/json\r\n");
    }
    assertThat(sent).extracting(Sent::body).doesNotHaveDuplicates();
  }

  @Test
  void theSdkReadsMessagesToBePolledButForOneMemberThatIsNewer() {
    List<Sent> polled =
        calls.get(A2AMethods.SEND_MESSAGE_METHOD).stream()
            .filter(message -> message.body().contains("configuration"))
            .toList();
    assertThat(polled).isNotEmpty();
    for (Sent message : polled) {
      // Once this fails the SDK knows the member: read these bytes as they are, too.
      assertThatThrownBy(() -> JSONRPCUtils.parseRequestBody(message.body(), ""))
          .hasMessageContaining(
              "Invalid request content: returnImmediately in message"
                  + " a2a.v1.SendMessageConfiguration");
      assertThat(message.body()).contains(RETURN_IMMEDIATELY);
      assertThat(parse(message.body().replace(RETURN_IMMEDIATELY, "")).getMethod())
          .isEqualTo(A2AMethods.SEND_MESSAGE_METHOD);
    }
  }

  @Test
  void theSdkReadsPolls() {
    assertThat(calls.get(A2AMethods.GET_TASK_METHOD)).isNotEmpty();
    for (Sent poll : calls.get(A2AMethods.GET_TASK_METHOD)) {
      A2ARequest<?> request = parse(poll.body());
      assertThat(request.getMethod()).isEqualTo(A2AMethods.GET_TASK_METHOD);
      assertThat(((TaskQueryParams) request.getParams()).id()).hasSize(36);
    }
  }
}
