package dev.barrage.testbed.agent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A plain list of agents' cards: no part of A2A, which leaves registries to whoever runs one. The
 * testbed's own agent comes first; of the others the oldest give way to new ones. Safe for any
 * thread.
 */
public final class Registry {
  /** Agents kept. */
  public static final int MAX_AGENTS = 4096;

  /** Longest card, in bytes. */
  public static final int MAX_CARD_BYTES = 4096;

  private final LinkedHashMap<String, JsonNode> cards = new LinkedHashMap<>();
  private long registered;

  /** Registers a card; the entry has the new {@code id}. */
  public synchronized Map<String, Object> register(JsonNode card) {
    if (cards.size() == MAX_AGENTS) {
      cards.remove(cards.firstEntry().getKey());
    }
    String id = "agent-" + ++registered;
    cards.put(id, card);
    return entry(id, card);
  }

  /** What is wrong with a card to be registered, or null. */
  public static @Nullable String mistake(JsonNode card) {
    if (card.path("name").asString("").isEmpty()) {
      return "name must be a text that is not empty";
    }
    JsonNode first = card.path("supportedInterfaces").path(0);
    boolean complete =
        Stream.of("url", "protocolBinding", "protocolVersion")
            .noneMatch(key -> first.path(key).asString("").isEmpty());
    return complete
        ? null
        : "supportedInterfaces must have one with url, protocolBinding and protocolVersion";
  }

  /** One page of the agents, from 1, those at {@code base} first. */
  public synchronized Map<String, Object> list(String base, int page, int size) {
    Stream<Map<String, Object>> own = Stream.of(entry("testbed", AgentCard.at(base)));
    Stream<Map<String, Object>> others =
        cards.entrySet().stream().map(e -> entry(e.getKey(), e.getValue()));
    List<Map<String, Object>> agents =
        Stream.concat(own, others)
            .skip((page - 1L) * size)
            .limit(size)
            .collect(Collectors.toList());
    Map<String, Object> listed = new LinkedHashMap<>();
    listed.put("page", page);
    listed.put("size", size);
    listed.put("total", cards.size() + 1);
    listed.put("agents", agents);
    return listed;
  }

  /** The entry of an id, or null. */
  public synchronized @Nullable Map<String, Object> find(String id) {
    JsonNode card = cards.get(id);
    return card == null ? null : entry(id, card);
  }

  /** False if there was none. */
  public synchronized boolean remove(String id) {
    return cards.remove(id) != null;
  }

  private static Map<String, Object> entry(String id, Object card) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("id", id);
    entry.put("card", card);
    return entry;
  }
}
