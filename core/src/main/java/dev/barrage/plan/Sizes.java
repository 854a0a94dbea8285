package dev.barrage.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large something is that is made anew each time: {@code 100KB}, {@code 1KB..100KB}, {@code
 * lognormal median 4KB p99 100KB}, {@code 70% 1KB, 25% 10KB, 5% 100KB}. All in bytes.
 */
public sealed interface Sizes {
  /** No size is larger. */
  int MAX_BYTES = 16 << 20;

  /** Always the same. */
  record Fixed(int bytes) implements Sizes {}

  /** Any size within, both included, is as likely as any other. */
  record Uniform(int minBytes, int maxBytes) implements Sizes {
    public Uniform {
      if (maxBytes < minBytes) {
        throw new IllegalArgumentException(
            Numbers.formatSize(minBytes)
                + ".."
                + Numbers.formatSize(maxBytes)
                + " falls; write the smaller size first, e.g. 1KB..100KB");
      }
    }
  }

  /** Half is below the median, one in a hundred above p99: many small ones and a long tail. */
  record Lognormal(int medianBytes, int p99Bytes) implements Sizes {
    public Lognormal {
      if (medianBytes < 1 || p99Bytes <= medianBytes) {
        throw new IllegalArgumentException(
            "p99 must be above the median and the median above 0, e.g. "
                + "lognormal median 4KB p99 100KB");
      }
    }
  }

  /** Some sizes, each with its share of a hundred. */
  record Weighted(List<Choice> choices) implements Sizes {
    public Weighted {
      choices = List.copyOf(choices);
      int sum = choices.stream().mapToInt(Choice::percent).sum();
      if (sum != 100) {
        throw new IllegalArgumentException(
            "the shares sum to " + sum + "%; must be 100%, e.g. 90% 1KB, 10% 100KB");
      }
    }
  }

  /**
   * @param percent 1..100
   */
  record Choice(int percent, int bytes) {}

  /** The largest that may come; a lognormal's tail is cut at eight times its p99. */
  default int maxBytes() {
    return switch (this) {
      case Fixed fixed -> fixed.bytes;
      case Uniform uniform -> uniform.maxBytes;
      case Lognormal spread -> (int) Math.min(MAX_BYTES, 8L * spread.p99Bytes);
      case Weighted weighted -> weighted.choices.stream().mapToInt(Choice::bytes).max().orElse(0);
    };
  }

  /** As {@link #parse} reads it. */
  default String text() {
    return switch (this) {
      case Fixed fixed -> Numbers.formatSize(fixed.bytes);
      case Uniform uniform ->
          Numbers.formatSize(uniform.minBytes) + ".." + Numbers.formatSize(uniform.maxBytes);
      case Lognormal spread ->
          "lognormal median "
              + Numbers.formatSize(spread.medianBytes)
              + " p99 "
              + Numbers.formatSize(spread.p99Bytes);
      case Weighted weighted ->
          String.join(
              ", ",
              weighted.choices.stream()
                  .map(c -> c.percent + "% " + Numbers.formatSize(c.bytes))
                  .toList());
    };
  }

  /**
   * @throws IllegalArgumentException with the text, what is wrong and examples
   */
  static Sizes parse(String text) {
    String stripped = text.strip();
    Matcher lognormal = Syntax.LOGNORMAL.matcher(stripped);
    int dots = stripped.indexOf("..");
    if (lognormal.matches()) {
      return new Lognormal(size(lognormal.group(1)), size(lognormal.group(2)));
    }
    if (stripped.contains("%")) {
      return weighted(stripped);
    }
    if (dots >= 0) {
      return new Uniform(size(stripped.substring(0, dots)), size(stripped.substring(dots + 2)));
    }
    if (stripped.isEmpty() || !Character.isDigit(stripped.charAt(0))) {
      throw new IllegalArgumentException(
          Quoted.of(stripped)
              + " is not a size; write e.g. 100KB, 1KB..100KB, lognormal median 4KB p99 100KB"
              + " or 90% 1KB, 10% 100KB");
    }
    return new Fixed(size(stripped));
  }

  private static Sizes weighted(String text) {
    List<Choice> choices = new ArrayList<>();
    for (String item : text.split(",", -1)) {
      Matcher match = Syntax.CHOICE.matcher(item.strip());
      if (!match.matches()) {
        throw new IllegalArgumentException(
            Quoted.of(item.strip())
                + " is not a share of a size; write e.g. 70% 1KB, 25% 10KB, 5% 100KB");
      }
      int percent = (int) Numbers.integer("share", match.group(1), 1, 100);
      choices.add(new Choice(percent, size(match.group(2))));
    }
    return new Weighted(choices);
  }

  private static int size(String text) {
    return Numbers.size("size", text.strip(), 0, MAX_BYTES);
  }

  /** What the words look like. */
  final class Syntax {
    private static final Pattern LOGNORMAL =
        Pattern.compile("lognormal +median +(\\S+) +p99 +(\\S+)");
    private static final Pattern CHOICE = Pattern.compile("(\\d{1,9})% *(\\S+)");

    private Syntax() {}
  }
}
