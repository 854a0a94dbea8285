package dev.barrage.bench.figure;

import dev.barrage.bench.machine.Bench;
import java.io.IOException;
import java.util.List;

/** A row of the table of goals: measures, and says what was found. */
public interface Figure {
  /** One word, for the command line. */
  String name();

  /**
   * Measures; takes from seconds to two minutes, or what {@link #takesMinutes} says.
   *
   * @throws IOException what is needed does not start, or ends wrongly
   */
  List<Finding> measure(Bench bench, Size size) throws IOException, InterruptedException;

  /** Whether it takes so long that it is measured only where it is named. */
  default boolean takesMinutes() {
    return false;
  }

  /** How much is measured: {@code QUICK} shows that it works, {@code FULL} is for the record. */
  enum Size {
    QUICK,
    FULL;

    public int pick(int quick, int full) {
      return this == QUICK ? quick : full;
    }
  }

  /** All of them, in the order of the table. */
  static List<Figure> all() {
    return List.of(
        new SendLag(),
        new Allocation(),
        new Declared(),
        new Crowd(),
        new StartUp(),
        new Stall(),
        new Delays(),
        new Arrivals(),
        new FirstSecond(),
        new Scripted(),
        new Capacity(),
        new Overhead(),
        new Limits(),
        new Recovery(),
        Leak.fast(),
        Leak.slow(),
        new LeakFree(),
        new Agreement());
  }
}
