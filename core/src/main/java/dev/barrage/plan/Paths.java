package dev.barrage.plan;

import dev.barrage.plan.Template.Encoding;
import dev.barrage.plan.Template.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Paths of requests. They begin with {@code /}, or with a variable of the plan that does: {@code
 * ${users}/7} with {@code users: /api/users}, so that a plan can be pointed at other routes.
 */
final class Paths {
  private static final Pattern CHARS = Pattern.compile("[\\x21-\\x7e]*");

  private Paths() {}

  /**
   * Checks a path and reads its slots, which are encoded as parts of a URI; only one at its very
   * beginning enters as it is.
   *
   * @throws IllegalArgumentException it is no path
   */
  static Template parse(String text) {
    if (!text.startsWith("/") && !text.startsWith("${")) {
      throw new IllegalArgumentException(
          Quoted.of(text)
              + " is not a path; it must begin with /"
              + (text.contains("://") ? ": scheme and host belong to target" : ""));
    }
    checkChars(text);
    Template template = Templates.parse(text, Encoding.URI_COMPONENT);
    if (text.startsWith("/")) {
      return template;
    }
    List<Part> parts = new ArrayList<>(template.parts());
    parts.set(0, new Part.Slot(((Part.Slot) parts.getFirst()).variable(), Encoding.RAW));
    return new Template(parts);
  }

  /**
   * As {@link #parse}; an absolute URL is allowed too, and a variable may hold one.
   *
   * @throws IllegalArgumentException it is neither
   */
  static Template address(String text) {
    if (!text.startsWith("http://") && !text.startsWith("https://")) {
      return parse(text);
    }
    checkChars(text);
    if (text.substring(0, (text + "/").indexOf('/', "https://".length())).contains("@")) {
      throw new IllegalArgumentException(
          "a URL must not hold a user name or password; send an Authorization header instead");
    }
    return Templates.parse(text, Encoding.URI_COMPONENT);
  }

  private static void checkChars(String text) {
    if (!CHARS.matcher(text).matches() || text.contains("#")) {
      throw new IllegalArgumentException(
          Quoted.of(text)
              + " holds a space, # or another character that must be percent-encoded, e.g. %20");
    }
  }

  /** The variable that a path begins with. */
  static Optional<String> variable(Template path) {
    return path.parts().getFirst() instanceof Part.Slot(String name, Encoding _)
        ? Optional.of(name)
        : Optional.empty();
  }

  /** Why the path cannot begin with its variable; empty: it can, or begins with none. */
  static Optional<String> problem(Template path, Map<String, String> constants) {
    return variable(path).flatMap(name -> problem(name, constants.get(name)));
  }

  private static Optional<String> problem(
      String name, @org.jspecify.annotations.Nullable String value) {
    if (value == null) {
      return Optional.of(
          Quoted.of("${" + name + "}")
              + " begins a path, so it must be one of the plan's variables; a path otherwise"
              + " begins with /");
    }
    try {
      if (!value.startsWith("/")) {
        throw new IllegalArgumentException(Quoted.of(value) + " is not a path; begin it with /");
      }
      checkChars(value);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("the variable " + Quoted.of(name) + " begins a path: " + e.getMessage());
    }
  }

  /** The path as written, but for the variable it begins with: how results are named. */
  static String shown(Template path, Map<String, String> constants) {
    Optional<String> value = variable(path).map(constants::get);
    if (value.isEmpty()) {
      return path.source();
    }
    List<Part> parts = new ArrayList<>(path.parts());
    parts.set(0, new Part.Literal(value.get()));
    return new Template(parts).source();
  }
}
