package dev.barrage.engine.http1;

/**
 * Text that may be looked at only so often. Java's regular expressions try every way before they
 * give up; on a few dozen bytes {@code (.*a){12}b} would hold its loop, and all users of it, for
 * hours.
 *
 * <p>The allowance is counted in characters read, not in time, so that the same answer is judged
 * alike on any machine. A pattern that is no trap reads each character a few times.
 */
final class BoundedText implements CharSequence {
  private static final int FLAT_READS = 1_000_000;
  private static final int READS_PER_CHARACTER = 16;

  /** The allowance is used up. */
  static final class UsedUpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private UsedUpException() {
      super("a pattern read its text too often", null, false, false);
    }
  }

  private final String text;
  private long readsLeft;

  BoundedText(String text) {
    this.text = text;
    this.readsLeft = FLAT_READS + (long) READS_PER_CHARACTER * text.length();
  }

  /**
   * A character.
   *
   * @throws UsedUpException too many were read
   */
  @Override
  public char charAt(int index) {
    if (--readsLeft < 0) {
      throw new UsedUpException();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
