package dev.barrage.plan;

import dev.barrage.plan.Fault.Abort;
import dev.barrage.plan.Fault.Malformed;
import dev.barrage.plan.Fault.Oversize;
import dev.barrage.plan.Fault.Part;
import dev.barrage.plan.Fault.Place;
import dev.barrage.plan.Fault.Section;
import dev.barrage.plan.Fault.Slow;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads what a client does wrong: {@code slow body 10s}. */
final class FaultParser {
  private static final String EXAMPLES =
      "write e.g. malformed header, oversize header 64KiB, slow body 10s, abort after 4KiB";
  private static final List<String> KINDS =
      List.of("malformed", "oversize", "slow", "abort", "reset");
  private static final int MAX_CHARS = 200;

  private FaultParser() {}

  /**
   * @throws IllegalArgumentException with the text, what is wrong and what is allowed
   */
  static Fault parse(String text) {
    String[] words = text.strip().split(" +", 2);
    if (words.length < 2 || text.length() > MAX_CHARS) {
      throw notAFault(text);
    }
    String rest = words[1];
    return switch (words[0]) {
      case "malformed" -> new Malformed(word(text, rest, Part.values(), Part::word));
      case "oversize" -> oversize(text, rest.split(" +", 2));
      case "slow" -> slow(text, rest.split(" +", 2));
      case "abort" -> new Abort(after(text, rest), false);
      case "reset" -> new Abort(after(text, rest), true);
      default -> throw notAFault(text);
    };
  }

  private static Fault oversize(String text, String[] words) {
    Place place = word(text, words[0], Place.values(), Place::word);
    String size = second(text, words, "a size, e.g. oversize " + place.word() + " 64KiB");
    return new Oversize(place, Numbers.size("oversize", size, 1, Oversize.MAX_BYTES));
  }

  private static Fault slow(String text, String[] words) {
    Section section = word(text, words[0], Section.values(), Section::word);
    String time = second(text, words, "a time, e.g. slow " + section.word() + " 10s");
    return new Slow(section, Durations.parsePositive(time));
  }

  private static int after(String text, String rest) {
    String[] words = rest.split(" +", 2);
    if (!words[0].equals("after")) {
      throw notAFault(text);
    }
    String size = second(text, words, "a size, e.g. abort after 4KiB");
    return Numbers.size("after", size, 0, Oversize.MAX_BYTES);
  }

  private static String second(String text, String[] words, String what) {
    if (words.length < 2) {
      throw new IllegalArgumentException(Quoted.of(text) + " needs " + what);
    }
    return words[1];
  }

  private static <T> T word(String text, String word, T[] all, Function<T, String> words) {
    List<String> allowed = Arrays.stream(all).map(words).toList();
    Optional<T> found = Stream.of(all).filter(one -> words.apply(one).equals(word)).findFirst();
    return found.orElseThrow(() ->
        new IllegalArgumentException(
            (Quoted.of(text) + " is not a fault: " + Quoted.of(word))
                + ("; allowed: " + String.join(", ", allowed))
                + NearestWord.hint(word, allowed)));
  }

  private static IllegalArgumentException notAFault(String text) {
    String first = text.strip().split(" ", 2)[0];
    String hint = KINDS.contains(first) ? "" : NearestWord.hint(first, KINDS);
    return new IllegalArgumentException(Quoted.of(text) + " is not a fault; " + EXAMPLES + hint);
  }
}
