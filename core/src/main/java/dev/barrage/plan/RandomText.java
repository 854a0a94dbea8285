package dev.barrage.plan;

import dev.barrage.plan.Feeder.NamePart;
import dev.barrage.plan.Feeder.Source;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what random values are made of: {@code uuid}, {@code integer 1..100} … */
final class RandomText {
  private static final int MAX_HEX_DIGITS = 1_024;
  private static final Pattern INTEGERS = Pattern.compile("integer +(\\d+) *\\.\\. *(\\d+)");
  private static final Pattern HEX = Pattern.compile("hex +(\\d+)");
  private static final List<String> WORDS =
      List.of("uuid", "hex", "integer", "name", "first name", "last name", "text", "sequence");

  private RandomText() {}

  static Source.Random parse(String text) {
    String stripped = text.strip();
    Matcher integers = INTEGERS.matcher(stripped);
    Matcher hex = HEX.matcher(stripped);
    if (integers.matches()) {
      long max = Long.MAX_VALUE >> 1;
      return new Source.Integers(
          Numbers.integer("integer", integers.group(1), 0, max),
          Numbers.integer("integer", integers.group(2), 0, max));
    }
    if (hex.matches()) {
      return new Source.Hex((int) Numbers.integer("hex", hex.group(1), 1, MAX_HEX_DIGITS));
    }
    if (stripped.startsWith("text ")) {
      return new Source.Text(Sizes.parse(stripped.substring(5)));
    }
    return switch (stripped) {
      case "uuid" -> new Source.Uuid();
      case "name" -> new Source.Name(NamePart.FULL);
      case "first name" -> new Source.Name(NamePart.FIRST);
      case "last name" -> new Source.Name(NamePart.LAST);
      default ->
          throw new IllegalArgumentException(
              Quoted.of(stripped)
                  + " makes no values; allowed: uuid, hex 32, integer 1..100, name, first name,"
                  + " last name, text 20, text 1KB..10KB, sequence from 1 step 1"
                  + hint(stripped));
    };
  }

  /** The kind may be right, and what it needs missing. */
  private static String hint(String text) {
    String kind = text.split(" ", 2)[0];
    return switch (kind) {
      case "text" -> "; text needs its size, e.g. text 20";
      case "hex" -> "; hex needs its number of digits, e.g. hex 32";
      case "integer" -> "; integer needs its range, e.g. integer 1..100";
      default -> NearestWord.hint(kind, WORDS);
    };
  }

  /** As {@link #parse} reads it. */
  static String format(Source.Random source) {
    return switch (source) {
      case Source.Uuid uuid -> "uuid";
      case Source.Hex hex -> "hex " + hex.digits();
      case Source.Integers range -> "integer " + range.min() + ".." + range.max();
      case Source.Text text -> "text " + text.sizes().text();
      case Source.Name name ->
          switch (name.part()) {
            case FULL -> "name";
            case FIRST -> "first name";
            case LAST -> "last name";
          };
    };
  }
}
