package dev.barrage.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.Rate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CeilingTest {
  private static final long MS = 1_000_000;
  private static final long S = 1000 * MS;

  private static long taken(Ceiling ceiling, LongStream offsets) {
    return offsets.filter(ceiling::take).count();
  }

  @Test
  void letsThroughAllThatComesExactlyAtItsRate() {
    for (Rate rate : List.of(Rate.perSecond(3), Rate.perSecond(7000), new Rate(100, 7))) {
      Ceiling ceiling = new Ceiling(rate);
      long perNs = rate.denominator() * S;
      LongStream even =
          LongStream.range(0, 1000).map(k -> Wide.mulDivFloor(k, perNs, rate.numerator()));
      assertThat(taken(ceiling, even)).as(rate.toString()).isEqualTo(1000);
    }
  }

  @Test
  void letsThroughEvenlyWhatComesTooFast() {
    Ceiling ceiling = new Ceiling(Rate.perSecond(500));
    List<Long> passed =
        LongStream.range(0, 2000).map(k -> k * MS / 2).filter(ceiling::take).boxed().toList();
    assertThat(passed)
        .containsExactlyElementsOf(LongStream.range(0, 500).mapToObj(k -> k * 2 * MS).toList());
  }

  @Test
  void neverDriftsFromItsRateOverADay() {
    Ceiling ceiling = new Ceiling(new Rate(1, 3));
    assertThat(taken(ceiling, LongStream.range(0, 86_400).map(k -> k * S))).isEqualTo(28_800);
  }

  @Test
  void catchesUpAQuarterOfASecondAtMost() {
    Ceiling ceiling = new Ceiling(Rate.perSecond(1000));
    LongStream atOnce = LongStream.generate(() -> 10 * S).limit(5000);
    assertThat(taken(ceiling, atOnce)).isEqualTo(251);
  }

  @Test
  void aSlowCeilingDoesNotCareWhereInItsPeriodARequestComes() {
    Ceiling ceiling = new Ceiling(Rate.perSecond(1));
    assertThat(taken(ceiling, LongStream.range(0, 100).map(k -> k * S + 700 * MS))).isEqualTo(100);
  }

  @Test
  void givesThoseWhoWaitOneSlotEach() {
    Ceiling ceiling = new Ceiling(Rate.perSecond(4));
    assertThat(IntStream.range(0, 5).mapToLong(i -> ceiling.reserve(0)))
        .containsExactly(0L, 250 * MS, 500 * MS, 750 * MS, S);
    assertThat(ceiling.take(S)).as("the slot at 1 s is somebody's").isFalse();
    assertThat(ceiling.reserve(60 * S)).as("nobody waits for slots of the past").isEqualTo(60 * S);
  }

  @Test
  void countsTheRequestsOfAllLoopsTogether() throws Exception {
    Ceiling ceiling = new Ceiling(Rate.perSecond(1000));
    Callable<Long> loop = () -> taken(ceiling, LongStream.range(0, 40_000).map(k -> k * MS / 10));
    long sum = 0;
    try (var loops = Executors.newFixedThreadPool(4)) {
      for (Future<Long> one : loops.invokeAll(List.of(loop, loop, loop, loop))) {
        sum += one.get();
      }
    }
    assertThat(sum).isBetween(3700L, 4251L);
  }
}
