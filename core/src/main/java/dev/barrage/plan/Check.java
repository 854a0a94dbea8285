package dev.barrage.plan;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A condition on a response. A status check that fails is {@code status_refused}, others {@code
 * check_failed}.
 */
public sealed interface Check {
  /** Status codes from {@code first} to {@code last}, both included; {@code 2xx} is 200 to 299. */
  record StatusRange(int first, int last) {
    public StatusRange {
      if (first < 100 || last > 599 || last < first) {
        throw new IllegalArgumentException(
            "status range is " + first + ".." + last + "; must be within 100..599");
      }
    }
  }

  record Status(List<StatusRange> allowed) implements Check {
    public Status {
      allowed = List.copyOf(allowed);
    }
  }

  /**
   * The target may close the connection instead of answering; a status it sends is still looked at.
   */
  record Closed() implements Check {}

  /** The header is there; names ignore case. */
  record HeaderPresent(String name) implements Check {}

  /**
   * The header's value equals {@code value}, or begins with it followed by {@code ;} parameters.
   */
  record HeaderIs(String name, String value) implements Check {}

  record HeaderContains(String name, String text) implements Check {}

  record BodyContains(String text) implements Check {}

  /** The pattern is found in the body; equal to another of the same text and flags. */
  record BodyMatches(Pattern pattern) implements Check {
    @Override
    public boolean equals(Object other) {
      return other instanceof BodyMatches(Pattern that)
          && pattern.pattern().equals(that.pattern())
          && pattern.flags() == that.flags();
    }

    @Override
    public int hashCode() {
      return pattern.pattern().hashCode();
    }
  }

  /** A singular query (RFC 9535 section 2.3.5.1) selects a value equal to this JSON text. */
  record JsonEquals(JsonPath path, String json) implements Check {}

  /** A singular query (RFC 9535 section 2.3.5.1) selects something. */
  record JsonPresent(JsonPath path) implements Check {}

  /** The body has at most this many bytes, transfer coding aside. */
  record SizeAtMost(long bytes) implements Check {
    public SizeAtMost {
      if (bytes < 0) {
        throw new IllegalArgumentException("no size is below 0; write e.g. size <= 10KB");
      }
    }
  }

  /** The body has at least this many bytes, transfer coding aside. */
  record SizeAtLeast(long bytes) implements Check {}

  /**
   * The check does not hold; where it asks for a value that is not there, this one holds.
   *
   * @param check of a header or the body's content
   */
  record Not(Check check) implements Check {
    public Not {
      boolean has =
          switch (check) {
            case Status c -> false;
            case Closed c -> false;
            case SizeAtMost c -> false;
            case SizeAtLeast c -> false;
            case Not c -> false;
            case HeaderPresent c -> true;
            case HeaderIs c -> true;
            case HeaderContains c -> true;
            case BodyContains c -> true;
            case BodyMatches c -> true;
            case JsonEquals c -> true;
            case JsonPresent c -> true;
          };
      if (!has) {
        throw new IllegalArgumentException("this check has no opposite");
      }
    }
  }
}
