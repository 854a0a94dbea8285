package dev.barrage.plan;

import dev.barrage.plan.Check.StatusRange;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A check as a part of {@link PlanTree}. */
final class CheckTree {
  private CheckTree() {}

  static Object of(Check check) {
    return switch (check) {
      case Check.Status status ->
          Map.of("status", status.allowed().stream().map(CheckTree::status).toList());
      case Check.Closed closed -> ChecksReader.CLOSED;
      case Check.HeaderPresent header -> "header " + header.name() + " present";
      case Check.HeaderIs header -> Map.of("header " + header.name(), escaped(header.value()));
      case Check.HeaderContains header ->
          Map.of("header " + header.name() + " contains", escaped(header.text()));
      case Check.BodyContains body -> Map.of("body contains", escaped(body.text()));
      case Check.BodyMatches body -> Map.of("body matches", body.pattern().pattern());
      case Check.JsonPresent json -> "json " + json.path().source() + " present";
      case Check.JsonEquals json -> {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put(
            "json " + json.path().source(), PlanTree.json(Template.literal(json.json()).source()));
        yield tree;
      }
      case Check.SizeAtMost size -> "size <= " + size.bytes();
      case Check.SizeAtLeast size -> "size >= " + size.bytes();
      case Check.Not(Check opposite) -> not(opposite);
    };
  }

  /** As the check itself, but for one word. */
  private static Object not(Check opposite) {
    return switch (opposite) {
      case Check.HeaderPresent header -> "header " + header.name() + " absent";
      case Check.JsonPresent json -> "json " + json.path().source() + " absent";
      case Check.HeaderIs header ->
          Map.of("header " + header.name() + " is not", escaped(header.value()));
      case Check.HeaderContains header ->
          Map.of("header " + header.name() + " does not contain", escaped(header.text()));
      case Check.BodyContains body -> Map.of("body does not contain", escaped(body.text()));
      case Check.BodyMatches body -> Map.of("body does not match", body.pattern().pattern());
      case Check.JsonEquals json -> {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put(
            "json " + json.path().source() + " is not",
            PlanTree.json(Template.literal(json.json()).source()));
        yield tree;
      }
      case Check.Status s -> throw noOpposite();
      case Check.Closed c -> throw noOpposite();
      case Check.SizeAtMost s -> throw noOpposite();
      case Check.SizeAtLeast s -> throw noOpposite();
      case Check.Not n -> throw noOpposite();
    };
  }

  private static IllegalStateException noOpposite() {
    return new IllegalStateException("this check has no opposite");
  }

  private static Object status(StatusRange range) {
    if (range.first() == range.last()) {
      return range.first();
    }
    boolean hundred = range.first() % 100 == 0 && range.last() == range.first() + 99;
    return hundred ? range.first() / 100 + "xx" : range.first() + "-" + range.last();
  }

  static String escaped(String constant) {
    return Template.literal(constant).source();
  }
}
