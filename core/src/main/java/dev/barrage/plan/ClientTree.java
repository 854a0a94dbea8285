package dev.barrage.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a user's client adds to requests as a part of {@link PlanTree}. */
final class ClientTree {
  private ClientTree() {}

  static void put(Client client, Map<String, Object> tree) {
    if (client.cookies()) {
      tree.put("cookies", true);
    }
    client.auth().ifPresent(auth -> tree.put("auth", auth(auth)));
    if (!client.headers().isEmpty()) {
      tree.put("headers", headers(client.headers()));
    }
  }

  private static Map<String, Object> auth(Client.Auth auth) {
    return switch (auth) {
      case Client.Auth.Basic basic -> {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("user", basic.user().source());
        tree.put("password", basic.password().source());
        yield Map.of("basic", tree);
      }
      case Client.Auth.Bearer bearer -> Map.of("bearer", bearer.token().source());
    };
  }

  /** A mapping, or lines where a name comes twice and order might matter. */
  static Object headers(List<Request.Header> headers) {
    Set<String> names = new LinkedHashSet<>();
    Map<String, Object> mapping = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    for (Request.Header header : headers) {
      names.add(header.name());
      mapping.put(header.name(), header.value().source());
      lines.add(header.name() + ": " + header.value().source());
    }
    return names.size() == headers.size() ? mapping : lines;
  }
}
