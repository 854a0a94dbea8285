package dev.barrage.testbed.upstream;

import dev.barrage.testbed.agent.Agent;
import dev.barrage.testbed.agent.Registry;
import dev.barrage.testbed.agent.Reply;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The agent and its registry as endpoints. Safe for any thread. */
final class AgentEndpoints {
  private static final int WORK_MS = 200;

  private final Agent agent = new Agent();
  private final Registry registry = new Registry();
  private final String scheme;

  /** Cards name URLs of this scheme, at the host that was asked. */
  AgentEndpoints(String scheme) {
    this.scheme = scheme;
  }

  Answer card(Request request) {
    return new Answer.Now(Response.json(200, Agent.card(base(request))));
  }

  /** JSON-RPC; {@code work_ms} and {@code polls} in the query set how long a task takes. */
  Answer call(Request request, byte[] body) {
    long workMs = request.number("work_ms", WORK_MS, 0, 3_600_000);
    int polls = request.number("polls", 0, 0, 1_000_000);
    String version = request.headers().get("A2A-Version");
    Agent.Work work = new Agent.Work(workMs * 1_000_000, polls);
    return switch (agent.reply(body, version, work)) {
      case Reply.Now now -> new Answer.Now(Response.json(200, now.json()));
      case Reply.Later later -> new Answer.Later(Response.json(200, later.json()), later.delayNs());
      case Reply.Stream stream ->
          new Answer.Events(stream.count(), stream.intervalNs(), stream.event());
    };
  }

  Answer agents(Request request, byte[] body) {
    if (request.method().equals("POST")) {
      return new Answer.Now(register(body));
    }
    int page = request.number("page", 1, 1, Integer.MAX_VALUE);
    int size = request.number("size", 20, 1, 100);
    return new Answer.Now(Response.json(200, Json.write(registry.list(base(request), page, size))));
  }

  private Response register(byte[] body) {
    if (body.length > Registry.MAX_CARD_BYTES) {
      throw new RefusedException(413, "a card has at most " + Registry.MAX_CARD_BYTES + " bytes");
    }
    JsonNode card = Json.readObject(body);
    String mistake = Registry.mistake(card);
    if (mistake != null) {
      throw new RefusedException(400, mistake);
    }
    return Response.json(201, Json.write(registry.register(card)));
  }

  Answer registered(Request request) {
    String id = request.lastSegment();
    if (request.method().equals("DELETE")) {
      return new Answer.Now(registry.remove(id) ? Response.of(204, "", new byte[0]) : unknown());
    }
    Map<String, Object> entry = registry.find(id);
    return new Answer.Now(entry == null ? unknown() : Response.json(200, Json.write(entry)));
  }

  private static Response unknown() {
    return Response.error(404, "no such agent, or one of long ago");
  }

  private String base(Request request) {
    @Nullable String host = request.headers().get("Host");
    return scheme + "://" + (host == null ? "127.0.0.1" : host);
  }
}
