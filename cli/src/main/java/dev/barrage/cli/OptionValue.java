package dev.barrage.cli;

import java.util.function.Supplier;

/** The value of an option, read by the parser of whatever it means. */
final class OptionValue {
  private OptionValue() {}

  /**
   * Reads it.
   *
   * <pre>{@code
   * Duration step = OptionValue.of("--step", () -> Durations.parsePositive(text));
   * }</pre>
   *
   * @throws UsageException with the option's name before what the parser says
   */
  static <T> T of(String option, Supplier<T> parser) {
    try {
      return parser.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(option + ": " + e.getMessage(), e);
    }
  }
}
