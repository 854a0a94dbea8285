package dev.barrage.engine;

import java.util.Arrays;

/**
 * Which class the n-th user is of: those with a fixed count come first, evenly mixed, then all
 * others by weight. Users that come first are the last to leave. Immutable.
 */
final class UserOrder {
  private final int fixedUsers;
  private final WeightedOrder fixed;
  private final WeightedOrder weighted;

  /**
   * @param counts by class; 0: by weight
   */
  UserOrder(int[] weights, int[] counts) {
    fixedUsers = Arrays.stream(counts).reduce(0, Math::addExact);
    int[] others = weights.clone();
    for (int i = 0; i < others.length; i++) {
      others[i] = counts[i] > 0 ? 0 : others[i];
    }
    boolean allFixed = Arrays.stream(others).allMatch(weight -> weight == 0);
    fixed = new WeightedOrder(fixedUsers == 0 ? weights : counts);
    weighted = new WeightedOrder(allFixed ? counts : others);
  }

  int at(int index) {
    return index < fixedUsers ? fixed.at(index) : weighted.at(index - fixedUsers);
  }
}
