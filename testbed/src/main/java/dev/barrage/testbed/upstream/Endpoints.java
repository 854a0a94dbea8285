package dev.barrage.testbed.upstream;

import dev.barrage.testbed.session.SessionTokens;
import dev.barrage.testbed.session.SessionTokens.Session;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What each route answers. Stateless but for the tally it shows and the agents. */
final class Endpoints {
  /** Largest body of {@code /bytes/{n}}. */
  static final int MAX_BYTES = 1 << 20;

  /** Items that {@code /api/v1/resources} and {@code /api/search} page through. */
  static final int TOTAL_ITEMS = 1000;

  /** The one password of every account. */
  static final String PASSWORD = "secret";

  private static final int MAX_REDIRECTS = 100;
  private static final byte[] BYTES = pattern();
  private static final int MAX_EVENTS = 1_000_000;
  private static final Answer HELLO =
      new Answer.Now(Response.prebuilt("{\"message\":\"Hello from the testbed\"}"));
  private static final Answer HEALTH = new Answer.Now(Response.prebuilt("{\"status\":\"UP\"}"));

  private final Tally tally;
  private final SessionTokens sessions;
  private final AgentEndpoints agents;

  Endpoints(Tally tally, SessionTokens sessions, AgentEndpoints agents) {
    this.tally = tally;
    this.sessions = sessions;
    this.agents = agents;
  }

  /**
   * The answer to a request whose body is complete.
   *
   * @throws RefusedException if the request is not as the endpoint needs it
   */
  Answer answer(Request request, byte[] body) {
    Route route = request.route();
    if (route == Route.UNKNOWN) {
      throw new RefusedException(404, "no such path");
    }
    if (!route.allows(request.method())) {
      Response refused = Response.error(405, "allowed: " + route.allow());
      return now(refused.with("Allow: " + route.allow() + "\r\n"));
    }
    return switch (route) {
      case HELLO -> HELLO;
      case HEALTH, HEALTH_V1 -> HEALTH;
      case ECHO -> now(echo(request, body));
      case SEARCH -> now(search(request));
      case USER -> now(user(request, body));
      case PROTECTED -> now(guarded(request, session -> Map.of("user", session.name())));
      case LOGIN -> now(login(body));
      case RESOURCE -> now(resource(request));
      case RESOURCES -> now(resources(request));
      case ACTION -> now(action(body));
      case EVENTS -> events(request);
      case WEB_SOCKET -> WebSocketEcho.upgrade(request);
      case AGENT_CARD -> agents.card(request);
      case AGENT -> agents.call(request, body);
      case AGENTS -> agents.agents(request, body);
      case REGISTERED_AGENT -> agents.registered(request);
      case METRICS -> now(Response.text(200, MetricsText.TYPE, MetricsText.of(tally.counts())));
      case BYTES -> now(Response.bytes(BYTES, whole(request, 0, MAX_BYTES)));
      case STATUS -> now(status(request));
      case REDIRECT -> now(redirect(request));
      case DELAY, DELAY_DISTRIBUTION -> delay(request);
      case UNKNOWN, MALFORMED -> throw new IllegalStateException("answered before");
    };
  }

  private static Answer now(Response response) {
    return new Answer.Now(response);
  }

  private static Response echo(Request request, byte[] body) {
    String type = request.headers().get("Content-Type");
    String shown = type == null ? "application/octet-stream" : type;
    return Response.of(200, "Content-Type: " + shown + "\r\n", body);
  }

  private static Response search(Request request) {
    String query = request.parameter("q");
    int page = request.number("page", 1, 1, Integer.MAX_VALUE);
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("q", query == null ? "" : query);
    found.put("page", page);
    found.put("total", TOTAL_ITEMS);
    found.put("results", items(page, 10));
    return Response.json(200, Json.write(found));
  }

  private Response user(Request request, byte[] body) {
    String id = request.lastSegment();
    if (request.method().equals("GET") || request.isHead()) {
      return Response.json(200, Json.write(Map.of("id", id, "name", "user-" + id)));
    }
    return guarded(
        request,
        session -> {
          JsonNode fields = Json.readObject(body);
          return Map.of("id", id, "updated_by", session.name(), "fields", fields.size());
        });
  }

  private interface Guarded {
    Map<String, ?> answer(Session session);
  }

  private Response guarded(Request request, Guarded guarded) {
    Optional<Session> session =
        Optional.ofNullable(request.headers().get("Authorization"))
            .flatMap(sessions::fromHeader)
            .or(() ->
                Optional.ofNullable(request.headers().get("Cookie"))
                    .flatMap(sessions::fromCookies));
    if (session.isEmpty()) {
      return Response.error(401, "a session token is needed; POST /api/login gives one")
          .with("WWW-Authenticate: Bearer realm=\"testbed\"\r\n");
    }
    boolean writes = !request.method().equals("GET") && !request.isHead();
    if (writes && !session.get().mayWrite()) {
      return Response.error(403, "this session may read only");
    }
    return Response.json(200, Json.write(guarded.answer(session.get())));
  }

  private Response login(byte[] body) {
    JsonNode given = Json.readObject(body);
    String name = text(given, "name");
    if (name.isEmpty()) {
      throw new RefusedException(400, "name must be a text that is not empty");
    }
    if (!text(given, "password").equals(PASSWORD)) {
      return Response.error(401, "wrong password");
    }
    Map<String, Object> session = new LinkedHashMap<>();
    String token = sessions.issue(name);
    session.put("token", token);
    session.put("user", name);
    session.put("expires_in_s", SessionTokens.LIFETIME.toSeconds());
    return Response.json(200, Json.write(session))
        .with(
            "Cache-Control: no-store\r\nSet-Cookie: session="
                + token
                + "; Path=/; HttpOnly; SameSite=Lax\r\n");
  }

  private static String text(JsonNode object, String name) {
    JsonNode value = object.get(name);
    return value != null && value.isString() ? value.stringValue() : "";
  }

  private static Response resource(Request request) {
    String id = request.lastSegment();
    String tag = "\"r-" + Integer.toHexString(id.hashCode()) + "\"";
    String caching = "ETag: " + tag + "\r\nCache-Control: public, max-age=60\r\n";
    if (matches(request.headers().get("If-None-Match"), tag)) {
      return Response.of(304, caching, new byte[0]);
    }
    return Response.json(200, Json.write(Map.of("id", id, "name", "resource-" + id))).with(caching);
  }

  private static boolean matches(@Nullable String ifNoneMatch, String tag) {
    if (ifNoneMatch == null) {
      return false;
    }
    for (String given : ifNoneMatch.split(",")) {
      String strong = given.strip();
      if (strong.equals("*") || strong.equals(tag) || strong.equals("W/" + tag)) {
        return true;
      }
    }
    return false;
  }

  private static Response resources(Request request) {
    int page = request.number("page", 1, 1, Integer.MAX_VALUE);
    int size = request.number("size", 20, 1, 100);
    int pages = Math.ceilDiv(TOTAL_ITEMS, size);
    Map<String, Object> listed = new LinkedHashMap<>();
    listed.put("page", page);
    listed.put("size", size);
    listed.put("pages", pages);
    listed.put("total", TOTAL_ITEMS);
    listed.put("items", items(page, size));
    if (page < pages) {
      listed.put("next", "/api/v1/resources?page=" + (page + 1) + "&size=" + size);
    }
    return Response.json(200, Json.write(listed));
  }

  private static List<Map<String, Object>> items(int page, int size) {
    List<Map<String, Object>> items = new ArrayList<>();
    long first = (page - 1L) * size + 1;
    for (long id = first; id < first + size && id <= TOTAL_ITEMS; id++) {
      items.add(Map.of("id", id, "name", "resource-" + id));
    }
    return items;
  }

  private static Response action(byte[] body) {
    JsonNode action = Json.readObject(body);
    Map<String, Object> accepted = new LinkedHashMap<>();
    accepted.put("accepted", true);
    accepted.put("action", action);
    return Response.json(200, Json.write(accepted));
  }

  private static Answer events(Request request) {
    long count = request.number("count", 10, 0, MAX_EVENTS);
    long intervalMs = request.number("interval_ms", 100, 0, 3_600_000);
    return new Answer.Events(
        count,
        intervalMs * 1_000_000,
        n -> "id: " + n + "\nevent: tick\ndata: {\"n\":" + n + "}\n\n");
  }

  private static Response status(Request request) {
    int status = whole(request, 200, 599);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", status);
    body.put("reason", HttpResponseStatus.valueOf(status).reasonPhrase());
    return Response.json(status, Json.write(body));
  }

  /** {@code n} redirects, one after the other, the last to {@code /redirect/0}. */
  private static Response redirect(Request request) {
    int left = whole(request, 0, MAX_REDIRECTS);
    int status = request.number("status", 302, 301, 308);
    if (status > 303 && status < 307) {
      throw new RefusedException(400, "status: allowed are 301, 302, 303, 307 and 308");
    }
    if (left == 0) {
      return Response.json(200, Json.write(Map.of("redirected", true)));
    }
    return Response.of(
        status, "Location: " + (left - 1) + "?status=" + status + "\r\n", new byte[0]);
  }

  private static Answer delay(Request request) {
    double ms = DelayDistribution.of(request).drawMs(ThreadLocalRandom.current());
    long delayNs = Math.round(Math.min(ms, DelayDistribution.MAX_MS) * 1e6);
    return new Answer.Later(Response.json(200, "{\"delayed\":true}"), delayNs);
  }

  private static int whole(Request request, int min, int max) {
    return Request.number(request.route().template(), request.lastSegment(), min, max);
  }

  private static byte[] pattern() {
    byte[] line =
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.\n"
            .getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[MAX_BYTES];
    for (int i = 0; i < all.length; i++) {
      all[i] = line[i % line.length];
    }
    return all;
  }
}
