package dev.barrage.engine.tls;

import dev.barrage.engine.io.TlsFailedException;
import java.nio.ByteBuffer;

/**
 * Where one TLS record ends and the next begins (RFC 8446, 5.1): 5 bytes of header, the length in
 * the last two.
 */
final class Records {
  private static final int HEADER_BYTES = 5;
  private static final int MAX_FRAGMENT_BYTES = (1 << 14) + 2048;
  private static final int FIRST_TYPE = 20;
  private static final int LAST_TYPE = 24;

  private Records() {}

  /** How many bytes the first record lacks; 0: it is complete. */
  static int missing(ByteBuffer bytes) {
    if (bytes.remaining() < HEADER_BYTES) {
      return HEADER_BYTES - bytes.remaining();
    }
    int length = bytes.getShort(bytes.position() + 3) & 0xFFFF;
    return Math.max(0, HEADER_BYTES + length - bytes.remaining());
  }

  /** Refuses what cannot be a TLS record, before its "length" is waited for. */
  static void check(ByteBuffer bytes) throws TlsFailedException {
    if (!bytes.hasRemaining()) {
      return;
    }
    int at = bytes.position();
    int type = bytes.get(at);
    if (type < FIRST_TYPE || type > LAST_TYPE) {
      throw new TlsFailedException(
          type == 'H'
              ? "not TLS: the server answered plain HTTP"
              : "not TLS: the server sent a byte 0x" + Integer.toHexString(type & 0xFF),
          null);
    }
    if (bytes.remaining() >= HEADER_BYTES
        && (bytes.getShort(at + 3) & 0xFFFF) > MAX_FRAGMENT_BYTES) {
      throw new TlsFailedException("TLS stream broken: a record is too long", null);
    }
  }
}
