package dev.barrage.engine.tls;

import dev.barrage.engine.io.Block;

/**
 * Buffers that all TLS connections of one loop share: between two calls a connection keeps only
 * what it could not use, so an idle one holds none. One thread.
 */
public final class TlsScratch {
  /** Fits several records of 16 KiB, so that a large body takes few system calls. */
  private static final int CIPHERTEXT_BYTES = 64 << 10;

  /** The largest plaintext that a JDK engine asks room for. */
  private static final int PLAINTEXT_BYTES = 34 << 10;

  final Block received = new Block(CIPHERTEXT_BYTES);
  final Block sent = new Block(CIPHERTEXT_BYTES);
  final Block plain = new Block(PLAINTEXT_BYTES);
}
