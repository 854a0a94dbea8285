package dev.barrage.plan;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Sets a user's variable from a response; finding nothing is outcome {@code check_failed}.
 *
 * @param variable name that templates of later steps may use
 * @param source where the value is found
 * @param fallback value where nothing is found, which is then no failure; empty: none
 */
public record Capture(String variable, Source source, Optional<String> fallback) {
  /** A capture that must find something. */
  public Capture(String variable, Source source) {
    this(variable, source, Optional.empty());
  }

  public sealed interface Source {
    /** The value a singular query (RFC 9535 section 2.3.5.1) selects; strings without quotes. */
    record Json(JsonPath path) implements Source {}

    record HeaderValue(String name) implements Source {}

    /** Value of the named cookie in {@code Set-Cookie} (RFC 6265 section 4.1). */
    record Cookie(String name) implements Source {}

    /** First match in the body: group 1 if the pattern has one, else the whole match. */
    record Regex(Pattern pattern) implements Source {
      @Override
      public boolean equals(Object other) {
        return other instanceof Regex(Pattern that)
            && pattern.pattern().equals(that.pattern())
            && pattern.flags() == that.flags();
      }

      @Override
      public int hashCode() {
        return pattern.pattern().hashCode();
      }
    }
  }
}
