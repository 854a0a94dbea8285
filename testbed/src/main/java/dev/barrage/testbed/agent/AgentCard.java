package dev.barrage.testbed.agent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The testbed's own card: A2A 1.0 section 4.4.1. */
final class AgentCard {
  private AgentCard() {}

  /** The card of the agent at {@code base}, such as {@code http://127.0.0.1:8080}. */
  static Map<String, Object> at(String base) {
    Map<String, Object> card = new LinkedHashMap<>();
    card.put("name", "Testbed echo");
    card.put("description", "Thinks for a while, then says what it was told");
    card.put("version", "1.0.0");
    card.put(
        "supportedInterfaces",
        List.of(
            Map.of("url", base + "/a2a", "protocolBinding", "JSONRPC", "protocolVersion", "1.0")));
    card.put("capabilities", Map.of("streaming", true, "pushNotifications", false));
    card.put("defaultInputModes", List.of("text/plain"));
    card.put("defaultOutputModes", List.of("text/plain"));
    card.put(
        "skills",
        List.of(
            Map.of(
                "id", "echo",
                "name", "Echo",
                "description", "Says what it was told",
                "tags", List.of("echo", "test"))));
    return card;
  }
}
