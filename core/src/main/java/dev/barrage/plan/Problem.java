package dev.barrage.plan;

import java.util.Comparator;

/**
 * One mistake in a plan file.
 *
 * @param file as the user named it
 * @param line from 1; 0: the file as a whole
 * @param column from 1; 0: the file as a whole
 * @param message what is wrong, what is allowed, and the nearest word where one was mistyped; one
 *     line
 */
public record Problem(String file, int line, int column, String message)
    implements Comparable<Problem> {
  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing(Problem::file)
          .thenComparingInt(Problem::line)
          .thenComparingInt(Problem::column)
          .thenComparing(Problem::message);

  @Override
  public int compareTo(Problem other) {
    return BY_PLACE.compare(this, other);
  }

  /** {@code file:line:column message}. */
  @Override
  public String toString() {
    return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + " " + message;
  }
}
