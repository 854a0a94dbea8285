package dev.barrage.bench.micro;

import dev.barrage.engine.schedule.ArrivalSchedule;
import dev.barrage.plan.Load.ArrivalStage;
import dev.barrage.plan.Load.Arrivals;
import dev.barrage.plan.Load.Open;
import dev.barrage.plan.Rate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** When the next arrival is due, for one loop of one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Schedule {
  private static final Duration LONG = Duration.ofHours(10);
  private static final Rate SLOW = Rate.perSecond(10);
  private static final Rate FAST = Rate.perSecond(20_000);

  private final Walk constant = new Walk(new ArrivalStage.Hold(FAST, LONG, Arrivals.CONSTANT));
  private final Walk poisson = new Walk(new ArrivalStage.Hold(FAST, LONG, Arrivals.POISSON));
  private final Walk ramp = new Walk(new ArrivalStage.Ramp(SLOW, FAST, LONG, Arrivals.CONSTANT));

  /** Begins again after the last arrival of ten hours. */
  private static final class Walk {
    private final ArrivalSchedule schedule;
    private ArrivalSchedule.Cursor cursor;

    Walk(ArrivalStage stage) {
      schedule = new ArrivalSchedule(new Open(List.of(stage)), Duration.ZERO, 1);
      cursor = schedule.cursor(0, 1);
    }

    long next() {
      long ns = cursor.next();
      if (ns == Long.MAX_VALUE) {
        cursor = schedule.cursor(0, 1);
      }
      return ns;
    }
  }

  @Benchmark
  public long constant() {
    return constant.next();
  }

  @Benchmark
  public long poisson() {
    return poisson.next();
  }

  @Benchmark
  public long ramp() {
    return ramp.next();
  }
}
