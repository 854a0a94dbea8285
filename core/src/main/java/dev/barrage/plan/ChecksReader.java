package dev.barrage.plan;

import dev.barrage.plan.Check.StatusRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Reads {@code expect}: a list of checks.
 *
 * <p>A check is a phrase ({@code 2xx}, {@code header X-Id present}, {@code json $.id present}) or a
 * key with what it is compared with ({@code status: [200, 201]}, {@code header Content-Type:
 * application/json}, {@code body contains: hi}, {@code json $.n: 5}).
 */
final class ChecksReader {
  private static final String ALLOWED =
      "allowed: 2xx, status: 200, header NAME: value, header NAME contains: text, header NAME"
          + " present, body contains: text, body matches: regex, json $.path: value, json $.path"
          + " present, size <= 10KB, closed; opposites: absent, is not, does not contain, does not"
          + " match";
  private static final List<String> WORDS =
      List.of("status", "header", "body", "json", "size", "closed");

  /** The connection may end without an answer. */
  static final String CLOSED = "closed";

  private static final Pattern STATUS = Pattern.compile("([1-5])xx|(\\d{3})(?:-(\\d{3}))?");
  private static final Pattern HEADER =
      Pattern.compile("header +(\\S+)(?: +(contains|does not contain|is not|present|absent))?");
  private static final Pattern SIZE = Pattern.compile("size *(<=|<|>=|>) *(\\d+ *[a-zA-Z]{0,3})");
  private static final String PRESENT = " present";
  private static final String ABSENT = " absent";
  private static final String IS_NOT = " is not";
  private static final int MAX_REGEX_CHARS = 1_000;

  private final Problems problems;
  private final List<Check> checks = new ArrayList<>();

  private ChecksReader(Problems problems) {
    this.problems = problems;
  }

  static List<Check> read(Problems problems, Node node) {
    ChecksReader reader = new ChecksReader(problems);
    for (Node item : Fields.items(node)) {
      if (item instanceof MappingNode) {
        Fields.each(problems, "a check", item, reader::keyed);
      } else {
        problems.read(item, false, reader::phrase);
      }
    }
    return reader.checks;
  }

  private boolean phrase(String text) {
    Matcher header = HEADER.matcher(text);
    Matcher size = SIZE.matcher(text.strip());
    if (STATUS.matcher(text).matches()) {
      return checks.add(new Check.Status(List.of(status(text))));
    }
    if (text.strip().equals(CLOSED)) {
      return checks.add(new Check.Closed());
    }
    if (size.matches()) {
      return checks.add(size(size.group(1), size.group(2)));
    }
    if (header.matches() && (text.endsWith(PRESENT) || text.endsWith(ABSENT))) {
      Check present = new Check.HeaderPresent(HeaderNames.check(header.group(1)));
      return checks.add(text.endsWith(PRESENT) ? present : new Check.Not(present));
    }
    if (text.startsWith("json ")) {
      boolean absent = text.endsWith(ABSENT);
      String path = without(absent ? ABSENT : PRESENT, text.substring(5));
      Check present = new Check.JsonPresent(JsonPaths.parse(path));
      return checks.add(absent ? new Check.Not(present) : present);
    }
    throw notACheck(text);
  }

  private static String without(String end, String text) {
    String stripped = text.strip();
    return stripped.endsWith(end)
        ? stripped.substring(0, stripped.length() - end.length()).strip()
        : stripped;
  }

  private void keyed(ScalarNode key, Node value) {
    String text = key.getValue();
    if (text.equals("status")) {
      statuses(value);
    } else if (text.startsWith("body ")) {
      problems.attempt(key, false, () -> body(text, value));
    } else if (text.startsWith("json ")) {
      json(key, value);
    } else {
      problems.attempt(key, false, () -> header(text, value));
    }
  }

  private boolean body(String key, Node value) {
    Function<String, Check> check =
        switch (key) {
          case "body contains" -> v -> new Check.BodyContains(Templates.constant(key, v));
          case "body matches" -> v -> new Check.BodyMatches(regex(v));
          case "body does not contain" ->
              v -> new Check.Not(new Check.BodyContains(Templates.constant(key, v)));
          case "body does not match" -> v -> new Check.Not(new Check.BodyMatches(regex(v)));
          default -> throw notACheck(key);
        };
    return problems.read(value, false, v -> checks.add(check.apply(v)));
  }

  private boolean header(String key, Node value) {
    Matcher header = HEADER.matcher(key);
    if (!header.matches() || key.endsWith(PRESENT) || key.endsWith(ABSENT)) {
      throw notACheck(key);
    }
    String name = HeaderNames.check(header.group(1));
    String word = header.group(2) == null ? "is" : header.group(2);
    return problems.read(
        value,
        false,
        v -> {
          String text = Templates.constant(key, v);
          Check check =
              word.startsWith("is")
                  ? new Check.HeaderIs(name, text)
                  : new Check.HeaderContains(name, text);
          return checks.add(word.contains("not") ? new Check.Not(check) : check);
        });
  }

  private void json(ScalarNode key, Node value) {
    boolean not = key.getValue().endsWith(IS_NOT);
    Optional<JsonPath> path =
        problems.attempt(
            key,
            Optional.empty(),
            () -> Optional.of(JsonPaths.parse(without(IS_NOT, key.getValue().substring(5)))));
    Template expected = JsonNodes.read(problems, value);
    if (!expected.isLiteral()) {
      problems.add(value, key.getValue() + " cannot use variables; for the text \"${\" write $${");
    } else if (path.isPresent() && !expected.parts().isEmpty()) { // empty: its problem is told
      Check check = new Check.JsonEquals(path.get(), literal(expected));
      checks.add(not ? new Check.Not(check) : check);
    }
  }

  private static Check size(String comparison, String text) {
    long bytes = Numbers.size("size", text, 0, Integer.MAX_VALUE);
    return switch (comparison) {
      case "<=" -> new Check.SizeAtMost(bytes);
      case "<" -> new Check.SizeAtMost(bytes - 1);
      case ">=" -> new Check.SizeAtLeast(bytes);
      default -> new Check.SizeAtLeast(bytes + 1);
    };
  }

  private static String literal(Template template) {
    return ((Template.Part.Literal) template.parts().getFirst()).text();
  }

  private void statuses(Node value) {
    List<StatusRange> ranges = new ArrayList<>();
    for (Node item : Fields.items(value)) {
      problems.read(item, false, text -> ranges.add(status(text)));
    }
    if (Fields.items(value).isEmpty()) {
      problems.add(value, "status needs at least one code, e.g. status: [200, 201]");
    }
    checks.add(new Check.Status(ranges));
  }

  private static StatusRange status(String text) {
    Matcher match = STATUS.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException(
          Quoted.of(text) + " is not a status; write e.g. 200, 2xx or 200-204");
    }
    if (match.group(1) != null) {
      int first = Integer.parseInt(match.group(1)) * 100;
      return new StatusRange(first, first + 99);
    }
    int first = Integer.parseInt(match.group(2));
    return new StatusRange(
        first, match.group(3) == null ? first : Integer.parseInt(match.group(3)));
  }

  /** Compiles a pattern, with a one-line message where that fails. */
  static Pattern regex(String text) {
    if (text.length() > MAX_REGEX_CHARS) {
      throw new IllegalArgumentException(
          "the regular expression is too long; at most " + MAX_REGEX_CHARS + " characters");
    }
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      String place = e.getIndex() < 0 ? "" : " at character " + (e.getIndex() + 1);
      throw new IllegalArgumentException(
          Quoted.of(text) + " is not a regular expression: " + e.getDescription() + place);
    }
  }

  private static IllegalArgumentException notACheck(String text) {
    String first = text.strip().split("[ :]", 2)[0];
    return new IllegalArgumentException(
        Quoted.of(text) + " is not a check; " + ALLOWED + NearestWord.hint(first, WORDS));
  }
}
