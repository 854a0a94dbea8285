package dev.barrage.engine.http1;

import dev.barrage.engine.io.Block;
import java.util.Arrays;

/** A growing array of bytes to send, kept and used again. One thread. */
public final class ByteOutput {
  private Block block;
  private int length;

  public ByteOutput(int capacity) {
    block = new Block(capacity);
  }

  public void clear() {
    length = 0;
  }

  public int length() {
    return length;
  }

  /** What holds the bytes {@code [0, length)}; another one after the output has grown. */
  public Block block() {
    return block;
  }

  public void put(byte value) {
    room(1);
    block.bytes[length++] = value;
  }

  public void put(byte[] source) {
    put(source, 0, source.length);
  }

  public void put(byte[] source, int from, int end) {
    int n = end - from;
    room(n);
    System.arraycopy(source, from, block.bytes, length, n);
    length += n;
  }

  /** Decimal digits of a number that is not negative. */
  public void putDecimal(long value) {
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    room(digits);
    long rest = value;
    for (int i = length + digits - 1; i >= length; i--) {
      block.bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  private void room(int more) {
    if (length + more > block.bytes.length) {
      block = new Block(Arrays.copyOf(block.bytes, Math.max(length + more, length * 2)));
    }
  }
}
