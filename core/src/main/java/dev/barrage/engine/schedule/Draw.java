package dev.barrage.engine.schedule;

/**
 * Random numbers computed from their number: the n-th draw of a stream is a function of seed,
 * stream and n, whichever loop or machine asks, in whatever order.
 *
 * <pre>
 *   Draw whichUser = new Draw(plan.seed(), Draw.stream("user"));
 *   int[] upTo = Draw.cumulative(3, 1);
 *   int user = whichUser.weighted(arrival, upTo);   // 0 three times of four
 * </pre>
 *
 * <p>The generator is SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
 * Generators, 2014): its n-th output is a mix of key + n · γ. Not for secrets. Immutable; allocates
 * nothing.
 */
public final class Draw {
  private static final long GAMMA = 0x9E37_79B9_7F4A_7C15L;

  private final long key;

  public Draw(long seed, long stream) {
    this.key = mix(mix(seed + GAMMA) ^ mix(stream * GAMMA + 0x6A09_E667_F3BC_C909L));
  }

  /** A stream's number from its name, the same on every machine. */
  public static long stream(String name) {
    long hash = 0xCBF2_9CE4_8422_2325L; // FNV-1a, 64 bits
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x0000_0100_0000_01B3L;
    }
    return hash;
  }

  /** 64 random bits. */
  public long bits(long n) {
    return mix(key + n * GAMMA);
  }

  /** Uniform over [0, 1), 53 bits. */
  public double unit(long n) {
    return (bits(n) >>> 11) * 0x1p-53;
  }

  /** Exponential with mean 1; {@code > 0}, at most 37.5. */
  public double exponential(long n) {
    return -StrictMath.log(((bits(n) >>> 11) + 0.5) * 0x1p-53);
  }

  /** Uniform over min … max, both included; {@code max - min} must not overflow. */
  public long between(long n, long min, long max) {
    long span = Math.addExact(Math.subtractExact(max, min), 1);
    if (span <= 0) {
      throw new IllegalArgumentException("range is " + min + ".." + max + "; must rise");
    }
    // The bias of multiplying instead of rejecting is below span / 2^64.
    return min + Math.unsignedMultiplyHigh(bits(n), span);
  }

  /**
   * An index drawn by weight.
   *
   * @param upTo from {@link #cumulative}
   */
  public int weighted(long n, int[] upTo) {
    int last = upTo.length - 1;
    long drawn = Math.unsignedMultiplyHigh(bits(n), upTo[last]);
    int i = 0;
    while (drawn >= upTo[i]) {
      i++;
    }
    return i;
  }

  /** Running sums of weights, for {@link #weighted}. */
  public static int[] cumulative(int... weights) {
    if (weights.length == 0) {
      throw new IllegalArgumentException("no weights; at least one is needed");
    }
    int[] upTo = new int[weights.length];
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] <= 0) {
        throw new IllegalArgumentException("weight is " + weights[i] + "; must be > 0");
      }
      sum = Math.addExact(sum, weights[i]);
      upTo[i] = sum;
    }
    return upTo;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return z ^ (z >>> 31);
  }
}
