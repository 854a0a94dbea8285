package dev.barrage.engine;

import java.util.Arrays;

/**
 * Deals out classes by weight, as evenly as can be: after each whole cycle the shares are exact,
 * and no class comes in a lump (smooth weighted round-robin).
 */
final class WeightedOrder {
  private static final int LONGEST_CYCLE = 100_000;

  private final int[] cycle;

  WeightedOrder(int[] weights) {
    int divisor = Arrays.stream(weights).reduce(0, WeightedOrder::gcd);
    int[] reduced = Arrays.stream(weights).map(w -> w / divisor).toArray();
    int sum = Arrays.stream(reduced).reduce(0, Math::addExact);
    cycle = new int[Math.min(sum, LONGEST_CYCLE)];
    long[] credit = new long[reduced.length];
    for (int i = 0; i < cycle.length; i++) {
      int best = 0;
      for (int c = 0; c < credit.length; c++) {
        credit[c] += reduced[c];
        best = credit[c] > credit[best] ? c : best;
      }
      credit[best] -= sum;
      cycle[i] = best;
    }
  }

  int at(int index) {
    return cycle[index % cycle.length];
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
