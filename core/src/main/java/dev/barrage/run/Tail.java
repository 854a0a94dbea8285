package dev.barrage.run;

import java.nio.charset.StandardCharsets;

/** The last bytes of an output, however long it is. Safe for two threads. */
final class Tail {
  private final byte[] kept;
  private long total;

  Tail(int bytes) {
    kept = new byte[bytes];
  }

  synchronized void add(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      kept[(int) (total++ % kept.length)] = bytes[i];
    }
  }

  /** As UTF-8; what is none is replaced. */
  synchronized String text() {
    if (total <= kept.length) {
      return new String(kept, 0, (int) total, StandardCharsets.UTF_8);
    }
    int at = (int) (total % kept.length);
    byte[] ordered = new byte[kept.length];
    System.arraycopy(kept, at, ordered, 0, kept.length - at);
    System.arraycopy(kept, 0, ordered, kept.length - at, at);
    return "…" + new String(ordered, StandardCharsets.UTF_8);
  }
}
