package dev.barrage.plan;

import dev.barrage.plan.Template.Encoding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Draws values; the same seed gives the same ones. Text holds what writers get wrong: quotes,
 * colons, dollars, words and numbers that YAML reads as something else.
 */
final class Draw {
  static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "hi",
          "true",
          "null",
          "~",
          "no",
          "007",
          "1e5",
          "-",
          "- a",
          "a: b",
          "a #b",
          "#",
          "'",
          "\"",
          "\\",
          "$",
          "${",
          "$${",
          "$$",
          "{",
          "}",
          "a\nb",
          "a\tb",
          "é",
          "😀",
          "\u0085",
          "\u2028",
          "&a",
          "*a",
          "!x",
          "%",
          "@",
          "`",
          "|",
          ">",
          "?",
          "? x",
          ", ",
          "[",
          "{}",
          "x ",
          " x",
          "1..2",
          "0x1F",
          "1_000",
          "12:30",
          "=",
          "<<",
          "\u0001",
          "\ufeff",
          "text/plain");
  static final List<String> NAMES =
      List.of("shopper", "a b", "7", "true", "x: y", "ünï", "\"q\"", "-", "[u]", "GET /x");
  static final List<String> VARIABLES =
      List.of("user.id", "user.name", "iteration", "v", "w-1", "_x.y");

  private final RandomGenerator random;

  Draw(long seed) {
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** Heads or tails. */
  boolean either() {
    return random.nextBoolean();
  }

  /** From 0 to less than a bound. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  long anyLong() {
    return random.nextLong();
  }

  <T> T pick(List<T> values) {
    return values.get(below(values.size()));
  }

  <T> Optional<T> maybe(T value) {
    return either() ? Optional.of(value) : Optional.empty();
  }

  Duration duration() {
    return switch (below(3)) {
      case 0 -> Duration.ofSeconds(1 + below(100_000));
      case 1 -> Duration.ofMillis(1 + below(100_000));
      default -> Duration.ofNanos(1 + random.nextLong(10_000_000_000L));
    };
  }

  Rate rate() {
    return new Rate(1 + below(100_000), 1 + below(1000));
  }

  Template template(Encoding encoding, List<String> texts) {
    List<Template.Part> parts = new ArrayList<>();
    for (int i = 0; i < below(4); i++) {
      parts.add(
          either()
              ? new Template.Part.Literal(pick(texts))
              : new Template.Part.Slot(pick(VARIABLES), encoding));
    }
    return new Template(parts);
  }

  List<String> tags() {
    return below(3) > 0 ? List.of() : List.of(pick(List.of("smoke", "7", "a:b", "true")));
  }

  Sizes sizes() {
    int bytes = below(100_000);
    return pick(
        List.of(
            new Sizes.Fixed(bytes),
            new Sizes.Uniform(bytes, bytes + below(1000)),
            new Sizes.Lognormal(1 + bytes, 2 + 2 * bytes),
            new Sizes.Weighted(List.of(new Sizes.Choice(1, bytes), new Sizes.Choice(99, 1024)))));
  }
}
