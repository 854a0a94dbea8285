package dev.barrage.engine.http1;

import dev.barrage.engine.http1.Interest.Find;
import dev.barrage.engine.http1.Interest.Rule;
import dev.barrage.plan.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps of a response what the checks and captures of its request ask for, and answers them.
 *
 * <p>Header fields and body text are compared as bytes, without allocation, and so is plain JSON
 * ({@link JsonScan}); patterns and other JSON are not. One per connection, made at the first
 * request that asks for anything. One thread.
 */
public final class Inspection implements ResponseSink {
  private static final String GAVE_UP = " (given up: the pattern takes too long)";
  private static final int ABSENT = -1;
  private static final byte[] LOCATION = Ascii.lower("location");

  /** Kept of a body at which no check looks, to be shown where the answer is a failure. */
  private static final int SAMPLE_BYTES = 200;

  /** Takes a captured value; the array is the caller's. */
  public interface Variable {
    /**
     * @param string whether it was a JSON string
     */
    void set(byte[] b, int from, int end, boolean string);
  }

  private final int bodyLimit;
  private final ByteOutput values = new ByteOutput(64);
  private Interest interest = Interest.NONE;
  private int[] valueFrom = new int[4];
  private int[] valueEnd = new int[4];
  private byte[] body = Ascii.NONE;
  private int bodyLength;
  private long bodyTotal;
  private boolean cut;
  private @Nullable CookieJar cookies;
  private final LimitFields limits = new LimitFields();
  private @Nullable KeptFields kept;
  private final Value location = new Value();
  private boolean gaveUp;
  private boolean marked;
  private @Nullable JsonNode tree;
  private final JsonScan scan = new JsonScan();

  /**
   * @param bodyLimit bytes of a body kept at most; what lies beyond is not seen by checks
   */
  public Inspection(int bodyLimit) {
    this.bodyLimit = bodyLimit;
  }

  /** What the response says of a rate limit, if the interest asks for it; the inspection's own. */
  public LimitFields limits() {
    return limits;
  }

  /** Whether the response has the header field whose presence the interest asks for. */
  public boolean isMarked() {
    return marked;
  }

  /** Where the response leads, if the interest asks for it; empty: nowhere. */
  public Value location() {
    return location;
  }

  /** Values that the interest has kept for the recorder; the inspection's own. */
  public KeptFields kept() {
    return java.util.Objects.requireNonNull(kept);
  }

  public void begin(Interest wanted) {
    begin(wanted, null);
  }

  /**
   * @param jar takes in cookies if the interest has it so
   */
  public void begin(Interest wanted, @Nullable CookieJar jar) {
    interest = wanted;
    cookies = wanted.cookies ? jar : null;
    limits.clear();
    location.clear();
    marked = false;
    if (wanted.kept.length > 0) {
      if (kept == null || kept.count() != wanted.kept.length) {
        kept = new KeptFields(wanted.kept.length);
      }
      kept.clear();
    }
    values.clear();
    if (valueFrom.length < wanted.fields.length) {
      valueFrom = new int[wanted.fields.length];
      valueEnd = new int[wanted.fields.length];
    }
    Arrays.fill(valueFrom, ABSENT);
    bodyLength = 0;
    bodyTotal = 0;
    cut = false;
    gaveUp = false;
    tree = null;
  }

  @Override
  public void header(byte[] b, int nameFrom, int nameEnd, int from, int end) {
    if (interest.limits) {
      limits.field(b, nameFrom, nameEnd, from, end);
    }
    if (interest.location
        && location.isEmpty()
        && Ascii.equalsIgnoreCase(b, nameFrom, nameEnd, LOCATION)) {
      location.set(b, from, end, false);
    }
    byte[] mark = interest.mark;
    if (mark != null && Ascii.equalsIgnoreCase(b, nameFrom, nameEnd, mark)) {
      marked = true;
    }
    if (cookies != null) {
      cookies.field(b, nameFrom, nameEnd, from, end);
    }
    for (int i = 0; i < interest.kept.length; i++) {
      if (Ascii.equalsIgnoreCase(b, nameFrom, nameEnd, interest.kept[i])) {
        kept().put(i, b, from, end);
      }
    }
    Interest.Field[] wanted = interest.fields;
    for (int i = 0; i < wanted.length; i++) {
      if (valueFrom[i] == ABSENT
          && Ascii.equalsIgnoreCase(b, nameFrom, nameEnd, wanted[i].name())) {
        byte[] cookie = wanted[i].cookie();
        if (cookie == null) {
          keep(i, b, from, end);
        } else if (startsWith(b, from, end, cookie)) {
          keep(i, b, from + cookie.length, cookieEnd(b, from, end));
        }
      }
    }
  }

  private void keep(int field, byte[] b, int from, int end) {
    valueFrom[field] = values.length();
    values.put(b, from, end);
    valueEnd[field] = values.length();
  }

  /**
   * A cookie's value ends at the first semicolon, blanks before it aside (RFC 6265 section 5.2).
   */
  private static int cookieEnd(byte[] b, int from, int end) {
    int at = from;
    while (at < end && b[at] != ';') {
      at++;
    }
    while (at > from && b[at - 1] == ' ') {
      at--;
    }
    return at;
  }

  @Override
  public void body(byte[] b, int from, int end) {
    bodyTotal += end - from;
    int limit = interest.body ? bodyLimit : Math.min(bodyLimit, SAMPLE_BYTES);
    int n = Math.min(end - from, limit - bodyLength);
    if (n <= 0 && !interest.body) {
      return;
    }
    cut |= interest.body && n < end - from;
    if (bodyLength + n > body.length) {
      int capacity = Math.min(limit, Math.max(1024, Math.max(bodyLength + n, body.length * 2)));
      body = Arrays.copyOf(body, capacity);
    }
    System.arraycopy(b, from, body, bodyLength, n);
    bodyLength += n;
  }

  /** The first check that does not hold, in words; null if all hold. */
  public @Nullable String firstFailure() {
    for (Rule rule : interest.rules) {
      if (!holds(rule)) {
        boolean unknown = cut && rule instanceof Rule.Not not && not.ofBody();
        String failure =
            (unknown ? "cannot be told: " : "") + rule.failure() + (gaveUp ? GAVE_UP : "");
        return cut && interest.body
            ? failure + " (only the first " + bodyLimit + " bytes were kept)"
            : failure;
      }
    }
    return null;
  }

  private boolean holds(Rule rule) {
    return switch (rule) {
      case Rule.HeaderPresent r -> valueFrom[r.field()] != ABSENT;
      case Rule.HeaderIs r -> headerIs(r.field(), r.value());
      case Rule.HeaderContains r ->
          valueFrom[r.field()] != ABSENT
              && contains(
                  values.block().bytes, valueFrom[r.field()], valueEnd[r.field()], r.text());
      case Rule.BodyContains r -> contains(body, 0, bodyLength, r.text());
      case Rule.BodyMatches r -> finds(r.pattern());
      case Rule.JsonPresent r -> isThere(r.query());
      case Rule.JsonEquals r -> jsonEquals(r);
      case Rule.Size r -> bodyTotal >= r.min() && bodyTotal <= r.max();
      case Rule.Not r -> !(cut && r.ofBody()) && !holds(r.rule()) && !gaveUp;
    };
  }

  /** Equal, or equal up to parameters: {@code application/json; charset=utf-8}. */
  private boolean headerIs(int field, byte[] wanted) {
    if (valueFrom[field] == ABSENT) {
      return false;
    }
    byte[] b = values.block().bytes;
    int from = valueFrom[field];
    int behind = from + wanted.length;
    return startsWith(b, from, valueEnd[field], wanted)
        && (behind == valueEnd[field] || b[behind] == ';');
  }

  /** A body that the library had to read is not looked at again. */
  private JsonScan.Answer scan(JsonQuery query) {
    return tree == null ? scan.find(body, bodyLength, query) : JsonScan.Answer.UNSURE;
  }

  private boolean isThere(JsonQuery query) {
    return switch (scan(query)) {
      case FOUND -> true;
      case ABSENT -> false;
      case UNSURE -> select(query.path()) != null;
    };
  }

  private boolean jsonEquals(Rule.JsonEquals rule) {
    JsonScan.Answer answer = scan(rule.query());
    byte[] plain = rule.plain();
    if (answer == JsonScan.Answer.FOUND && plain != null && scan.kind() != JsonScan.Kind.OTHER) {
      return scan.kind() == rule.kind() && scan.isFound(plain);
    }
    return answer != JsonScan.Answer.ABSENT
        && jsonEquals(select(rule.query().path()), rule.wanted());
  }

  private static boolean jsonEquals(@Nullable JsonNode found, JsonNode wanted) {
    if (found == null) {
      return false;
    }
    return (found.isNumber() && wanted.isNumber())
        ? found.decimalValue().compareTo(wanted.decimalValue()) == 0
        : found.equals(wanted);
  }

  private static boolean startsWith(byte[] b, int from, int end, byte[] start) {
    return end - from >= start.length
        && Arrays.equals(b, from, from + start.length, start, 0, start.length);
  }

  private static boolean contains(byte[] b, int from, int end, byte[] text) {
    for (int i = from; i <= end - text.length; i++) {
      if (startsWith(b, i, end, text)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Gives the value of a capture away, or its default.
   *
   * @param capture its number in the plan's order
   * @return what failed, in words; null if it was found
   */
  public @Nullable String capture(int capture, Variable variable) {
    Find find = interest.finds[capture];
    boolean found =
        switch (find) {
          case Find.InField f -> captureField(f.field(), variable);
          case Find.InJson f -> captureJson(f.query(), variable);
          case Find.ByPattern f -> captureMatch(f.pattern(), variable);
        };
    byte[] fallback = interest.fallbacks[capture];
    if (!found && gaveUp) {
      return find.failure() + GAVE_UP;
    }
    if (!found && fallback != null) {
      variable.set(fallback, 0, fallback.length, false);
      return null;
    }
    return found ? null : find.failure();
  }

  private boolean captureField(int field, Variable variable) {
    if (valueFrom[field] == ABSENT) {
      return false;
    }
    variable.set(values.block().bytes, valueFrom[field], valueEnd[field], false);
    return true;
  }

  private boolean captureJson(JsonQuery query, Variable variable) {
    JsonScan.Answer answer = scan(query);
    if (answer == JsonScan.Answer.FOUND && scan.kind() != JsonScan.Kind.OTHER) {
      variable.set(body, scan.from(), scan.end(), scan.kind() == JsonScan.Kind.STRING);
      return true;
    }
    return answer != JsonScan.Answer.ABSENT && captureJson(select(query.path()), variable);
  }

  private static boolean captureJson(@Nullable JsonNode node, Variable variable) {
    if (node == null) {
      return false;
    }
    String text = node.isString() ? node.stringValue() : node.toString();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    variable.set(bytes, 0, bytes.length, node.isString());
    return true;
  }

  private boolean finds(Pattern pattern) {
    return finds(pattern.matcher(new BoundedText(bodyText())));
  }

  /** Whether there is a match, and one found within a bounded number of steps and stack depth. */
  private boolean finds(Matcher matcher) {
    try {
      return matcher.find();
    } catch (StackOverflowError | BoundedText.UsedUpException e) {
      gaveUp =
          true; // (a|b)* goes as deep as the body is long, (.*a){12}b tries every way to split it
      return false;
    }
  }

  private boolean captureMatch(Pattern pattern, Variable variable) {
    Matcher matcher = pattern.matcher(new BoundedText(bodyText()));
    if (!finds(matcher)) {
      return false;
    }
    String text = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
    if (text == null) {
      return false; // the group took no part in the match
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    variable.set(bytes, 0, bytes.length, false);
    return true;
  }

  /** The kept part of the body, UTF-8. */
  public String bodyText() {
    return new String(body, 0, bodyLength, StandardCharsets.UTF_8);
  }

  /** Bytes of the whole body, those beyond what is kept too. */
  public long bodySize() {
    return bodyTotal;
  }

  /** Follows a singular query (RFC 9535 section 2.3.5.1); null where it selects nothing. */
  private @Nullable JsonNode select(JsonPath path) {
    JsonNode node = tree();
    for (JsonPath.Segment segment : path.segments()) {
      if (node == null) {
        return null;
      }
      node = step(node, segment);
    }
    return node;
  }

  /** One segment of a query further; null where it selects nothing. */
  public static @Nullable JsonNode step(JsonNode node, JsonPath.Segment segment) {
    return switch (segment) {
      case JsonPath.Segment.Name name -> node.get(name.name());
      case JsonPath.Segment.Index i ->
          node.get(i.index() < 0 ? node.size() + i.index() : i.index());
    };
  }

  private @Nullable JsonNode tree() {
    if (tree == null) {
      try {
        tree = JsonMapper.shared().readTree(body, 0, bodyLength);
      } catch (JacksonException e) {
        return null;
      }
    }
    return tree;
  }
}
