package dev.barrage.plan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The plan in a record of a run: {@code run.json} repeats the run when it is read as a plan.
 *
 * <p>What was masked in the record becomes variables, so that {@code --set} can give it again and a
 * run without it ends before a request. Nothing but the plan is kept of a file, however long.
 */
final class RecordedPlan {
  private static final String RUN = "barrage.run/1";
  private static final Pattern PARAMETER =
      Pattern.compile("((?:^|[?&])([^=&?\\s]+)=)" + Pattern.quote(Secrets.MASK));
  private static final Pattern MEMBER =
      Pattern.compile("(\"([^\"\\\\]+)\"\\s*:\\s*\")" + Pattern.quote(Secrets.MASK));
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final Set<String> AUTH = Set.of("bearer", "password");

  /** What groups results is no secret, but may show where one was. */
  private static final Set<String> LABELS = Set.of("name", "group", "objectives", "abort when");

  private static final Set<String> CONDITIONS = Set.of("if", "while", "until");

  private final String label;
  private final Set<String> given;
  private final Set<String> missing = new LinkedHashSet<>();
  private final List<Problem> problems = new ArrayList<>();

  private RecordedPlan(String label, Set<String> given) {
    this.label = label;
    this.given = given;
  }

  /**
   * The plan as YAML; empty if the file is no record.
   *
   * @param given names of the variables that the command line gives
   * @throws PlanException a secret is not given again, or the record is not of a run
   */
  static Optional<String> text(String label, Path file, Set<String> given) {
    try (InputStream in = Files.newInputStream(file)) {
      return begins(in) ? new RecordedPlan(label, given).text(file) : Optional.empty();
    } catch (IOException | JacksonException e) {
      return Optional.empty(); // what is wrong with it the reader of plans tells, with its place
    }
  }

  /** Whether it looks like JSON; other plans are not read twice. */
  private static boolean begins(InputStream in) throws IOException {
    int first = in.read();
    while (first == ' ' || first == '\n' || first == '\r' || first == '\t') {
      first = in.read();
    }
    return first == '{';
  }

  private Optional<String> text(Path file) {
    try (JsonParser parser = JSON.createParser(file)) {
      return text(parser);
    }
  }

  private Optional<String> text(JsonParser parser) {
    String schema = "";
    parser.nextToken();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals("schema")) {
        schema = String.valueOf(parser.getValueAsString());
      } else if (name.equals("plan") && schema.equals(RUN)) {
        return Optional.of(plan(parser.readValueAs(Object.class)));
      } else {
        parser.skipChildren();
      }
    }
    if (schema.startsWith("barrage.")) {
      throw new PlanException(
          List.of(
              problem(
                  schema.equals(RUN)
                      ? "is a record of a run without its plan"
                      : "is a record (" + schema + "); of these only that of a run is a plan")));
    }
    return Optional.empty();
  }

  private String plan(Object tree) {
    if (!(tree instanceof Map<?, ?> plan)) {
      throw new PlanException(List.of(problem("is a record of a run without its plan")));
    }
    Map<String, @Nullable Object> opened = new LinkedHashMap<>();
    plan.forEach((key, value) -> {
      String name = String.valueOf(key);
      boolean variables = name.equals("variables") && value instanceof Map<?, ?>;
      opened.put(name, variables ? variables((Map<?, ?>) value) : open(value, name, ""));
    });
    missing.removeAll(given);
    missing.forEach(name ->
        problems.add(
            problem(
                "%s is a secret, which the record does not hold; give it with --set %s=…"
                    .formatted(Quoted.of(name), name))));
    if (!problems.isEmpty()) {
      throw new PlanException(problems);
    }
    return PlanWriter.yaml(opened);
  }

  private Problem problem(String message) {
    return new Problem(label, 0, 0, message);
  }

  private Map<?, ?> variables(Map<?, ?> variables) {
    variables.forEach((name, value) -> {
      if (Secrets.MASK.equals(value)) {
        missing.add(String.valueOf(name));
      }
    });
    return variables;
  }

  /**
   * The same with a variable wherever a secret was.
   *
   * @param key under which it stands
   * @param secret name of the header, member or parameter that it belongs to; empty: none
   */
  private @Nullable Object open(@Nullable Object node, String key, String secret) {
    boolean named = Secrets.isSecretHeader(key) || AUTH.contains(key);
    String name = named ? key : secret;
    return switch (node) {
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> opened = new LinkedHashMap<>();
        map.forEach((k, value) -> opened.put(String.valueOf(k), open(value, "" + k, name)));
        yield opened;
      }
      case List<?> list -> {
        List<@Nullable Object> items = new ArrayList<>();
        list.forEach(item -> items.add(open(item, key, secret)));
        yield items;
      }
      case String text when text.contains(Secrets.MASK) && !LABELS.contains(key) ->
          opened(text, key, name);
      case null, default -> node;
    };
  }

  private String opened(String text, String key, String name) {
    if (CONDITIONS.contains(key)) {
      problems.add(
          problem(
              key
                  + ": "
                  + text
                  + " compares with a secret, which the record does not hold; write"
                  + " it into plan.yaml beside it and run that"));
      return text;
    }
    if (!name.isEmpty()) {
      return text.replace(Secrets.MASK, slot(name));
    }
    String members = MEMBER.matcher(text).replaceAll(this::opened);
    return PARAMETER.matcher(members).replaceAll(this::opened);
  }

  private String opened(MatchResult found) {
    return Matcher.quoteReplacement(found.group(1) + slot(found.group(2)));
  }

  /** Named after what held it; the same names share a variable. */
  private String slot(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.-]", "_");
    String begun = plain.matches("[a-z_].*") ? plain : "_" + plain;
    String cut = begun.substring(0, Math.min(80, begun.length()));
    String variable = Secrets.isSecretName(cut) ? cut : cut + "_secret"; // or it would be recorded
    missing.add(variable);
    return "${" + variable + "}";
  }
}
