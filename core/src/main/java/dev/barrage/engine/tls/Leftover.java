package dev.barrage.engine.tls;

import java.nio.ByteBuffer;

/**
 * Bytes that one connection keeps between two calls. Holds an array only while there are any: most
 * of the time, on most connections, there are none.
 */
final class Leftover {
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private ByteBuffer bytes = NONE;

  boolean isEmpty() {
    return !bytes.hasRemaining();
  }

  int size() {
    return bytes.remaining();
  }

  /** The bytes, to be consumed from; call {@link #trim()} afterwards. */
  ByteBuffer bytes() {
    return bytes;
  }

  /** Lets the array go once all is consumed. */
  void trim() {
    if (!bytes.hasRemaining()) {
      bytes = NONE;
    }
  }

  /** Appends the next {@code length} bytes of {@code source}. */
  void append(ByteBuffer source, int length) {
    if (length == 0) {
      return;
    }
    int size = bytes.remaining();
    if (bytes.capacity() - bytes.limit() < length) {
      ByteBuffer larger = ByteBuffer.allocate(Math.max(size + length, Math.min(2 * size, 1 << 16)));
      larger.put(bytes).flip();
      bytes = larger;
    }
    int limit = bytes.limit();
    bytes.limit(limit + length).put(limit, source, source.position(), length);
    source.position(source.position() + length);
  }

  void clear() {
    bytes = NONE;
  }
}
