package dev.barrage.plan.data;

import java.util.ArrayList;
import java.util.List;

/** The mistakes of one file, bounded: a file of another kind has one on every line. */
public final class Mistakes {
  private static final int MAX_KEPT = 20;

  private final String file;
  private final List<String> messages = new ArrayList<>();
  private int count;

  /**
   * @param file what messages call it
   */
  public Mistakes(String file) {
    this.file = file;
  }

  /**
   * @param line from 1; 0: the whole file
   */
  void add(int line, String message) {
    count++;
    if (messages.size() < MAX_KEPT) {
      messages.add(file + (line > 0 ? ":" + line : "") + " " + message);
    }
  }

  /** Whether so many were told that reading on is of no use. */
  boolean isFull() {
    return count > 1_000;
  }

  /** One line each; the last tells how many more there are. */
  public List<String> messages() {
    List<String> all = new ArrayList<>(messages);
    if (count > messages.size()) {
      all.add(file + " and " + (count - messages.size()) + " mistakes more");
    }
    return all;
  }
}
