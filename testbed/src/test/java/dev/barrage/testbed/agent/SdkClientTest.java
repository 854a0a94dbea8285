package dev.barrage.testbed.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.barrage.testbed.gateway.Gateway;
import dev.barrage.testbed.gateway.GatewayOptions;
import dev.barrage.testbed.upstream.Upstream;
import dev.barrage.testbed.upstream.UpstreamOptions;
import io.a2a.A2A;
import io.a2a.client.transport.jsonrpc.JSONRPCTransport;
import io.a2a.spec.A2AClientException;
import io.a2a.spec.AgentCard;
import io.a2a.spec.AgentInterface;
import io.a2a.spec.Artifact;
import io.a2a.spec.MessageSendParams;
import io.a2a.spec.StreamingEventKind;
import io.a2a.spec.Task;
import io.a2a.spec.TaskArtifactUpdateEvent;
import io.a2a.spec.TaskIdParams;
import io.a2a.spec.TaskQueryParams;
import io.a2a.spec.TaskState;
import io.a2a.spec.TaskStatusUpdateEvent;
import io.a2a.spec.TextPart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The official SDK's client talks to the agent, directly and through the sample gateway. */
class SdkClientTest {
  private static Upstream upstream;
  private static Gateway gateway;

  private enum Way {
    DIRECT,
    GATEWAY;

    URI uri() {
      return this == DIRECT ? upstream.uri() : gateway.uri();
    }
  }

  @BeforeAll
  static void start() throws IOException {
    upstream = Upstream.start(UpstreamOptions.DEFAULT);
    gateway = Gateway.start(GatewayOptions.of(upstream.uri(), upstream.token()));
  }

  @AfterAll
  static void stop() {
    gateway.close();
    upstream.close();
  }

  private static MessageSendParams message(String text) {
    return MessageSendParams.builder().message(A2A.toUserMessage(text)).build();
  }

  private static String text(Artifact artifact) {
    return ((TextPart) artifact.parts().getFirst()).text();
  }

  /** The id of a task that was not waited for; the SDK cannot ask for that yet. */
  private static String submitted(Way way, String query) throws Exception {
    String body =
        """
        {"jsonrpc":"2.0","id":1,"method":"SendMessage","params":{
          "message":{"messageId":"m","role":"ROLE_USER","parts":[{"text":"x"}]},
          "configuration":{"returnImmediately":true}}}
        """;
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(way.uri().resolve("/a2a?" + query))
              .POST(BodyPublishers.ofString(body))
              .build();
      String answer = client.send(request, BodyHandlers.ofString()).body();
      assertThat(answer).contains("TASK_STATE_SUBMITTED");
      return answer.replaceFirst(".*\"task\":\\{\"id\":\"([^\"]+)\".*", "$1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsTheCardAndTheTaskItWaitedFor(Way way) throws Exception {
    AgentCard card = A2A.getAgentCard(way.uri().toString());
    AgentInterface offered = card.supportedInterfaces().getFirst();

    assertThat(card.capabilities().streaming()).isTrue();
    assertThat(card.skills()).extracting("id").containsExactly("echo");
    assertThat(offered.protocolBinding()).isEqualTo("JSONRPC");
    assertThat(offered.protocolVersion()).isEqualTo(AgentInterface.CURRENT_PROTOCOL_VERSION);
    assertThat(offered.url()).isEqualTo(way.uri() + "/a2a");
    Task task = (Task) new JSONRPCTransport(card).sendMessage(message("żółw"), null);
    assertThat(task.status().state()).isEqualTo(TaskState.TASK_STATE_COMPLETED);
    assertThat(text(task.artifacts().getFirst())).isEqualTo("You said: żółw");
  }

  @ParameterizedTest
  @EnumSource
  void pollsATaskUntilItIsCompleted(Way way) throws Exception {
    JSONRPCTransport client = new JSONRPCTransport(way.uri() + "/a2a");
    TaskQueryParams task = new TaskQueryParams(submitted(way, "polls=2&work_ms=0"));

    for (int poll = 0; poll < 2; poll++) {
      Task working = client.getTask(task, null);
      assertThat(working.status().state()).isEqualTo(TaskState.TASK_STATE_WORKING);
      assertThat(working.artifacts()).isEmpty();
    }
    Task done = client.getTask(task, null);
    assertThat(done.status().state()).isEqualTo(TaskState.TASK_STATE_COMPLETED);
    assertThat(done.artifacts()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void readsAStreamToItsEnd(Way way) throws Exception {
    BlockingQueue<StreamingEventKind> events = new LinkedBlockingQueue<>();
    JSONRPCTransport client = new JSONRPCTransport(way.uri() + "/a2a?work_ms=30");
    client.sendMessageStreaming(message("żółw"), events::add, SdkClientTest::ended, null);

    Task task = (Task) next(events);
    assertThat(task.status().state()).isEqualTo(TaskState.TASK_STATE_SUBMITTED);
    assertThat(((TaskStatusUpdateEvent) next(events)).status().state())
        .isEqualTo(TaskState.TASK_STATE_WORKING);
    TaskArtifactUpdateEvent answer = (TaskArtifactUpdateEvent) next(events);
    assertThat(answer.taskId()).isEqualTo(task.id());
    assertThat(text(answer.artifact())).isEqualTo("You said: żółw");
    assertThat(((TaskStatusUpdateEvent) next(events)).status().state())
        .isEqualTo(TaskState.TASK_STATE_COMPLETED);
    assertThat(client.getTask(new TaskQueryParams(task.id()), null).status().state())
        .isEqualTo(TaskState.TASK_STATE_COMPLETED);
  }

  @ParameterizedTest
  @EnumSource
  void readsTheFirstEventLongBeforeTheOthers(Way way) throws Exception {
    BlockingQueue<StreamingEventKind> events = new LinkedBlockingQueue<>();
    JSONRPCTransport client = new JSONRPCTransport(way.uri() + "/a2a?work_ms=3600000");
    client.sendMessageStreaming(message("x"), events::add, SdkClientTest::ended, null);

    assertThat(next(events)).isInstanceOf(Task.class);
    assertThat(events).isEmpty();
  }

  private static StreamingEventKind next(BlockingQueue<StreamingEventKind> events)
      throws InterruptedException {
    StreamingEventKind event = events.poll(20, TimeUnit.SECONDS);
    assertThat(event).as("an event within 20 s").isNotNull();
    return event;
  }

  private static void ended(@SuppressWarnings("unused") Throwable why) {
    // a stream that ends too early is seen by what it lacks
  }

  @ParameterizedTest
  @EnumSource
  void cancelsATaskOnce(Way way) throws Exception {
    JSONRPCTransport client = new JSONRPCTransport(way.uri() + "/a2a");
    TaskIdParams task = new TaskIdParams(submitted(way, "work_ms=600000"));

    assertThat(client.cancelTask(task, null).status().state())
        .isEqualTo(TaskState.TASK_STATE_CANCELED);
    assertThatThrownBy(() -> client.cancelTask(task, null))
        .isInstanceOf(A2AClientException.class)
        .hasStackTraceContaining("TaskNotCancelableError");
    assertThatThrownBy(() -> client.getTask(new TaskQueryParams("nobody's"), null))
        .isInstanceOf(A2AClientException.class)
        .hasStackTraceContaining("TaskNotFoundError");
  }
}
