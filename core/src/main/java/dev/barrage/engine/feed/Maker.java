package dev.barrage.engine.feed;

import dev.barrage.engine.http1.Value;
import dev.barrage.engine.schedule.Draw;
import dev.barrage.engine.schedule.SizeDraw;
import dev.barrage.plan.Feeder.NamePart;
import java.nio.charset.StandardCharsets;

/** Makes values: the n-th is a function of the seed and n. Immutable; allocates nothing. */
sealed interface Maker {
  byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  void make(long n, Value value);

  record Integers(Draw draw, long min, long max) implements Maker {
    @Override
    public void make(long n, Value value) {
      value.setDecimal(draw.between(n, min, max));
    }
  }

  /** Version 4: random but for the digits that say so (RFC 9562 section 5.4). */
  record Uuid(Draw draw) implements Maker {
    private static final int LENGTH = 36;

    @Override
    public void make(long n, Value value) {
      byte[] text = value.room(LENGTH);
      long bits = draw.bits(2 * n);
      int left = 16;
      for (int i = 0; i < LENGTH; i++) {
        if (i == 8 || i == 13 || i == 18 || i == 23) {
          text[i] = '-';
          continue;
        }
        if (left-- == 0) {
          bits = draw.bits(2 * n + 1);
          left = 15;
        }
        int digit = (int) bits & 15;
        bits >>>= 4;
        text[i] = HEX[i == 14 ? 4 : i == 19 ? 8 | (digit & 3) : digit];
      }
      value.wrote(LENGTH, Value.Kind.STRING);
    }
  }

  record Hex(Draw draw, int digits) implements Maker {
    @Override
    public void make(long n, Value value) {
      byte[] text = value.room(digits);
      long words = (digits + 15L) / 16;
      long bits = 0;
      for (int i = 0; i < digits; i++) {
        bits = i % 16 == 0 ? draw.bits(words * n + i / 16) : bits >>> 4;
        text[i] = HEX[(int) bits & 15];
      }
      value.wrote(digits, Value.Kind.STRING);
    }
  }

  /** A piece of text made beforehand. */
  record Text(byte[] pool, SizeDraw sizes, Draw places) implements Maker {
    @Override
    public void make(long n, Value value) {
      int size = sizes.bytes(n);
      // Its own stream would be one more draw; another number of the same one is as good.
      int from = (int) places.between(~n, 0, pool.length - size);
      value.share(pool, from, from + size, Value.Kind.STRING);
    }
  }

  /** One of the first words and one of the second, each as likely. */
  record Names(Draw draw, byte[][] first, byte[][] second) implements Maker {
    @Override
    public void make(long n, Value value) {
      byte[] one = first[(int) draw.between(2 * n, 0, first.length - 1)];
      byte[] two = second[(int) draw.between(2 * n + 1, 0, second.length - 1)];
      byte[] text = value.room(one.length + two.length);
      System.arraycopy(one, 0, text, 0, one.length);
      System.arraycopy(two, 0, text, one.length, two.length);
      value.wrote(one.length + two.length, Value.Kind.STRING);
    }
  }

  static Maker names(Draw draw, NamePart part) {
    byte[][] nothing = {new byte[0]};
    return switch (part) {
      case FIRST -> new Names(draw, PersonNames.first(""), nothing);
      case LAST -> new Names(draw, nothing, PersonNames.last());
      case FULL -> new Names(draw, PersonNames.first(" "), PersonNames.last());
    };
  }
}
