package dev.barrage.testbed.upstream;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the upstream saw since its start or last reset. Exact once no request is under way.
 *
 * @param received requests whose head was complete, malformed ones included
 * @param answered answers written completely, malformed on purpose included
 * @param malformed of the received, those that were no valid HTTP/1.1
 * @param abandoned of the received, those whose client went before the answer
 * @param resets of the received, those answered with RST on purpose
 * @param unanswered of the received, those half-closed on purpose without an answer
 * @param inFlight requests in hand now: received, not yet answered
 * @param maxInFlight the most at once
 * @param connectionsOpen connections open now
 * @param connectionsAccepted connections accepted
 * @param connectionsPeak the most open at once
 * @param webSocketMessages data frames received on WebSockets
 * @param events server-sent events written
 * @param paths by path template
 */
public record Counts(
    long received,
    long answered,
    long malformed,
    long abandoned,
    long resets,
    long unanswered,
    long inFlight,
    long maxInFlight,
    long connectionsOpen,
    long connectionsAccepted,
    long connectionsPeak,
    long webSocketMessages,
    long events,
    Map<String, PathCounts> paths) {

  /**
   * Requests of one path template.
   *
   * @param received requests received
   * @param statuses answers by status; 0 for those that were malformed on purpose
   */
  public record PathCounts(long received, Map<Integer, Long> statuses) {}

  /**
   * Requests received for a path template such as {@code /api/users/{id}}; 0 if there were none.
   */
  public long received(String template) {
    PathCounts path = paths.get(template);
    return path == null ? 0 : path.received();
  }

  /** As the admin port shows it. */
  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("received", received);
    json.put("answered", answered);
    json.put("malformed", malformed);
    json.put("abandoned", abandoned);
    json.put("resets", resets);
    json.put("unanswered", unanswered);
    json.put("in_flight", inFlight);
    json.put("max_in_flight", maxInFlight);
    json.put("connections_open", connectionsOpen);
    json.put("connections_accepted", connectionsAccepted);
    json.put("connections_peak", connectionsPeak);
    json.put("websocket_messages", webSocketMessages);
    json.put("events", events);
    json.put("paths", paths);
    return json;
  }
}
