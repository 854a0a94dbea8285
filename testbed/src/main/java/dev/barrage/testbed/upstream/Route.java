package dev.barrage.testbed.upstream;

import java.util.List;

/** What the upstream serves: path template and methods of each endpoint. */
enum Route {
  HELLO("/api/hello", "GET"),
  ECHO("/api/echo", "POST"),
  SEARCH("/api/search", "GET"),
  USER("/api/users/{id}", "GET", "POST", "PUT"),
  PROTECTED("/api/protected", "GET", "POST", "PUT"),
  LOGIN("/api/login", "POST"),
  HEALTH("/health", "GET"),
  HEALTH_V1("/api/v1/health", "GET"),
  RESOURCE("/api/v1/resource/{id}", "GET"),
  RESOURCES("/api/v1/resources", "GET"),
  ACTION("/api/v1/action", "POST"),
  EVENTS("/api/v1/events/stream", "GET"),
  WEB_SOCKET("/ws", "GET"),
  AGENT_CARD("/.well-known/agent-card.json", "GET"),
  AGENT("/a2a", "POST"),
  AGENTS("/agents", "GET", "POST"),
  REGISTERED_AGENT("/agents/{id}", "GET", "DELETE"),
  METRICS("/metrics", "GET"),
  BYTES("/bytes/{n}", "GET"),
  STATUS("/status/{code}", "GET", "POST", "PUT", "PATCH", "DELETE"),
  REDIRECT("/redirect/{n}", "GET", "POST", "PUT"),
  DELAY("/delay/{ms}", "GET", "POST"),
  DELAY_DISTRIBUTION("/delay", "GET", "POST"),
  /** Any other path. */
  UNKNOWN("(unknown)"),
  /** Bytes that are not a request. */
  MALFORMED("(malformed)");

  private final String template;
  private final List<String> methods;

  Route(String template, String... methods) {
    this.template = template;
    this.methods = List.of(methods);
  }

  String template() {
    return template;
  }

  /** Whether the endpoint answers {@code method}; HEAD wherever GET is. */
  boolean allows(String method) {
    return methods.contains(method.equals("HEAD") ? "GET" : method);
  }

  /** The value of an {@code Allow} header. */
  String allow() {
    String all = String.join(", ", methods);
    return methods.contains("GET") ? all + ", HEAD" : all;
  }

  /** The route of a path without its query. */
  static Route of(String path) {
    return switch (path) {
      case "/api/hello" -> HELLO;
      case "/api/echo" -> ECHO;
      case "/api/search" -> SEARCH;
      case "/api/protected" -> PROTECTED;
      case "/api/login" -> LOGIN;
      case "/health" -> HEALTH;
      case "/api/v1/health" -> HEALTH_V1;
      case "/api/v1/resources" -> RESOURCES;
      case "/api/v1/action" -> ACTION;
      case "/api/v1/events/stream" -> EVENTS;
      case "/ws" -> WEB_SOCKET;
      case "/.well-known/agent-card.json" -> AGENT_CARD;
      case "/a2a" -> AGENT;
      case "/agents" -> AGENTS;
      case "/metrics" -> METRICS;
      case "/delay" -> DELAY_DISTRIBUTION;
      default -> ofParameter(path);
    };
  }

  private static Route ofParameter(String path) {
    int slash = path.lastIndexOf('/');
    if (slash < 0 || slash == path.length() - 1) {
      return UNKNOWN;
    }
    return switch (path.substring(0, slash)) {
      case "/api/users" -> USER;
      case "/api/v1/resource" -> RESOURCE;
      case "/agents" -> REGISTERED_AGENT;
      case "/bytes" -> BYTES;
      case "/status" -> STATUS;
      case "/redirect" -> REDIRECT;
      case "/delay" -> DELAY;
      default -> UNKNOWN;
    };
  }
}
