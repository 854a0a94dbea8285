package dev.barrage.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.barrage.engine.http1.ByteOutput;
import dev.barrage.engine.http1.Location;
import dev.barrage.plan.Check;
import dev.barrage.plan.Request;
import dev.barrage.plan.Script;
import dev.barrage.plan.ScriptWords;
import dev.barrage.plan.Template;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A request of a script. Its thread makes it; from {@link #send} on nothing changes. */
final class ScriptedRequest implements Script.Call {
  private static final byte[] NOTHING = new byte[0];

  private final ScriptedUser user;
  private final Requests requests;
  private final String method;
  private final String pattern;
  private final String path;
  private @Nullable String name;
  private int number;
  private List<String> headers = List.of();
  private @Nullable String contentType;
  private byte @Nullable [] body;
  private long timeoutNs;
  private byte[] bytes = NOTHING;
  private int follow;
  private int target;
  final ScriptedResponse response;

  ScriptedRequest(ScriptedUser user, String method, String pattern, Object[] values) {
    Scripts scripts = user.scripts;
    this.user = user;
    this.requests = scripts.plan.requests;
    this.method = method;
    this.pattern = pattern;
    this.number = requests.known(method, pattern);
    if (number < 0) {
      var _ = ScriptWords.method(method);
      var _ = ScriptWords.path(pattern);
    }
    this.path = values.length == 0 && !pattern.contains("{}") ? pattern : fill(pattern, values);
    this.timeoutNs = scripts.timeoutNs;
    this.target = user.home;
    this.response = new ScriptedResponse(scripts.bodyLimit);
  }

  /** Loads what would make the first request of the run late. */
  static void prepare() {
    byte[] json = JsonMapper.shared().writeValueAsBytes(Map.of("a", List.of(1, "b")));
    var _ = JsonMapper.shared().readTree(json);
    var _ = encoded("a b");
  }

  private static String fill(String pattern, Object[] values) {
    StringBuilder path = new StringBuilder();
    int at = 0;
    int used = 0;
    for (int slot; (slot = pattern.indexOf("{}", at)) >= 0; at = slot + 2, used++) {
      path.append(pattern, at, slot);
      path.append(used < values.length ? encoded(String.valueOf(values[used])) : "");
    }
    if (used != values.length) {
      throw new IllegalArgumentException(
          "\"%s\" has %d {} for %d values; each {} takes one"
              .formatted(pattern, used, values.length));
    }
    return path.append(pattern, at, pattern.length()).toString();
  }

  /** As a component of a URI (RFC 3986 section 2.1): unreserved characters alone stay. */
  private static String encoded(String value) {
    return URLEncoder.encode(value, UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  @Override
  public Script.Call name(String given) {
    name = ScriptWords.name(given);
    return this;
  }

  /** For messages. */
  String words() {
    return method.toLowerCase(java.util.Locale.ROOT) + "(\"" + pattern + "\")";
  }

  @Override
  public Script.Call header(String field, String value) {
    if (headers.isEmpty()) {
      headers = new ArrayList<>();
    }
    headers.add(ScriptWords.headerName(field));
    headers.add(ScriptWords.headerValue(value));
    return this;
  }

  @Override
  public Script.Call json(@Nullable Object value) {
    try {
      return body(JsonMapper.shared().writeValueAsBytes(value), "application/json");
    } catch (JacksonException e) {
      throw new IllegalArgumentException("json cannot be written: " + e.getOriginalMessage(), e);
    }
  }

  @Override
  public Script.Call text(String text) {
    return body(text.getBytes(UTF_8), null);
  }

  @Override
  public Script.Call form(Map<String, ?> fields) {
    String form =
        fields.entrySet().stream()
            .map(field -> formEncoded(field.getKey()) + "=" + formEncoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return body(form.getBytes(UTF_8), "application/x-www-form-urlencoded");
  }

  private static String formEncoded(Object value) {
    return URLEncoder.encode(String.valueOf(value), UTF_8);
  }

  @Override
  public Script.Call bytes(byte[] content) {
    return body(content.clone(), null);
  }

  private Script.Call body(byte[] content, @Nullable String type) {
    body = content;
    contentType = type;
    return this;
  }

  @Override
  public Script.Call timeout(Duration timeout) {
    if (!timeout.isPositive() || timeout.compareTo(Scripts.LONGEST) > 0) {
      throw new IllegalArgumentException(
          "timeout is " + timeout + "; must be more than 0 and at most 24 hours");
    }
    timeoutNs = timeout.toNanos();
    return this;
  }

  /** The request that a redirect of another one leads to. */
  private ScriptedRequest(ScriptedRequest first, String method, String path, int target) {
    this.user = first.user;
    this.requests = first.requests;
    this.method = method;
    this.pattern = first.pattern;
    this.path = path;
    this.number =
        requests.scripted(first.method, Request.redirectedName(requests.name(first.number)));
    this.timeoutNs = first.timeoutNs;
    this.target = target;
    this.response = new ScriptedResponse(user.scripts.bodyLimit);
  }

  @Override
  public Script.Call follow(int atMost) {
    if (atMost < 0 || atMost > Request.Handling.MOST_FOLLOW) {
      throw new IllegalArgumentException(
          "follow is " + atMost + "; allowed: 0 to " + Request.Handling.MOST_FOLLOW + " redirects");
    }
    follow = atMost;
    return this;
  }

  @Override
  public Script.Response send() {
    return exchange();
  }

  private ScriptedResponse exchange() {
    if (name != null) {
      number = requests.scripted(method, name);
    } else if (number < 0) {
      number = requests.scripted(method, pattern, ScriptWords.name(method, pattern));
    }
    bytes = user.frame().write(user.session, target, method, path, headers, contentType, body);
    user.send(this);
    return followed();
  }

  /** Follows redirects, each of them a request of its own (see {@link Redirects}). */
  private ScriptedResponse followed() {
    ScriptedRequest last = this;
    boolean asGet = false;
    Location location = new Location();
    ByteOutput to = new ByteOutput(64);
    for (int count = 0; follow > 0 && last.response.leadsTo(location); count++) {
      int where = user.frame().origins.find(location, last.target);
      if (where < 0 || count == follow) {
        last.response.strand(where < 0 ? Redirects.elsewhere(location) : Redirects.tooMany(follow));
        break;
      }
      asGet |= Redirects.becomesGet(last.response.status(), last.method);
      location.resolve(last.bytes, to);
      String path = new String(to.block().bytes, 0, to.length(), UTF_8);
      last = next(asGet, path, where);
      user.follow(last);
    }
    return last.response;
  }

  private ScriptedRequest next(boolean asGet, String path, int where) {
    ScriptedRequest next = new ScriptedRequest(this, asGet ? "GET" : method, path, where);
    boolean away = !user.frame().origins.areOne(where, target);
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < headers.size(); i += 2) {
      String field = headers.get(i);
      boolean staysBehind =
          (asGet && Redirects.isOfContent(field))
              || (away && (Redirects.isCredential(field) || field.equalsIgnoreCase("Host")));
      if (!staysBehind) {
        kept.add(field);
        kept.add(headers.get(i + 1));
      }
    }
    next.bytes =
        user.frame()
            .redirected(away)
            .write(
                user.session,
                where,
                next.method,
                path,
                kept,
                asGet ? null : contentType,
                asGet ? null : body);
    return next;
  }

  @Override
  public Script.Response expect(Check... checks) {
    ScriptedResponse last = exchange();
    last.judge(checks);
    if (!last.isOk()) {
      throw ScriptEnded.INSTANCE;
    }
    return last;
  }

  /** Its number among {@link Requests}. */
  int number() {
    return number;
  }

  long timeoutNs() {
    return timeoutNs;
  }

  /** Which of the target's URLs it goes to. */
  int target() {
    return target;
  }

  /** All of it, ready to be sent. */
  byte[] bytes() {
    return bytes;
  }

  /** What is told of it while it is on its way. */
  Request planned() {
    return Request.bare(requests.name(number), method, Template.literal(path));
  }
}
