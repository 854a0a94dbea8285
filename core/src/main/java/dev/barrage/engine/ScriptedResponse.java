package dev.barrage.engine;

import dev.barrage.engine.http1.CookieJar;
import dev.barrage.engine.http1.Inspection;
import dev.barrage.engine.http1.Interest;
import dev.barrage.engine.http1.KeptFields;
import dev.barrage.engine.http1.Location;
import dev.barrage.engine.http1.ResponseSink;
import dev.barrage.plan.Check;
import dev.barrage.plan.JsonPath;
import dev.barrage.plan.JsonPaths;
import dev.barrage.plan.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a script's request ended. The loop fills it; once the script has it, the script's thread
 * alone touches it, until the loop settles what it counts as.
 */
final class ScriptedResponse implements Script.Response, ResponseSink {
  private static final int SAMPLE_CHARS = 200;

  private final int bodyLimit;
  private byte[] head = new byte[256];
  private @Nullable CookieJar cookies;
  private int headLength;
  private int[] fields = new int[32];
  private int fieldCount;
  private byte[] body = new byte[0];
  private int bodyLength;

  private int status;
  private Outcome outcome = Outcome.OK;
  private @Nullable String message;
  private boolean complete;
  private boolean stranded;
  private long latencyNs;
  private long serviceNs;
  private @Nullable JsonNode tree;

  ScriptedResponse(int bodyLimit) {
    this.bodyLimit = bodyLimit;
  }

  /** A response begins, perhaps again on another connection. The loop's thread. */
  /**
   * @param jar takes in cookies; null: the plan keeps none
   */
  void restart(@Nullable CookieJar jar) {
    cookies = jar;
    headLength = 0;
    fieldCount = 0;
    bodyLength = 0;
  }

  @Override
  public void header(byte[] b, int nameFrom, int nameEnd, int valueFrom, int valueEnd) {
    if (fieldCount + 4 > fields.length) {
      fields = Arrays.copyOf(fields, fields.length * 2);
    }
    if (cookies != null) {
      cookies.field(b, nameFrom, nameEnd, valueFrom, valueEnd);
    }
    keep(b, nameFrom, nameEnd);
    keep(b, valueFrom, valueEnd);
  }

  private void keep(byte[] b, int from, int end) {
    int n = end - from;
    if (headLength + n > head.length) {
      head = Arrays.copyOf(head, Math.max(headLength + n, head.length * 2));
    }
    System.arraycopy(b, from, head, headLength, n);
    fields[fieldCount++] = headLength;
    headLength += n;
    fields[fieldCount++] = headLength;
  }

  @Override
  public void body(byte[] b, int from, int end) {
    int n = Math.min(end - from, bodyLimit - bodyLength);
    if (bodyLength + n > body.length) {
      body = Arrays.copyOf(body, Math.max(bodyLength + n, Math.min(bodyLimit, 2 * bodyLength)));
    }
    System.arraycopy(b, from, body, bodyLength, n);
    bodyLength += n;
  }

  /** The request has ended. The loop's thread. */
  void end(Session session) {
    status = session.status;
    outcome = session.outcome;
    message = session.message;
    complete = outcome.isComplete();
    latencyNs = session.doneNs - session.intendedNs;
    serviceNs = session.sentNs == 0 ? 0 : session.doneNs - session.sentNs;
  }

  /** What it counts as goes into the exchange. The loop's thread, before it is recorded. */
  void settle(Session session) {
    session.outcome = outcome;
    session.message = message;
    if (outcome != Outcome.OK && complete) {
      String text = text();
      session.sample = text.substring(0, Math.min(SAMPLE_CHARS, text.length()));
    }
  }

  /** The values of these header fields go into the exchange, as {@link #settle}. */
  void keepFields(List<String> names, Session session) {
    KeptFields kept = session.roomForFields(names.size());
    kept.clear();
    for (int i = 0; i < fieldCount; i += 4) {
      for (int name = 0; name < names.size(); name++) {
        if (field(fields[i], fields[i + 1]).equalsIgnoreCase(names.get(name))) {
          kept.put(name, head, fields[i + 2], fields[i + 3]);
        }
      }
    }
  }

  /** Whether it leads elsewhere; then the location says where. */
  boolean leadsTo(Location location) {
    if (!isOk() || !Redirects.isRedirect(status)) {
      return false;
    }
    for (int i = 0; i < fieldCount; i += 4) {
      if (fields[i + 3] > fields[i + 2]
          && field(fields[i], fields[i + 1]).equalsIgnoreCase("Location")) {
        location.read(head, fields[i + 2], fields[i + 3]);
        return true;
      }
    }
    return false;
  }

  /** It leads where nobody is to follow. */
  void strand(String why) {
    stranded = true;
    fail(why);
  }

  /** Judges by the plan's checks, as the loop judges declared requests. */
  void judge(Check[] checks) {
    if (!complete || stranded) {
      return;
    }
    if (!isExpected(checks)) {
      outcome = Outcome.STATUS_REFUSED;
      message = "status " + status;
      return;
    }
    String failure = statusesAlone(checks) ? null : inspection(checks).firstFailure();
    if (failure == null) {
      ok();
    } else {
      fail(failure);
    }
  }

  private boolean isExpected(Check[] checks) {
    boolean asked = false;
    for (Check check : checks) {
      if (check instanceof Check.Status(List<Check.StatusRange> allowed)) {
        asked = true;
        for (Check.StatusRange range : allowed) {
          if (status >= range.first() && status <= range.last()) {
            return true;
          }
        }
      }
    }
    return !asked && status < 400;
  }

  private static boolean statusesAlone(Check[] checks) {
    for (Check check : checks) {
      if (!(check instanceof Check.Status)) {
        return false;
      }
    }
    return true;
  }

  private Inspection inspection(Check[] checks) {
    Inspection inspection = new Inspection(bodyLimit);
    inspection.begin(Interest.of(List.of(checks), List.of()));
    for (int i = 0; i < fieldCount; i += 4) {
      inspection.header(head, fields[i], fields[i + 1], fields[i + 2], fields[i + 3]);
    }
    inspection.body(body, 0, bodyLength);
    return inspection;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public boolean isOk() {
    return outcome == Outcome.OK;
  }

  @Override
  public String failure() {
    return isOk() ? "" : message == null ? outcome.id() : message;
  }

  @Override
  public Optional<String> header(String name) {
    for (int i = 0; i < fieldCount; i += 4) {
      if (fields[i + 1] - fields[i] == name.length()
          && field(fields[i], fields[i + 1]).equalsIgnoreCase(name)) {
        return Optional.of(field(fields[i + 2], fields[i + 3]));
      }
    }
    return Optional.empty();
  }

  private String field(int from, int end) {
    return new String(head, from, end - from, StandardCharsets.ISO_8859_1);
  }

  @Override
  public String text() {
    return new String(body, 0, bodyLength, StandardCharsets.UTF_8);
  }

  @Override
  public byte[] bytes() {
    return Arrays.copyOf(body, bodyLength);
  }

  @Override
  public JsonNode json() {
    if (tree == null) {
      try {
        tree = JsonMapper.shared().readTree(body, 0, bodyLength);
      } catch (JacksonException e) {
        throw ended("body is not JSON");
      }
    }
    return tree;
  }

  @Override
  public String json(String path) {
    JsonNode node = json();
    for (JsonPath.Segment segment : JsonPaths.parse(path).segments()) {
      node = Inspection.step(node, segment);
      if (node == null) {
        throw ended("json " + path + " found nothing");
      }
    }
    return node.isString() ? node.stringValue() : node.toString();
  }

  /** As after a declared step whose check failed. */
  private ScriptEnded ended(String why) {
    if (isOk()) {
      fail(why);
    }
    return ScriptEnded.INSTANCE;
  }

  @Override
  public Duration latency() {
    return Duration.ofNanos(latencyNs);
  }

  @Override
  public Duration serviceTime() {
    return Duration.ofNanos(serviceNs);
  }

  @Override
  public Script.Response fail(String why) {
    if (complete) {
      outcome = Outcome.CHECK_FAILED;
      message = why.length() <= 200 ? why : why.substring(0, 200);
    }
    return this;
  }

  @Override
  public Script.Response ok() {
    if (complete) {
      outcome = Outcome.OK;
      message = null;
    }
    return this;
  }
}
