package dev.barrage.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Collects the mistakes of one file, so that all are told at once. */
final class Problems {
  private static final int MAX_SHOWN = 100;

  /** A file with more mistakes than this is given up: it is something else than a plan. */
  private static final int MAX_KEPT = 1_000;

  private final String file;

  /** A set, because a node that aliases name twice would be told twice. */
  private final TreeSet<Problem> found = new TreeSet<>();

  Problems(String file) {
    this.file = file;
  }

  void add(Node at, String message) {
    add(at.getStartMark(), message);
  }

  void add(Optional<Mark> at, String message) {
    int line = at.map(mark -> mark.getLine() + 1).orElse(0);
    int column = at.map(mark -> mark.getColumn() + 1).orElse(0);
    add(line, column, message);
  }

  void add(int line, int column, String message) {
    found.add(new Problem(file, line, column, message));
    if (found.size() > MAX_KEPT) {
      throwIfAny();
    }
  }

  /** Reads a scalar; a mistake is noted, and {@code fallback} stands in so that reading goes on. */
  <T> T read(Node node, T fallback, Function<String, T> parser) {
    Optional<String> text = text(node);
    return text.isEmpty() ? fallback : attempt(node, fallback, () -> parser.apply(text.get()));
  }

  /** Notes the mistake that {@code work} ends with at the node's place. */
  <T> T attempt(Node node, T fallback, Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException e) {
      add(node, String.valueOf(e.getMessage()));
      return fallback;
    }
  }

  /** The text of a scalar; a list or mapping is noted as a mistake. */
  Optional<String> text(Node node) {
    if (node instanceof ScalarNode scalar) {
      return Optional.of(scalar.getValue());
    }
    add(node, "needs a single value here, not a list or mapping");
    return Optional.empty();
  }

  /** Mistakes so far. */
  int count() {
    return found.size();
  }

  /** Whether anything was noted. */
  boolean any() {
    return !found.isEmpty();
  }

  /**
   * @throws PlanException if anything was noted
   */
  void throwIfAny() {
    if (!found.isEmpty()) {
      List<Problem> shown = new ArrayList<>(found.stream().limit(MAX_SHOWN).toList());
      if (found.size() > MAX_SHOWN) {
        shown.add(new Problem(file, 0, 0, "and " + (found.size() - MAX_SHOWN) + " mistakes more"));
      }
      throw new PlanException(shown);
    }
  }
}
