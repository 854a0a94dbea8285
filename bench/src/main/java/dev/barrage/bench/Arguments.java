package dev.barrage.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The command line of a bench: flags, options with a value, and words. */
final class Arguments {
  private final Map<String, String> values = new HashMap<>();
  private final List<String> words = new ArrayList<>();

  /**
   * @throws IllegalArgumentException for an option that is neither among the flags nor the options
   */
  Arguments(String[] arguments, Set<String> flags, Set<String> options) {
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i];
      if (flags.contains(name)) {
        values.put(name, "");
      } else if (options.contains(name) && i + 1 < arguments.length) {
        values.put(name, arguments[++i]);
      } else if (name.startsWith("-")) {
        throw new IllegalArgumentException(name + " is not an option, or lacks its value; --help");
      } else {
        words.add(name);
      }
    }
  }

  boolean has(String flag) {
    return values.containsKey(flag);
  }

  String text(String option, String absent) {
    return values.getOrDefault(option, absent);
  }

  int number(String option, int absent) {
    String text = text(option, "" + absent);
    if (!text.matches("\\d{1,9}")) {
      throw new IllegalArgumentException(option + " is " + text + "; must be a whole number");
    }
    return Integer.parseInt(text);
  }

  List<String> words() {
    return List.copyOf(words);
  }
}
