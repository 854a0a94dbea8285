package dev.barrage.plan.catalogue;

import dev.barrage.plan.UserTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes a plan of a scenario's file, comments and all.
 *
 * <p>The file is a plan, but that a line ending with {@code #: light medium} belongs to these
 * profiles alone, that it needs no name and target, and that users are one line each where they are
 * of a {@link UserTypes type}.
 */
final class ScenarioText {
  private static final Pattern OF_PROFILES = Pattern.compile("(.*?)\\s*#: (.+)");
  private static final Pattern TYPED = Pattern.compile("  ([\\w-]+): \\{type: (\\w+)(.*)}");
  private static final Pattern KEY = Pattern.compile("(\\w+):.*");

  private final String name;
  private final Profile profile;
  private final List<String> lines;
  private final Map<String, String> variables = new LinkedHashMap<>();

  ScenarioText(String name, Profile profile, String source) {
    this.name = name;
    this.profile = profile;
    this.lines = source.lines().flatMap(this::ofProfile).toList();
  }

  private Stream<String> ofProfile(String line) {
    Matcher marked = OF_PROFILES.matcher(line);
    if (!marked.matches()) {
      return Stream.of(line);
    }
    boolean belongs = List.of(marked.group(2).split(" ")).contains(profile.label());
    return belongs ? Stream.of(marked.group(1)) : Stream.empty();
  }

  String plan() {
    List<String> comments = lines.stream().takeWhile(line -> line.startsWith("#")).toList();
    List<String> own =
        lines.stream()
            .dropWhile(line -> !line.equals("variables:"))
            .skip(1)
            .takeWhile(line -> line.startsWith("  "))
            .toList();
    own.stream().map(line -> line.strip().split(": ", 2)).forEach(p -> variables.put(p[0], p[1]));
    List<String> rest = lines.stream().dropWhile(line -> !line.equals("users:")).toList();
    List<String> body = rest.stream().flatMap(this::writtenOut).toList();
    List<String> plan = new ArrayList<>(comments);
    plan.add("# What barrage run " + name + " --profile " + profile.label() + " runs.");
    plan.add("name: " + name);
    plan.add("target: http://localhost:8080");
    if (!variables.isEmpty()) {
      plan.add("variables:                                          # your own routes go here");
      variables.forEach((key, value) -> plan.add("  " + key + ": " + value));
    }
    plan.addAll(body);
    return plan.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  /** A user of a type with the type's keys, those that the scenario gives in their place. */
  private Stream<String> writtenOut(String line) {
    Matcher typed = TYPED.matcher(line);
    if (!typed.matches()) {
      return Stream.of(line);
    }
    String type = typed.group(2);
    UserTypes.variables(type).forEach(variables::putIfAbsent);
    List<String> given =
        Stream.of(typed.group(3).split(", ")).filter(pair -> !pair.isBlank()).toList();
    List<String> user = new ArrayList<>();
    user.add(String.format("  %-50s# %s", typed.group(1) + ":", type));
    given.forEach(pair -> user.add("    " + pair));
    List<String> keys = given.stream().map(pair -> pair.split(":", 2)[0]).toList();
    boolean replaced = false;
    for (String of : UserTypes.lines(type)) {
      Matcher key = KEY.matcher(of);
      replaced = key.matches() ? keys.contains(key.group(1)) : replaced;
      if (!replaced) {
        user.add("    " + of);
      }
    }
    return user.stream();
  }
}
