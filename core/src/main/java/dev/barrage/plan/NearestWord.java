package dev.barrage.plan;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the word a user probably meant: Levenshtein distance, swapped neighbours counting once. */
public final class NearestWord {
  private static final int MAX_CHARS = 80;
  private static final int MAX_WORDS = 200;

  private NearestWord() {}

  /** The nearest of the words, if it is near enough to be a likely slip. */
  public static Optional<String> of(String text, Collection<String> words) {
    if (text.length() > MAX_CHARS) {
      return Optional.empty();
    }
    String given = text.toLowerCase(Locale.ROOT);
    String best = null;
    int bestDistance = Math.max(1, given.length() / 3) + 1;
    for (String word : words.stream().limit(MAX_WORDS).toList()) {
      int distance = distance(given, word.toLowerCase(Locale.ROOT), bestDistance);
      if (distance < bestDistance) {
        best = word;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /** {@code ; did you mean "x"?}, or nothing, as where it is that word itself. */
  public static String hint(String text, Collection<String> words) {
    return of(text, words)
        .filter(word -> !word.equals(text))
        .map(word -> "; did you mean \"" + word + "\"?")
        .orElse("");
  }

  /** Distance, or {@code limit} if it is that much or more. */
  static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) >= limit) {
      return limit;
    }
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 ? j : j == 0 ? i : cheapest(d, a, b, i, j);
      }
    }
    return Math.min(limit, d[a.length()][b.length()]);
  }

  private static int cheapest(int[][] d, String a, String b, int i, int j) {
    int change = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
