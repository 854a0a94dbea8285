package dev.barrage.testbed.upstream;

import dev.barrage.testbed.limit.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads faults as the admin port takes them.
 *
 * <pre>{@code
 * {"stall": {"for_ms": 1000, "after_ms": 0},
 *  "slow": {"ms": 20},
 *  "fail": {"share": 0.1, "status": 503},
 *  "reset": {"share": 0.01},
 *  "malformed": {"share": 0.01, "kind": "chunk_size"},
 *  "rate_limit": {"limit": 100, "window_ms": 1000, "algorithm": "fixed_window", "per": "client"},
 *  "half_close": {"share": 0.1, "answered": true},
 *  "paths": ["/api/"]}
 * }</pre>
 *
 * Every mistake is a {@link RefusedException} with status 400 that names the field and what it
 * takes.
 */
final class FaultsReader {
  private static final Set<String> PARTS =
      Set.of("stall", "slow", "fail", "reset", "malformed", "rate_limit", "half_close", "paths");

  private FaultsReader() {}

  static Faults read(byte[] json) {
    JsonNode root = Json.readObject(json);
    requireKnown("faults", root, PARTS);
    try {
      return new Faults(
          stall(root.get("stall")),
          slow(root.get("slow")),
          fail(root.get("fail")),
          reset(root.get("reset")),
          malformed(root.get("malformed")),
          rateLimit(root.get("rate_limit")),
          halfClose(root.get("half_close")),
          paths(root.get("paths")));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(400, String.valueOf(e.getMessage()));
    }
  }

  private static Faults.@Nullable Stall stall(@Nullable JsonNode node) {
    if (node == null) {
      return null;
    }
    requireKnown("stall", node, Set.of("for_ms", "after_ms"));
    return new Faults.Stall(
        duration("stall.for_ms", node.get("for_ms"), null),
        duration("stall.after_ms", node.get("after_ms"), 0.0));
  }

  private static Faults.@Nullable Slow slow(@Nullable JsonNode node) {
    if (node == null) {
      return null;
    }
    requireKnown("slow", node, Set.of("ms"));
    return new Faults.Slow(duration("slow.ms", node.get("ms"), null));
  }

  private static Faults.@Nullable Fail fail(@Nullable JsonNode node) {
    if (node == null) {
      return null;
    }
    requireKnown("fail", node, Set.of("share", "status"));
    return new Faults.Fail(
        number("fail.share", node.get("share"), 1.0),
        whole("fail.status", node.get("status"), 503));
  }

  private static Faults.@Nullable Reset reset(@Nullable JsonNode node) {
    if (node == null) {
      return null;
    }
    requireKnown("reset", node, Set.of("share"));
    return new Faults.Reset(number("reset.share", node.get("share"), 1.0));
  }

  private static Faults.@Nullable Malformed malformed(@Nullable JsonNode node) {
    if (node == null) {
      return null;
    }
    requireKnown("malformed", node, Set.of("share", "kind"));
    return new Faults.Malformed(
        number("malformed.share", node.get("share"), 1.0),
        oneOf("malformed.kind", node.get("kind"), MalformedAnswer.STATUS_LINE));
  }

  private static Faults.@Nullable RateLimit rateLimit(@Nullable JsonNode node) {
    if (node == null) {
      return null;
    }
    requireKnown("rate_limit", node, Set.of("limit", "window_ms", "algorithm", "per"));
    Limit limit =
        new Limit(
            oneOf("rate_limit.algorithm", node.get("algorithm"), Limit.Algorithm.FIXED_WINDOW),
            whole("rate_limit.limit", node.get("limit"), null),
            duration("rate_limit.window_ms", node.get("window_ms"), 1000.0).toNanos());
    String per = node.has("per") ? node.get("per").asString("") : "all";
    if (!per.equals("client") && !per.equals("all")) {
      throw new IllegalArgumentException("rate_limit.per must be \"client\" or \"all\"");
    }
    return new Faults.RateLimit(limit, per.equals("client"));
  }

  private static Faults.@Nullable HalfClose halfClose(@Nullable JsonNode node) {
    if (node == null) {
      return null;
    }
    requireKnown("half_close", node, Set.of("share", "answered"));
    JsonNode answered = node.get("answered");
    if (answered != null && !answered.isBoolean()) {
      throw new IllegalArgumentException("half_close.answered must be true or false");
    }
    return new Faults.HalfClose(
        number("half_close.share", node.get("share"), 1.0),
        answered == null || answered.booleanValue());
  }

  private static List<String> paths(@Nullable JsonNode node) {
    if (node == null) {
      return List.of();
    }
    List<String> paths = new ArrayList<>();
    for (JsonNode path : node) {
      paths.add(path.asString(""));
    }
    if (!node.isArray() || paths.stream().anyMatch(path -> !path.startsWith("/"))) {
      throw new IllegalArgumentException("paths must be a list of texts that start with '/'");
    }
    return paths;
  }

  private static Duration duration(String name, @Nullable JsonNode node, @Nullable Double absent) {
    return Duration.ofNanos(Math.round(number(name, node, absent) * 1e6));
  }

  private static double number(String name, @Nullable JsonNode node, @Nullable Double absent) {
    if (node == null && absent != null) {
      return absent;
    }
    if (node == null || !node.isNumber()) {
      throw new IllegalArgumentException(name + " must be a number");
    }
    return node.doubleValue();
  }

  private static int whole(String name, @Nullable JsonNode node, @Nullable Integer absent) {
    if (node == null && absent != null) {
      return absent;
    }
    if (node == null || !node.isIntegralNumber() || !node.canConvertToInt()) {
      throw new IllegalArgumentException(name + " must be a whole number");
    }
    return node.intValue();
  }

  private static <E extends Enum<E>> E oneOf(String name, @Nullable JsonNode node, E absent) {
    if (node == null) {
      return absent;
    }
    String text = node.asString("");
    E[] all = absent.getDeclaringClass().getEnumConstants();
    return Arrays.stream(all)
        .filter(value -> label(value).equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                Arrays.stream(all)
                    .map(FaultsReader::label)
                    .collect(Collectors.joining(", ", name + " must be one of ", ""))));
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void requireKnown(String where, JsonNode node, Set<String> allowed) {
    if (!node.isObject()) {
      throw new RefusedException(400, where + " must be a JSON object");
    }
    for (String name : node.propertyNames()) {
      if (!allowed.contains(name)) {
        throw new RefusedException(
            400, where + " has no '" + name + "'; it takes " + allowed.stream().sorted().toList());
      }
    }
  }
}
