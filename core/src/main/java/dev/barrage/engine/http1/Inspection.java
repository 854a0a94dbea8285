package dev.barrage.engine.http1;

import dev.barrage.plan.Capture;
import dev.barrage.plan.Check;
import dev.barrage.plan.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps of a response what the checks and captures of its request ask for, and answers them.
 *
 * <p>One per connection, made at the first request that asks for anything. One thread.
 */
public final class Inspection implements ResponseSink {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final int bodyLimit;
  private Interest interest = Interest.NONE;
  private final List<String> fields = new ArrayList<>(); // "name: value", name in lower case
  private byte[] body = Ascii.NONE;
  private int bodyLength;
  private boolean cut;
  private @Nullable JsonNode tree;

  /** What a request wants to know of its responses; status checks are not among it. */
  public record Interest(
      List<Check> checks, List<Capture> captures, List<byte[]> headers, boolean body) {
    public static final Interest NONE = new Interest(List.of(), List.of(), List.of(), false);

    public static Interest of(List<Check> checks, List<Capture> captures) {
      List<Check> own = checks.stream().filter(c -> !(c instanceof Check.Status)).toList();
      List<byte[]> headers = new ArrayList<>();
      boolean body = false;
      for (Check check : own) {
        switch (check) {
          case Check.HeaderPresent header -> headers.add(Ascii.lower(header.name()));
          case Check.HeaderIs header -> headers.add(Ascii.lower(header.name()));
          case Check.HeaderContains header -> headers.add(Ascii.lower(header.name()));
          case Check.BodyContains c -> body = true;
          case Check.BodyMatches c -> body = true;
          case Check.JsonEquals c -> body = true;
          case Check.JsonPresent c -> body = true;
          case Check.Status c -> throw new IllegalStateException("filtered above");
        }
      }
      for (Capture capture : captures) {
        switch (capture.source()) {
          case Capture.Source.HeaderValue header -> headers.add(Ascii.lower(header.name()));
          case Capture.Source.Cookie c -> headers.add(Ascii.lower("set-cookie"));
          case Capture.Source.Json j -> body = true;
          case Capture.Source.Regex r -> body = true;
        }
      }
      return new Interest(own, List.copyOf(captures), List.copyOf(headers), body);
    }

    public boolean isNone() {
      return checks.isEmpty() && captures.isEmpty();
    }
  }

  /** A captured value; {@code string}: it was a JSON string. */
  public record Captured(byte[] text, boolean string) {}

  public Inspection(int bodyLimit) {
    this.bodyLimit = bodyLimit;
  }

  public void begin(Interest wanted) {
    interest = wanted;
    fields.clear();
    bodyLength = 0;
    cut = false;
    tree = null;
  }

  @Override
  public void header(byte[] b, int nameFrom, int nameEnd, int valueFrom, int valueEnd) {
    List<byte[]> wanted = interest.headers();
    for (int i = 0; i < wanted.size(); i++) {
      if (Ascii.equalsIgnoreCase(b, nameFrom, nameEnd, wanted.get(i))) {
        String name = new String(wanted.get(i), StandardCharsets.US_ASCII);
        String value = new String(b, valueFrom, valueEnd - valueFrom, StandardCharsets.ISO_8859_1);
        fields.add(name + ": " + value);
        return;
      }
    }
  }

  @Override
  public void body(byte[] b, int from, int end) {
    if (!interest.body()) {
      return;
    }
    int n = Math.min(end - from, bodyLimit - bodyLength);
    cut |= n < end - from;
    if (bodyLength + n > body.length) {
      int capacity = Math.min(bodyLimit, Math.max(1024, Math.max(bodyLength + n, body.length * 2)));
      body = Arrays.copyOf(body, capacity);
    }
    System.arraycopy(b, from, body, bodyLength, n);
    bodyLength += n;
  }

  /** The first check that does not hold, in words; null if all hold. */
  public @Nullable String firstFailure() {
    List<Check> checks = interest.checks();
    for (int i = 0; i < checks.size(); i++) {
      String failure = failure(checks.get(i));
      if (failure != null) {
        return cut ? failure + " (only the first " + bodyLimit + " bytes were kept)" : failure;
      }
    }
    return null;
  }

  private @Nullable String failure(Check check) {
    return switch (check) {
      case Check.HeaderPresent c -> field(c.name()) == null ? "no header " + c.name() : null;
      case Check.HeaderIs c -> headerIs(c);
      case Check.HeaderContains c -> {
        String value = field(c.name());
        yield value != null && value.contains(c.text())
            ? null
            : "header " + c.name() + " does not contain " + c.text();
      }
      case Check.BodyContains c ->
          bodyText().contains(c.text()) ? null : "body does not contain " + c.text();
      case Check.BodyMatches c ->
          c.pattern().matcher(bodyText()).find() ? null : "body does not match " + c.pattern();
      case Check.JsonPresent c ->
          select(c.path()) == null ? "json " + c.path().source() + " is not there" : null;
      case Check.JsonEquals c -> jsonEquals(c);
      case Check.Status c -> throw new IllegalStateException("status checks are not kept here");
    };
  }

  private @Nullable String headerIs(Check.HeaderIs check) {
    String value = field(check.name());
    if (value == null) {
      return "no header " + check.name();
    }
    boolean same = value.equals(check.value()) || value.startsWith(check.value() + ";");
    return same ? null : "header " + check.name() + " is not " + check.value();
  }

  private @Nullable String jsonEquals(Check.JsonEquals check) {
    JsonNode found = select(check.path());
    if (found == null) {
      return "json " + check.path().source() + " is not there";
    }
    JsonNode wanted = JSON.readTree(check.json());
    boolean same =
        (found.isNumber() && wanted.isNumber())
            ? found.decimalValue().compareTo(wanted.decimalValue()) == 0
            : found.equals(wanted);
    return same ? null : "json " + check.path().source() + " is not " + check.json();
  }

  /** The captured value, or null if the response does not hold it. */
  public @Nullable Captured capture(Capture capture) {
    return switch (capture.source()) {
      case Capture.Source.HeaderValue header -> captured(field(header.name()));
      case Capture.Source.Cookie cookie -> captured(cookie(cookie.name()));
      case Capture.Source.Regex regex -> {
        Matcher m = regex.pattern().matcher(bodyText());
        yield m.find() ? captured(m.groupCount() > 0 ? m.group(1) : m.group()) : null;
      }
      case Capture.Source.Json json -> {
        JsonNode node = select(json.path());
        if (node == null) {
          yield null;
        }
        String text = node.isString() ? node.stringValue() : node.toString();
        yield new Captured(text.getBytes(StandardCharsets.UTF_8), node.isString());
      }
    };
  }

  private static @Nullable Captured captured(@Nullable String text) {
    return text == null ? null : new Captured(text.getBytes(StandardCharsets.UTF_8), false);
  }

  private @Nullable String field(String name) {
    String prefix = name.toLowerCase(java.util.Locale.ROOT) + ": ";
    for (String field : fields) {
      if (field.startsWith(prefix)) {
        return field.substring(prefix.length());
      }
    }
    return null;
  }

  private @Nullable String cookie(String name) {
    String prefix = "set-cookie: " + name + "=";
    for (String field : fields) {
      if (field.startsWith(prefix)) {
        int end = field.indexOf(';', prefix.length());
        return field.substring(prefix.length(), end < 0 ? field.length() : end).strip();
      }
    }
    return null;
  }

  /** The kept part of the body, UTF-8. */
  public String bodyText() {
    return new String(body, 0, bodyLength, StandardCharsets.UTF_8);
  }

  /** Follows a singular query (RFC 9535 section 2.3.5.1); null where it selects nothing. */
  private @Nullable JsonNode select(JsonPath path) {
    JsonNode node = tree();
    for (JsonPath.Segment segment : path.segments()) {
      if (node == null) {
        return null;
      }
      node =
          switch (segment) {
            case JsonPath.Segment.Name name -> node.get(name.name());
            case JsonPath.Segment.Index i ->
                node.get(i.index() < 0 ? node.size() + i.index() : i.index());
          };
    }
    return node;
  }

  private @Nullable JsonNode tree() {
    if (tree == null) {
      try {
        tree = JSON.readTree(body, 0, bodyLength);
      } catch (JacksonException e) {
        return null;
      }
    }
    return tree;
  }
}
