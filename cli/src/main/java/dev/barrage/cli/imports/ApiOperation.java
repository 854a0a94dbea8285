package dev.barrage.cli.imports;

import dev.barrage.plan.Secrets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** One operation of an OpenAPI description as a request. */
final class ApiOperation {
  private static final int VALUES_PER_OPERATION = 2_000;

  /** What is in the name of a body's media type, what is taken first before. */
  private static final List<List<String>> BODIES =
      List.of(
          List.of("json"),
          List.of("application/x-www-form", "text/"),
          List.of("multipart/form-data"));

  private final ApiDocument document;
  private final Draft draft;
  private final String method;
  private final String template;
  private final Map<?, ?> pathItem;
  private final Map<?, ?> operation;
  private final Sample sample;

  ApiOperation(
      ApiDocument document, Draft draft, String method, String template, Map<?, ?> pathItem) {
    this.document = document;
    this.draft = draft;
    this.method = method;
    this.template = template;
    this.pathItem = pathItem;
    this.operation = document.map(pathItem, method);
    this.sample = new Sample(document, VALUES_PER_OPERATION);
  }

  private String label() {
    return method.toUpperCase(Locale.ROOT) + " " + template;
  }

  Draft.Task task() {
    List<String> comments = new ArrayList<>();
    String summary = ApiDocument.text(operation, "summary");
    String id = ApiDocument.text(operation, "operationId");
    String words = summary.isEmpty() ? id : summary;
    if (!words.isEmpty()) {
      comments.add(words);
    }
    if (Boolean.TRUE.equals(operation.get("deprecated"))) {
      comments.add("deprecated");
    }
    return new Draft.Task(List.of(Draft.Step.of(request())), comments);
  }

  private DraftRequest request() {
    String path = template;
    List<String> query = new ArrayList<>();
    List<String> cookies = new ArrayList<>();
    List<DraftRequest.Header> headers = new ArrayList<>();
    for (Map<?, ?> parameter : parameters()) {
      String name = ApiDocument.text(parameter, "name");
      switch (ApiDocument.text(parameter, "in")) {
        case "path" -> path = path.replace("{" + name + "}", encoded(name, one(parameter)));
        case "query" -> {
          if (isSent(parameter)) {
            query.addAll(pairs(parameter, name));
          }
        }
        case "header" -> {
          if (Boolean.TRUE.equals(parameter.get("required")) && isFree(name)) {
            headers.add(new DraftRequest.Header(name, one(parameter)));
          }
        }
        case "cookie" -> {
          if (Boolean.TRUE.equals(parameter.get("required"))) {
            cookies.add(name + "=" + one(parameter));
          }
        }
        default -> draft.note("a parameter of " + label() + " that is in no known place");
      }
    }
    security(query, headers, cookies);
    String sent = Address.encoded(path.startsWith("/") ? path : "/" + path);
    String whole = query.isEmpty() ? sent : sent + "?" + String.join("&", query);
    DraftRequest request = new DraftRequest(method, whole.replace("{", "%7B").replace("}", "%7D"));
    if (!whole.equals(template) && label().length() <= 200) {
      request.name(DraftText.printable(label()));
    }
    headers.forEach(
        h -> request.header(h.name(), draft.leftOut.header(h.name(), h.value(), label())));
    if (!cookies.isEmpty()) {
      request.header("Cookie", draft.leftOut.header("Cookie", String.join("; ", cookies), label()));
    }
    body(request);
    expect(request);
    return request;
  }

  /** The specification leaves these to other fields (OpenAPI 3.1 section 4.8.12). */
  private static boolean isFree(String name) {
    return !List.of("accept", "content-type", "authorization")
            .contains(name.toLowerCase(Locale.ROOT))
        && name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}");
  }

  /** Those of the path, replaced by those of the operation that have the same name and place. */
  private Iterable<Map<?, ?>> parameters() {
    Map<String, Map<?, ?>> found = new LinkedHashMap<>();
    for (Map<?, ?> from : List.of(pathItem, operation)) {
      for (Object raw : ApiDocument.list(from, "parameters")) {
        Map<?, ?> parameter = document.resolved(raw);
        String key = ApiDocument.text(parameter, "in") + " " + ApiDocument.text(parameter, "name");
        found.put(key, parameter);
      }
    }
    return found.values();
  }

  private static boolean isSent(Map<?, ?> parameter) {
    return Boolean.TRUE.equals(parameter.get("required"))
        || parameter.containsKey("example")
        || parameter.containsKey("examples")
        || (parameter.get("schema") instanceof Map<?, ?> schema
            && (schema.containsKey("example") || schema.containsKey("default")));
  }

  private String encoded(String name, String value) {
    String kept = draft.leftOut.parameter(name, value, label());
    return Slots.isWhole(kept) ? kept : Address.percent(kept);
  }

  /** A list is one pair each, or with {@code explode: false} one pair whose values have commas. */
  private List<String> pairs(Map<?, ?> parameter, String name) {
    List<String> values = all(parameter).stream().map(value -> encoded(name, value)).toList();
    String prefix = Address.percent(name) + "=";
    return Boolean.FALSE.equals(parameter.get("explode"))
        ? List.of(prefix + String.join(",", values))
        : values.stream().map(value -> prefix + value).toList();
  }

  private String one(Map<?, ?> parameter) {
    List<String> values = all(parameter);
    return values.isEmpty() ? "" : values.getFirst();
  }

  private List<String> all(Map<?, ?> parameter) {
    Object value =
        example(
            parameter,
            document.map(parameter, "content").isEmpty() ? parameter.get("schema") : null);
    return switch (value) {
      case null -> List.of("");
      case List<?> list -> list.stream().map(ApiOperation::text).toList();
      default -> List.of(text(value));
    };
  }

  static String text(@Nullable Object value) {
    String text =
        value instanceof Map<?, ?> || value instanceof List<?>
            ? JsonMapper.shared().writeValueAsString(value)
            : String.valueOf(value);
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  /** Of a parameter or a media type. */
  private @Nullable Object example(Map<?, ?> described, @Nullable Object schema) {
    if (described.containsKey("example")) {
      return described.get("example");
    }
    for (Object each : document.map(described, "examples").values()) {
      Map<?, ?> named = document.resolved(each);
      if (named.containsKey("value")) {
        return named.get("value");
      }
    }
    return sample.of(schema);
  }

  private void body(DraftRequest request) {
    Map<?, ?> content = document.map(document.map(operation, "requestBody"), "content");
    if (content.isEmpty() || List.of("get", "head").contains(method)) {
      return;
    }
    String type =
        content.keySet().stream()
            .map(String::valueOf)
            .filter(t -> rank(t) < BODIES.size())
            .min(Comparator.comparingInt(ApiOperation::rank))
            .orElse("");
    if (type.isEmpty()) {
      draft.note("the body of " + label() + ": " + content.keySet().iterator().next());
      return;
    }
    Map<?, ?> media = document.map(content, type);
    Object value = example(media, media.get("schema"));
    Object safe = draft.leftOut.json(value, label());
    if (type.contains("json")) {
      if (!type.equals("application/json")) {
        request.header("Content-Type", type.replace("*", "json"));
      }
      request.body("json", safe);
    } else if (type.startsWith("multipart/")) {
      multipart(request, media, safe);
    } else {
      boolean plain = type.equals("application/x-www-form-urlencoded");
      if (safe instanceof Map<?, ?> members && type.startsWith("application")) {
        request.body("form", fields(members));
      } else {
        request.body("text", text(safe));
        plain = false;
      }
      if (!plain) {
        request.header("Content-Type", type);
      }
    }
  }

  /** How soon a media type is chosen among several. */
  private static int rank(String type) {
    int rank = 0;
    while (rank < BODIES.size() && BODIES.get(rank).stream().noneMatch(type::contains)) {
      rank++;
    }
    return rank;
  }

  private void multipart(DraftRequest request, Map<?, ?> media, @Nullable Object value) {
    ApiMultipart form =
        new ApiMultipart(
            document,
            media,
            name ->
                draft.note(
                    ("the content of the file " + DraftText.printable(name) + " of " + label())
                        + ": a few bytes stand for it; write file: NAME instead of text"));
    Map<String, Object> parts = value instanceof Map<?, ?> members ? form.parts(members) : Map.of();
    if (parts.isEmpty()) {
      draft.note("the body of " + label() + ": multipart/form-data without properties");
    } else {
      request.body("multipart", parts);
    }
  }

  /** A list is a field for each value. */
  private static Map<String, Object> fields(Map<?, ?> members) {
    Map<String, Object> fields = new LinkedHashMap<>();
    members.forEach((name, value) ->
        fields.put(
            String.valueOf(name),
            value instanceof List<?> list
                ? list.stream().map(ApiOperation::text).toList()
                : text(value)));
    return fields;
  }

  /** Statuses of success that the description names; 4xx and 5xx are failures in any case. */
  private void expect(DraftRequest request) {
    List<Object> statuses = new ArrayList<>();
    for (Object key : document.map(operation, "responses").keySet()) {
      String status = String.valueOf(key).toLowerCase(Locale.ROOT);
      if (status.matches("[23]\\d\\d")) {
        statuses.add(Integer.valueOf(status));
      } else if (status.matches("[23]xx")) {
        statuses.add(status);
      }
    }
    if (!statuses.isEmpty()) {
      request.expect(Map.of("status", statuses.size() == 1 ? statuses.getFirst() : statuses));
    }
  }

  private void security(
      List<String> query, List<DraftRequest.Header> headers, List<String> cookies) {
    Object wanted =
        operation.containsKey("security")
            ? operation.get("security")
            : document.root().get("security");
    if (!(wanted instanceof List<?> alternatives) || alternatives.isEmpty()) {
      return;
    }
    Map<?, ?> schemes =
        document.map(document.map(document.root(), "components"), "securitySchemes");
    for (Object name : document.resolved(alternatives.getFirst()).keySet()) {
      Map<?, ?> scheme = document.resolved(schemes.get(name));
      String place = "security scheme " + name;
      switch (ApiDocument.text(scheme, "type")) {
        case "http" -> {
          String kind = ApiDocument.text(scheme, "scheme").toLowerCase(Locale.ROOT);
          if (kind.equals("basic")) {
            String slot =
                draft.leftOut.open("basic_credential", place + ": base64 of user:password");
            headers.add(new DraftRequest.Header("Authorization", "Basic " + slot));
          } else {
            bearer(headers, place);
          }
        }
        case "oauth2", "openIdConnect" -> bearer(headers, place + ": an access token");
        case "apiKey" -> apiKey(scheme, place, query, headers, cookies);
        default -> draft.note(place + " of " + label());
      }
    }
  }

  private void bearer(List<DraftRequest.Header> headers, String place) {
    headers.add(
        new DraftRequest.Header("Authorization", "Bearer " + draft.leftOut.open("token", place)));
  }

  private void apiKey(
      Map<?, ?> scheme,
      String place,
      List<String> query,
      List<DraftRequest.Header> headers,
      List<String> cookies) {
    String name = ApiDocument.text(scheme, "name");
    String plain =
        name.toLowerCase(Locale.ROOT).replaceFirst("^x-", "").replaceAll("[^a-z0-9_]", "_");
    String variable = Secrets.isSecretName(plain) ? plain : plain + "_secret";
    String slot = draft.leftOut.open(variable.replaceFirst("^[^a-z_]", "_"), place);
    switch (ApiDocument.text(scheme, "in")) {
      case "query" -> query.add(Address.percent(name) + "=" + slot);
      case "cookie" -> cookies.add(name + "=" + slot);
      default -> {
        if (isFree(name)) {
          headers.add(new DraftRequest.Header(name, slot));
        }
      }
    }
  }
}
