package dev.barrage.cli.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request to be written into a plan. Its text may hold {@link Slots}. */
final class DraftRequest {
  private static final Set<String> METHODS =
      Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

  /** Set by the engine, or about this one connection only; those that begin with a colon too. */
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "content-length",
          "transfer-encoding",
          "connection",
          "keep-alive",
          "proxy-connection",
          "upgrade",
          "te",
          "trailer",
          "expect");

  record Header(String name, String value) {}

  final String method;
  final String path;
  private final List<Header> headers = new ArrayList<>();
  private Optional<String> bodyKey = Optional.empty();
  private @Nullable Object body;
  private final List<Object> expected = new ArrayList<>();
  private final Map<String, String> captures = new LinkedHashMap<>();
  private Optional<String> name = Optional.empty();
  private Optional<String> timeout = Optional.empty();
  private int follow;

  DraftRequest(String method, String path) {
    this.method = method.toUpperCase(Locale.ROOT);
    this.path = path;
  }

  /** Whether plans know the method. */
  static boolean isKnown(String method) {
    return METHODS.contains(method.toUpperCase(Locale.ROOT));
  }

  /** {@code GET /path}, without the query. */
  static String label(String method, String path) {
    return method + " " + Slots.template(path).replaceFirst("\\?.*", "");
  }

  /** Adds a header, unless it is the connection's business. */
  DraftRequest header(String headerName, String value) {
    String lower = headerName.toLowerCase(Locale.ROOT);
    if (!headerName.startsWith(":") && !HOP_BY_HOP.contains(lower)) {
      headers.add(new Header(headerName, value.strip()));
    }
    return this;
  }

  /** The first value of a header; empty if it is not there. */
  Optional<String> header(String headerName) {
    return headers.stream()
        .filter(h -> h.name().equalsIgnoreCase(headerName))
        .map(Header::value)
        .findFirst();
  }

  DraftRequest withoutHeader(String headerName) {
    headers.removeIf(h -> h.name().equalsIgnoreCase(headerName));
    return this;
  }

  DraftRequest body(String key, @Nullable Object value) {
    bodyKey = Optional.of(key);
    body = value;
    return this;
  }

  /** The body, to look for what it repeats of earlier answers. */
  @Nullable Object body() {
    return body;
  }

  DraftRequest name(String text) {
    name = Optional.of(text);
    return this;
  }

  DraftRequest expect(Object check) {
    expected.add(check);
    return this;
  }

  DraftRequest capture(String variable, String source) {
    captures.put(variable, source);
    return this;
  }

  DraftRequest timeout(String duration) {
    timeout = Optional.of(duration);
    return this;
  }

  /** So many redirects are followed at most. */
  DraftRequest follow(int atMost) {
    follow = atMost;
    return this;
  }

  /** In the grammar of plan files. */
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(method.toLowerCase(Locale.ROOT), Slots.template(path));
    name.ifPresent(text -> tree.put("name", text));
    if (!headers.isEmpty()) {
      tree.put("headers", headerTree());
    }
    bodyKey.ifPresent(key -> tree.put(key, nullable(Slots.templates(body))));
    if (!expected.isEmpty()) {
      tree.put("expect", expected.size() == 1 ? expected.getFirst() : expected);
    }
    if (!captures.isEmpty()) {
      tree.put("capture", captures);
    }
    timeout.ifPresent(text -> tree.put("timeout", text));
    if (follow > 0) {
      tree.put("follow", follow);
    }
    return tree;
  }

  /** JSON's null is a body too. */
  @SuppressWarnings("NullAway")
  private static Object nullable(@Nullable Object json) {
    return json;
  }

  /** A mapping, or lines where a name comes twice. */
  private Object headerTree() {
    Map<String, Object> mapping = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    for (Header header : headers) {
      String value = Slots.template(header.value());
      mapping.put(header.name(), value);
      lines.add(header.name() + ": " + value);
    }
    long names = headers.stream().map(h -> h.name().toLowerCase(Locale.ROOT)).distinct().count();
    return names == headers.size() ? mapping : lines;
  }
}
