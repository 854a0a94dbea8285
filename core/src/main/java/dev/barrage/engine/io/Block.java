package dev.barrage.engine.io;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * A byte array that sockets read into and write from, wrapped once for each kind of call so that
 * moving bytes allocates nothing.
 *
 * <p>Heap memory on purpose: the parser's array accesses are bounds-checked, and a critical
 * downcall passes the array to the kernel without a copy.
 */
public final class Block {
  public final byte[] bytes;
  final MemorySegment segment;
  final ByteBuffer buffer;

  public Block(byte[] bytes) {
    this.bytes = bytes;
    this.segment = MemorySegment.ofArray(bytes);
    this.buffer = ByteBuffer.wrap(bytes);
  }

  public Block(int capacity) {
    this(new byte[capacity]);
  }

  public int capacity() {
    return bytes.length;
  }

  /** The whole array as a buffer to read into; position and limit are one thread's to set. */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** A part of it to write from: loops share the blocks of requests, so each has its own marks. */
  public ByteBuffer source(int offset, int length) {
    return ByteBuffer.wrap(bytes, offset, length);
  }
}
