package dev.barrage.plan.data;

import java.util.Arrays;

/** A growing list of cells: where each ends, and its kind. */
final class Cells {
  private int[] ends = new int[1024];
  private byte[] kinds = new byte[1024];
  private int count;

  void add(int end, Table.Kind kind) {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
      kinds = Arrays.copyOf(kinds, 2 * count);
    }
    ends[count] = end;
    kinds[count++] = (byte) kind.ordinal();
  }

  int count() {
    return count;
  }

  /** Forgets the cells from this one on. */
  void cut(int size) {
    count = size;
  }

  int[] ends() {
    return Arrays.copyOf(ends, count);
  }

  byte[] kinds() {
    return Arrays.copyOf(kinds, count);
  }
}
