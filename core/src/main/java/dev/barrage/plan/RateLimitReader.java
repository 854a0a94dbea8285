package dev.barrage.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code rate limit}, and writes it. */
final class RateLimitReader {
  private static final List<String> KEYS =
      List.of("admits", "window", "per", "tolerance", "requests");
  private static final List<String> PER = List.of("target", "client");

  private RateLimitReader() {}

  static RateLimit read(Problems problems, Node node, List<User> users) {
    Fields fields = Fields.of(problems, "rate limit", node, KEYS);
    OptionalLong admits =
        fields.value(
            "admits",
            OptionalLong.empty(),
            text -> OptionalLong.of(Numbers.integer("admits", text, 1, 1_000_000_000)));
    List<String> requests = new ArrayList<>();
    Set<String> known = PlanNames.requests(users);
    for (Node item : fields.get("requests").map(Fields::items).orElse(List.of())) {
      problems.read(item, false, text -> requests.add(known(text, known)));
    }
    RateLimit limit =
        new RateLimit(
            admits,
            fields.value("window", Duration.ofSeconds(1), Durations::parsePositive),
            fields.value("per", RateLimit.Per.TARGET, RateLimitReader::per),
            fields.value("tolerance", RateLimit.TOLERANCE, Numbers::share),
            requests);
    boolean any =
        users.stream()
            .flatMap(user -> Steps.requests(Steps.of(user).toList()))
            .anyMatch(limit::isOf);
    if (!any && requests.isEmpty()) {
      problems.add(
          node,
          "no request is under this limit: name some in requests, or write expect: [200, 429] where"
              + " a refusal is expected");
    }
    return limit;
  }

  private static String known(String name, Set<String> known) {
    if (!known.contains(name)) {
      throw new IllegalArgumentException(
          Quoted.of(name)
              + " is not a request of this plan; its requests are: "
              + String.join(", ", known.stream().limit(10).toList())
              + NearestWord.hint(name, known));
    }
    return name;
  }

  private static RateLimit.Per per(String text) {
    if (!PER.contains(text)) {
      throw new IllegalArgumentException(
          "per is " + Quoted.of(text) + "; must be target or client" + NearestWord.hint(text, PER));
    }
    return RateLimit.Per.valueOf(text.toUpperCase(Locale.ROOT));
  }

  static Map<String, Object> tree(RateLimit limit) {
    Map<String, Object> tree = new LinkedHashMap<>();
    limit.admits().ifPresent(admits -> tree.put("admits", admits));
    tree.put("window", Durations.format(limit.window()));
    tree.put("per", limit.per().name().toLowerCase(Locale.ROOT));
    tree.put("tolerance", Numbers.formatShare(limit.tolerance()));
    if (!limit.requests().isEmpty()) {
      tree.put("requests", limit.requests());
    }
    return tree;
  }
}
