package dev.barrage.testbed.agent;

import static dev.barrage.testbed.agent.RpcException.INVALID_PARAMS;
import static dev.barrage.testbed.agent.RpcException.INVALID_REQUEST;
import static dev.barrage.testbed.agent.RpcException.METHOD_NOT_FOUND;
import static dev.barrage.testbed.agent.RpcException.PARSE_ERROR;
import static dev.barrage.testbed.agent.RpcException.PUSH_NOT_SUPPORTED;
import static dev.barrage.testbed.agent.RpcException.TASK_NOT_CANCELABLE;
import static dev.barrage.testbed.agent.RpcException.TASK_NOT_FOUND;
import static dev.barrage.testbed.agent.RpcException.UNSUPPORTED_OPERATION;
import static dev.barrage.testbed.agent.RpcException.VERSION_NOT_SUPPORTED;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/**
 * The JSON-RPC binding of A2A 1.0 (section 9): {@code SendMessage}, {@code SendStreamingMessage},
 * {@code GetTask} and {@code CancelTask}.
 *
 * <p>{@code SendMessage} waits for the task's end unless {@code configuration.returnImmediately} is
 * true. A request without {@code A2A-Version} is taken for one of 1.0: clients of the Java SDK send
 * none. Safe for any thread.
 */
public final class Agent {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private final AgentTasks tasks = new AgentTasks();

  /**
   * How the tasks of a message go on.
   *
   * @param workNs time until a task is completed
   * @param polls {@code GetTask} says so many times that it is working, however late it is
   */
  public record Work(long workNs, int polls) {}

  /** The card of this agent, as JSON. */
  public static String card(String base) {
    return MAPPER.writeValueAsString(AgentCard.at(base));
  }

  /**
   * The reply to a request; mistakes in it are replied to with a JSON-RPC error.
   *
   * @param version the header {@code A2A-Version}, or null
   */
  public Reply reply(byte[] body, @Nullable String version, Work work) {
    JsonNode id = NullNode.getInstance();
    try {
      JsonNode request = read(body);
      JsonNode given = request.path("id");
      if (!given.isString() && !given.isIntegralNumber()) {
        throw new RpcException(INVALID_REQUEST, "id must be a text or a whole number");
      }
      id = given;
      return call(id, method(request, version), request.path("params"), work);
    } catch (RpcException e) {
      Map<String, Object> error = new LinkedHashMap<>();
      error.put("code", e.code());
      error.put("message", e.getMessage());
      return new Reply.Now(envelope(id, "error", error));
    }
  }

  private static JsonNode read(byte[] body) {
    try {
      return MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw new RpcException(PARSE_ERROR, "body is not JSON: " + e.getOriginalMessage());
    }
  }

  private static String method(JsonNode request, @Nullable String version) {
    if (!request.path("jsonrpc").asString("").equals("2.0")) {
      throw new RpcException(INVALID_REQUEST, "jsonrpc must be \"2.0\"");
    }
    if (!request.path("method").isString()) {
      throw new RpcException(INVALID_REQUEST, "method must be a text");
    }
    if (version != null && !version.equals("1.0")) {
      throw new RpcException(VERSION_NOT_SUPPORTED, "A2A-Version must be 1.0");
    }
    return request.path("method").stringValue();
  }

  private Reply call(JsonNode id, String method, JsonNode params, Work work) {
    return switch (method) {
      case "SendMessage" -> send(id, params, work);
      case "SendStreamingMessage" -> stream(id, params, work);
      case "GetTask" -> new Reply.Now(result(id, task(params).poll()));
      case "CancelTask" -> new Reply.Now(result(id, cancel(task(params))));
      case "CreateTaskPushNotificationConfig",
          "GetTaskPushNotificationConfig",
          "ListTaskPushNotificationConfigs",
          "DeleteTaskPushNotificationConfig" ->
          throw new RpcException(PUSH_NOT_SUPPORTED, "this agent pushes no notifications");
      case "ListTasks", "SubscribeToTask", "GetExtendedAgentCard" ->
          throw new RpcException(UNSUPPORTED_OPERATION, "this agent cannot do " + method);
      default -> throw new RpcException(METHOD_NOT_FOUND, "no such method");
    };
  }

  private Reply send(JsonNode id, JsonNode params, Work work) {
    AgentTask task = submit(params, work);
    if (params.path("configuration").path("returnImmediately").asBoolean(false)) {
      return new Reply.Now(result(id, Map.of("task", task.json())));
    }
    // Nobody else knows the task's id yet, so what it will be can be written now.
    return new Reply.Later(result(id, Map.of("task", task.complete())), work.workNs());
  }

  private Reply stream(JsonNode id, JsonNode params, Work work) {
    AgentTask task = submit(params, work);
    return new Reply.Stream(
        AgentTask.STREAMED,
        work.workNs() / (AgentTask.STREAMED - 1),
        n -> "data: " + result(id, task.streamed(n)) + "\n\n");
  }

  private AgentTask submit(JsonNode params, Work work) {
    JsonNode message = params.path("message");
    if (message.path("messageId").asString("").isEmpty()) {
      throw new RpcException(INVALID_PARAMS, "message.messageId must be a text");
    }
    if (!message.path("role").asString("").equals("ROLE_USER")) {
      throw new RpcException(INVALID_PARAMS, "message.role must be ROLE_USER");
    }
    if (!message.path("parts").isArray() || message.path("parts").isEmpty()) {
      throw new RpcException(INVALID_PARAMS, "message.parts must not be empty");
    }
    // ProtoJSON may spell out an absent text as an empty one, and the Java SDK does.
    if (!message.path("taskId").asString("").isEmpty()) {
      throw new RpcException(UNSUPPORTED_OPERATION, "this agent takes one message per task");
    }
    String context = message.path("contextId").asString("");
    AgentTask task =
        new AgentTask(
            UUID.randomUUID().toString(),
            context.isEmpty() || context.length() > 128 ? UUID.randomUUID().toString() : context,
            message.path("parts").path(0).path("text").asString(""),
            work.workNs(),
            work.polls());
    tasks.add(task);
    return task;
  }

  private AgentTask task(JsonNode params) {
    AgentTask task = tasks.find(params.path("id").asString(""));
    if (task == null) {
      throw new RpcException(TASK_NOT_FOUND, "no such task, or one of long ago");
    }
    return task;
  }

  private static Map<String, Object> cancel(AgentTask task) {
    if (!task.cancel()) {
      throw new RpcException(TASK_NOT_CANCELABLE, "the task is over");
    }
    return task.json();
  }

  private static String result(JsonNode id, Map<String, Object> result) {
    return envelope(id, "result", result);
  }

  private static String envelope(JsonNode id, String member, Map<String, Object> value) {
    Map<String, Object> envelope = new LinkedHashMap<>();
    envelope.put("jsonrpc", "2.0");
    envelope.put("id", id);
    envelope.put(member, value);
    return MAPPER.writeValueAsString(envelope);
  }
}
