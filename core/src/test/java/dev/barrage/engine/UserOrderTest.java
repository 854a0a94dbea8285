package dev.barrage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UserOrderTest {
  private static int[] first(int n, UserOrder order) {
    return IntStream.range(0, n).map(order::at).toArray();
  }

  @Test
  void usersOfAFixedCountComeFirstThenAllOthersByWeight() {
    UserOrder order = new UserOrder(new int[] {3, 1, 1}, new int[] {0, 2, 0});
    assertThat(first(6, order)).startsWith(1, 1).containsExactly(1, 1, 0, 0, 2, 0);
  }

  @Test
  void fixedCountsAreMixedAndExact() {
    UserOrder order = new UserOrder(new int[] {1, 1, 1}, new int[] {4, 2, 0});
    int[] fixed = first(6, order);
    assertThat(IntStream.of(fixed).filter(i -> i == 0)).hasSize(4);
    assertThat(IntStream.of(fixed).filter(i -> i == 1)).hasSize(2);
    assertThat(order.at(6)).isEqualTo(2);
  }

  @Test
  void withoutFixedCountsWeightsDecideAlone() {
    UserOrder order = new UserOrder(new int[] {1, 1}, new int[2]);
    assertThat(first(4, order)).containsExactly(0, 1, 0, 1);
  }
}
