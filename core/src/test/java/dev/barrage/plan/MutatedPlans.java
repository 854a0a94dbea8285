package dev.barrage.plan;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Damages plan files: what an editor, a merge or an attacker may leave behind. */
public final class MutatedPlans {
  private static final List<String> PIECES =
      List.of(
          ":",
          ": ",
          "- ",
          "\n",
          "  ",
          "\t",
          "{",
          "}",
          "[",
          "]",
          "\"",
          "'",
          "#",
          "&a ",
          "*a",
          "!!x ",
          "|",
          ">",
          "? ",
          "---\n",
          "...\n",
          "%YAML 1.2\n",
          "${",
          "}",
          "$${",
          "\\",
          "\u0000",
          "\ud83d",
          "\ufeff",
          "99999999999999999999",
          "-1",
          "1e999",
          ".nan",
          "null",
          "<<: *a",
          "..",
          "/s",
          "steps:",
          "users:",
          "regex \"(((\"",
          "json $[",
          "p95 of \"",
          "ramp to ",
          "%",
          ",");

  private final RandomGenerator random;

  public MutatedPlans(long seed) {
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** One to five changes: a character, a piece, a cut, a swap, a repetition, a deep nest. */
  public String next(String yaml) {
    StringBuilder text = new StringBuilder(yaml);
    for (int i = 0; i <= random.nextInt(5); i++) {
      mutate(text);
    }
    return text.toString();
  }

  private void mutate(StringBuilder text) {
    int at = random.nextInt(text.length() + 1);
    int length = Math.min(random.nextInt(20), text.length() - at);
    switch (random.nextInt(8)) {
      case 0 -> text.insert(at, (char) random.nextInt(0x180));
      case 1, 2 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
      case 3 -> text.delete(at, at + length);
      case 4 -> {
        String moved = text.substring(at, at + length);
        text.delete(at, at + length).insert(random.nextInt(text.length() + 1), moved);
      }
      case 5 -> text.insert(at, text.substring(at, at + length).repeat(random.nextInt(50)));
      case 6 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())).repeat(200));
      default -> {
        int line = text.indexOf("\n", at);
        text.insert(line < 0 ? text.length() : line + 1, " ".repeat(random.nextInt(8)));
      }
    }
  }
}
