package dev.barrage.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Of any sequence of latencies, each name keeps its ten largest. */
class SlowestTableTest {
  @Test
  void keepsTheTenSlowestOfEachName() {
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      SlowestTable table = new SlowestTable(2);
      long[][] offered = {new long[random.nextInt(40)], new long[random.nextInt(40)]};
      for (int name = 0; name < 2; name++) {
        for (int i = 0; i < offered[name].length; i++) {
          offered[name][i] = random.nextInt(30);
          Told told = Told.at(1000, offered[name][i]);
          table.offer(name, offered[name][i], told);
        }
      }
      for (int name = 0; name < 2; name++) {
        long[] largest =
            LongStream.of(offered[name]).map(l -> -l).sorted().limit(10).map(l -> -l).toArray();
        assertThat(
                table.of(name).stream()
                    .mapToLong(e -> -e.latencyNs)
                    .sorted()
                    .map(l -> -l)
                    .toArray())
            .containsExactly(largest);
        assertThat(table.of(name)).allMatch(e -> e.doneNs == 1000 + e.latencyNs);
      }
    }
  }
}
