package dev.barrage.plan;

import dev.barrage.plan.Feeder.Source;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code sequence from 1 to 100 step 1}. */
final class SequenceText {
  private static final Pattern SEQUENCE =
      Pattern.compile("sequence(?: +from +(\\d+))?(?: +to +(\\d+))?(?: +step +(\\d+))?");

  private SequenceText() {}

  static Source.Sequence parse(String text) {
    Matcher match = SEQUENCE.matcher(text.strip());
    if (!match.matches()) {
      throw new IllegalArgumentException(
          Quoted.of(text) + " is not a sequence; write e.g. sequence from 1 to 100 step 1");
    }
    String to = match.group(2);
    return new Source.Sequence(
        number("from", match.group(1), 1),
        to == null ? OptionalLong.empty() : OptionalLong.of(number("to", to, 0)),
        number("step", match.group(3), 1));
  }

  private static long number(String what, @Nullable String text, long no) {
    return text == null ? no : Numbers.integer(what, text, 0, Long.MAX_VALUE >> 1);
  }

  /** As {@link #parse} reads it, without its first word. */
  static String format(Source.Sequence sequence) {
    String to = sequence.to().isEmpty() ? "" : " to " + sequence.to().getAsLong();
    return "from " + sequence.from() + to + " step " + sequence.step();
  }
}
