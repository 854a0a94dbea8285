package dev.barrage.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WideTest {
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  @Test
  void equalsBigIntegerOverAllMagnitudes() {
    Random random = new Random(1);
    for (int i = 0; i < 300_000; i++) {
      long a = magnitude(random);
      long b = magnitude(random);
      long d = Math.max(1, magnitude(random));
      BigInteger product = BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
      BigInteger[] expected = product.divideAndRemainder(BigInteger.valueOf(d));
      BigInteger ceil = expected[0].add(BigInteger.valueOf(expected[1].signum()));
      assertThat(Wide.mulDivFloor(a, b, d))
          .as("floor %d * %d / %d", a, b, d)
          .isEqualTo(expected[0].min(MAX).longValueExact());
      assertThat(Wide.mulDivCeil(a, b, d))
          .as("ceil %d * %d / %d", a, b, d)
          .isEqualTo(ceil.min(MAX).longValueExact());
      long c = magnitude(random);
      BigInteger more = product.add(BigInteger.valueOf(c)).divide(BigInteger.valueOf(d));
      assertThat(Wide.mulAddDivFloor(a, b, c, d))
          .as("floor (%d * %d + %d) / %d", a, b, c, d)
          .isEqualTo(more.min(MAX).longValueExact());
    }
  }

  private static long magnitude(Random random) {
    long value = random.nextLong() >>> (1 + random.nextInt(63));
    return random.nextInt(8) == 0 ? Long.MAX_VALUE - value % 3 : value;
  }
}
