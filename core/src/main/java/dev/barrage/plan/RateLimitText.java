package dev.barrage.plan;

import dev.barrage.plan.RateLimit.Per;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a rate limit admits, as the command line tells it: {@code 100/s}, {@code 6000/m}, {@code
 * 50/500ms per client}.
 *
 * @param per whom it counts apart; empty: as the plan has it
 */
record RateLimitText(long admits, Duration window, Optional<Per> per) {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,10})/(\\d*(?:ms|s|m|h))(?:\\s+per\\s+(client|target))?");

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException with the text and examples
   */
  static RateLimitText parse(String text) {
    Matcher match = FORM.matcher(text.strip());
    if (!match.matches()) {
      throw new IllegalArgumentException(
          Quoted.of(text)
              + " does not say what a rate limit admits; write e.g. 100/s, 6000/m,"
              + " 50/500ms per client");
    }
    String window = match.group(2);
    return new RateLimitText(
        Numbers.integer("what the rate limit admits", match.group(1), 1, 1_000_000_000),
        Durations.parsePositive(Character.isDigit(window.charAt(0)) ? window : "1" + window),
        Optional.ofNullable(match.group(3))
            .map(per -> per.equals("client") ? Per.CLIENT : Per.TARGET));
  }

  /**
   * The plan's limit with this told of it, or one of its own.
   *
   * @throws IllegalArgumentException no request of the plan is under it
   */
  RateLimit applyTo(Optional<RateLimit> planned, List<User> users) {
    RateLimit limit =
        new RateLimit(
            OptionalLong.of(admits),
            window,
            per.or(() -> planned.map(RateLimit::per)).orElse(Per.TARGET),
            planned.map(RateLimit::tolerance).orElse(RateLimit.TOLERANCE),
            planned.map(RateLimit::requests).orElse(List.of()));
    boolean any =
        users.stream()
            .flatMap(user -> Steps.requests(Steps.of(user).toList()))
            .anyMatch(limit::isOf);
    if (!any) {
      throw new IllegalArgumentException(
          "no request of the plan is under a rate limit: write expect: [200, 429] where a refusal"
              + " is expected");
    }
    return limit;
  }
}
