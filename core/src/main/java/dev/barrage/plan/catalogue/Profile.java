package dev.barrage.plan.catalogue;

import dev.barrage.plan.NearestWord;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The size of a scenario. */
public enum Profile {
  /** Is everything in place? Few users, less than a minute. */
  LIGHT,
  /** The default: all users, shortened. */
  MEDIUM,
  /** Users, spawn rate and time of the suites that the scenarios come from. */
  HEAVY;

  /** As the command line has it: {@code light}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The profile of this name.
   *
   * @throws IllegalArgumentException there is none; the message has those there are
   */
  public static Profile of(String label) {
    List<String> labels = Arrays.stream(values()).map(Profile::label).toList();
    return Arrays.stream(values())
        .filter(profile -> profile.label().equals(label))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "\""
                    + label
                    + "\" is not a profile; allowed: "
                    + String.join(", ", labels)
                    + NearestWord.hint(label, labels)));
  }
}
