package dev.barrage.engine.http1;

import dev.barrage.plan.Capture;
import dev.barrage.plan.Check;
import dev.barrage.plan.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a request wants to know of its responses, compiled: which header fields to keep, whether the
 * body, and the checks and captures that ask for them. Status checks are not among it. Immutable.
 */
public final class Interest {
  public static final Interest NONE = of(List.of(), List.of());

  /**
   * A header field to keep.
   *
   * @param name in lower case
   * @param cookie {@code name=} of a cookie in {@code Set-Cookie}; null: any value
   */
  record Field(byte[] name, byte @Nullable [] cookie) {}

  /** A check, and what is said when it does not hold. */
  sealed interface Rule {
    String failure();

    record HeaderPresent(int field, String failure) implements Rule {}

    record HeaderIs(int field, byte[] value, String failure) implements Rule {}

    record HeaderContains(int field, byte[] text, String failure) implements Rule {}

    record BodyContains(byte[] text, String failure) implements Rule {}

    record BodyMatches(Pattern pattern, String failure) implements Rule {}

    record JsonPresent(JsonQuery query, String failure) implements Rule {}

    /**
     * @param plain the wanted value if {@link JsonScan} can compare it, and of which kind it is
     */
    record JsonEquals(
        JsonQuery query,
        JsonNode wanted,
        byte @Nullable [] plain,
        JsonScan.Kind kind,
        String failure)
        implements Rule {
      static JsonEquals of(JsonPath path, String json, String failure) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        JsonScan scan = new JsonScan();
        boolean known = scan.find(text, text.length, JsonQuery.ROOT) == JsonScan.Answer.FOUND;
        byte[] plain =
            known && scan.kind() != JsonScan.Kind.OTHER
                ? Arrays.copyOfRange(text, scan.from(), scan.end())
                : null;
        JsonNode wanted = JsonMapper.shared().readTree(json);
        return new JsonEquals(new JsonQuery(path), wanted, plain, scan.kind(), failure);
      }
    }

    /** From {@code min} to {@code max} bytes, both included. */
    record Size(long min, long max, String failure) implements Rule {}

    /**
     * @param ofBody whether it cannot be told while a part of the body is missing
     */
    record Not(Rule rule, boolean ofBody, String failure) implements Rule {}
  }

  /** A capture, and what is said when it finds nothing. */
  sealed interface Find {
    String failure();

    record InField(int field, String failure) implements Find {}

    record InJson(JsonQuery query, String failure) implements Find {}

    record ByPattern(Pattern pattern, String failure) implements Find {}
  }

  final Field[] fields;
  final Rule[] rules;
  final Find[] finds;

  /** By capture: its value where nothing is found; null: finding nothing is a failure. */
  final byte[] @Nullable [] fallbacks;

  final boolean body;

  /** Whether the user's jar takes in cookies. */
  final boolean cookies;

  /** Whether what a response says of a rate limit is kept. */
  final boolean limits;

  /** Name of the header field whose presence is noted, in lower case; null: none. */
  final byte @Nullable [] mark;

  /** Names of fields whose values are kept for the recorder, in lower case. */
  final byte[][] kept;

  /** Whether it is kept where a response leads. */
  final boolean location;

  private Interest(
      Interest other, boolean limits, byte @Nullable [] mark, byte[][] kept, boolean location) {
    this.location = location;
    this.mark = mark;
    this.fields = other.fields;
    this.rules = other.rules;
    this.finds = other.finds;
    this.fallbacks = other.fallbacks;
    this.body = other.body;
    this.cookies = other.cookies;
    this.limits = limits;
    this.kept = kept;
  }

  private Interest(
      List<Field> fields,
      List<Rule> rules,
      List<Find> finds,
      List<Capture> captures,
      boolean cookies) {
    this.limits = false;
    this.location = false;
    this.mark = null;
    this.kept = new byte[0][];
    this.cookies = cookies;
    this.fields = fields.toArray(Field[]::new);
    this.rules = rules.toArray(Rule[]::new);
    this.finds = finds.toArray(Find[]::new);
    this.fallbacks = captures.stream().map(Interest::fallback).toArray(byte[][]::new);
    this.body =
        finds.stream().anyMatch(find -> !(find instanceof Find.InField))
            || rules.stream().anyMatch(Interest::looksAtBody);
  }

  private static byte @Nullable [] fallback(Capture capture) {
    return capture.fallback().map(text -> text.getBytes(StandardCharsets.UTF_8)).orElse(null);
  }

  private static boolean looksAtBody(Rule rule) {
    return switch (rule) {
      case Rule.HeaderPresent r -> false;
      case Rule.HeaderIs r -> false;
      case Rule.HeaderContains r -> false;
      case Rule.BodyContains r -> true;
      case Rule.BodyMatches r -> true;
      case Rule.JsonPresent r -> true;
      case Rule.JsonEquals r -> true;
      case Rule.Size r -> false;
      case Rule.Not r -> looksAtBody(r.rule());
    };
  }

  public static Interest of(List<Check> checks, List<Capture> captures) {
    return of(checks, captures, false);
  }

  /**
   * @param cookies whether the user's jar takes in cookies
   */
  public static Interest of(List<Check> checks, List<Capture> captures, boolean cookies) {
    List<Field> fields = new ArrayList<>();
    List<Rule> rules = new ArrayList<>();
    for (Check check : checks) {
      if (!(check instanceof Check.Status || check instanceof Check.Closed)) {
        rules.add(rule(check, fields));
      }
    }
    List<Find> finds = captures.stream().map(capture -> find(capture, fields)).toList();
    return new Interest(fields, rules, finds, captures, cookies);
  }

  private static Rule rule(Check check, List<Field> fields) {
    return switch (check) {
      case Check.HeaderPresent c ->
          new Rule.HeaderPresent(field(c.name(), null, fields), "no header " + c.name());
      case Check.HeaderIs c ->
          new Rule.HeaderIs(
              field(c.name(), null, fields),
              c.value().getBytes(StandardCharsets.ISO_8859_1),
              "header " + c.name() + " is not " + c.value());
      case Check.HeaderContains c ->
          new Rule.HeaderContains(
              field(c.name(), null, fields),
              c.text().getBytes(StandardCharsets.ISO_8859_1),
              "header " + c.name() + " does not contain " + c.text());
      case Check.BodyContains c ->
          new Rule.BodyContains(
              c.text().getBytes(StandardCharsets.UTF_8), "body does not contain " + c.text());
      case Check.BodyMatches c ->
          new Rule.BodyMatches(c.pattern(), "body does not match " + c.pattern());
      case Check.JsonPresent c ->
          new Rule.JsonPresent(
              new JsonQuery(c.path()), "json " + c.path().source() + " is not there");
      case Check.JsonEquals c ->
          Rule.JsonEquals.of(
              c.path(), c.json(), "json " + c.path().source() + " is not " + c.json());
      case Check.SizeAtMost c ->
          new Rule.Size(0, c.bytes(), "body has more than " + c.bytes() + " bytes");
      case Check.SizeAtLeast c ->
          new Rule.Size(c.bytes(), Long.MAX_VALUE, "body has fewer than " + c.bytes() + " bytes");
      case Check.Not c -> {
        Rule rule = rule(c.check(), fields);
        yield new Rule.Not(rule, looksAtBody(rule), opposite(c.check()));
      }
      case Check.Status c -> throw new IllegalStateException("statuses are judged elsewhere");
      case Check.Closed c -> throw new IllegalStateException("an end has nothing to look at");
    };
  }

  /** What is said when a check holds that must not. */
  private static String opposite(Check check) {
    return switch (check) {
      case Check.HeaderPresent c -> "header " + c.name() + " is there";
      case Check.HeaderIs c -> "header " + c.name() + " is " + c.value();
      case Check.HeaderContains c -> "header " + c.name() + " contains " + c.text();
      case Check.BodyContains c -> "body contains " + c.text();
      case Check.BodyMatches c -> "body matches " + c.pattern();
      case Check.JsonPresent c -> "json " + c.path().source() + " is there";
      case Check.JsonEquals c -> "json " + c.path().source() + " is " + c.json();
      case Check.SizeAtMost c -> throw noOpposite();
      case Check.SizeAtLeast c -> throw noOpposite();
      case Check.Not c -> throw noOpposite();
      case Check.Status c -> throw noOpposite();
      case Check.Closed c -> throw noOpposite();
    };
  }

  private static IllegalStateException noOpposite() {
    return new IllegalStateException("this check has no opposite");
  }

  private static Find find(Capture capture, List<Field> fields) {
    String failure = "capture " + capture.variable() + " found nothing";
    return switch (capture.source()) {
      case Capture.Source.HeaderValue s -> new Find.InField(field(s.name(), null, fields), failure);
      case Capture.Source.Cookie s ->
          new Find.InField(field("Set-Cookie", s.name() + "=", fields), failure);
      case Capture.Source.Json s -> new Find.InJson(new JsonQuery(s.path()), failure);
      case Capture.Source.Regex s -> new Find.ByPattern(s.pattern(), failure);
    };
  }

  private static int field(String name, @Nullable String cookie, List<Field> fields) {
    byte[] start = cookie == null ? null : cookie.getBytes(StandardCharsets.ISO_8859_1);
    fields.add(new Field(Ascii.lower(name), start));
    return fields.size() - 1;
  }

  /** The same, with what a response says of a rate limit. */
  public Interest withLimits() {
    return new Interest(this, true, mark, kept, location);
  }

  /** The same, with whether a response has a header field of this name. */
  public Interest withMark(String name) {
    return new Interest(this, limits, Ascii.lower(name), kept, location);
  }

  /** Whether the presence of a header field is asked for. */
  public boolean asksForMark() {
    return mark != null;
  }

  /** The same, with the values of these fields kept for the recorder. */
  public Interest keeping(List<String> names) {
    byte[][] wanted = names.stream().map(Ascii::lower).toArray(byte[][]::new);
    return new Interest(this, limits, mark, wanted, location);
  }

  /** The same, with where a response leads. */
  public Interest withLocation() {
    return new Interest(this, limits, mark, kept, true);
  }

  /** Whether values of fields are kept for the recorder. */
  public boolean keepsFields() {
    return kept.length > 0;
  }

  /** Whether what a response says of a rate limit is asked for. */
  public boolean asksForLimits() {
    return limits;
  }

  public boolean isNone() {
    boolean asksNothing = !cookies && !limits && mark == null && kept.length == 0 && !location;
    return rules.length == 0 && finds.length == 0 && asksNothing;
  }

  /** Captures, in the plan's order. */
  public int captures() {
    return finds.length;
  }
}
