package dev.barrage.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the part of {@code target} that says how its URLs are reached. */
final class ReachReader {
  private final Problems problems;
  private final PlanFolder folder;

  ReachReader(Problems problems, PlanFolder folder) {
    this.problems = problems;
    this.folder = folder;
  }

  Reach read(Fields fields) {
    return new Reach(
        fields.optional("host", Reach::checkHost),
        fields.get("resolve").map(node -> list(node, Pin::parse)).orElse(List.of()),
        fields.get("connect to").map(node -> list(node, Detour::parse)).orElse(List.of()),
        fields.optional("unix socket", text -> Reach.checkSocket(folder.resolve(text))),
        fields.get("source addresses").map(this::addresses).orElse(AddressSet.NONE),
        fields.get("client addresses").map(this::addresses).orElse(AddressSet.NONE),
        fields.bool("forwarded for", false),
        fields.optional("proxy protocol", ProxyProtocol::parse));
  }

  private <T> List<T> list(Node node, Function<String, T> parser) {
    List<T> all = new ArrayList<>();
    for (Node item : Fields.items(node)) {
      problems
          .text(item)
          .ifPresent(text -> {
            try {
              all.add(parser.apply(text));
            } catch (IllegalArgumentException e) {
              problems.add(item, String.valueOf(e.getMessage()));
            }
          });
    }
    return all;
  }

  private AddressSet addresses(Node node) {
    List<AddressSet> sets = list(node, AddressSet::parse);
    return problems.attempt(
        node,
        AddressSet.NONE,
        () -> new AddressSet(sets.stream().flatMap(set -> set.ranges().stream()).toList()));
  }
}
