package dev.barrage.engine.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Objects;
import java.util.Random;

/**
 * Damaged responses through the parser, whole and split: how bytes are split may change nothing,
 * and nothing may be thrown. In the parser's package for the cases and the mutator of its tests.
 */
public final class ParserFuzz {
  private static final int HEADER_LIMIT = 512;

  private final byte[][] seeds =
      ResponseCase.all().map(c -> c.wire().getBytes(ISO_8859_1)).toArray(byte[][]::new);
  private final ResponseParser whole = new ResponseParser(HEADER_LIMIT, new KnownHead());
  private final ResponseParser split = new ResponseParser(HEADER_LIMIT, new KnownHead());
  private long done;
  private long malformed;

  /**
   * Tries one case; the same number gives the same case.
   *
   * @throws AssertionError with the case's bytes
   */
  public void tryCase(long number) {
    Random random = new Random(number);
    byte[] bytes = WireMutator.mutate(seeds[random.nextInt(seeds.length)], random);
    boolean head = random.nextInt(8) == 0;
    try {
      whole.begin(head, null, null);
      int used = whole.feed(bytes, 0, bytes.length);
      split.begin(head, null, null);
      int usedSplit = feedInPieces(bytes, random);
      require(Objects.equals(whole.malformation(), split.malformation()), "malformation");
      require(whole.isDone() == split.isDone(), "end");
      if (whole.isDone()) {
        require(used == usedSplit && used <= bytes.length, "bytes used");
        require(whole.status() == split.status(), "status");
        require(whole.keepAlive() == split.keepAlive(), "keep-alive");
      }
    } catch (RuntimeException | AssertionError e) {
      String wire = new String(bytes, ISO_8859_1).replace("\r", "\\r").replace("\n", "\\n");
      throw new AssertionError("response case " + number + ": " + wire, e);
    }
    done += whole.isDone() ? 1 : 0;
    malformed += whole.isMalformed() ? 1 : 0;
  }

  private int feedInPieces(byte[] bytes, Random random) {
    int used = 0;
    for (int at = 0; at < bytes.length && !split.isDone() && !split.isMalformed(); ) {
      int piece = Math.min(bytes.length - at, 1 + random.nextInt(9));
      used += split.feed(bytes, at, at + piece);
      at += piece;
    }
    return used;
  }

  private static void require(boolean same, String what) {
    if (!same) {
      throw new AssertionError("split bytes change: " + what);
    }
  }

  /** What the cases came to: proof that they are neither all good nor all bad. */
  public String tally() {
    return "%,d complete, %,d malformed, the others unfinished".formatted(done, malformed);
  }
}
