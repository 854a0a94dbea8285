package dev.barrage.engine.feed;

import dev.barrage.engine.schedule.Draw;
import dev.barrage.plan.Feeder;
import dev.barrage.plan.Feeder.AtEnd;
import java.util.concurrent.atomic.AtomicLong;

/** Which record of a number of them is taken. Any thread. */
final class Position {
  static final long NONE = -1;

  private final Feeder feeder;
  private final long records;
  private final Draw draw;
  private final AtomicLong next = new AtomicLong();

  /**
   * @param records {@link Long#MAX_VALUE}: there is no end
   */
  Position(Feeder feeder, long records, Draw draw) {
    this.feeder = feeder;
    this.records = records;
    this.draw = draw;
  }

  /** Index of a record, or {@link #NONE}. */
  long take(long user, long n) {
    return switch (feeder.take()) {
      case NEXT -> within(next.getAndIncrement());
      case PER_USER -> within(user);
      case RANDOM -> draw.between(n, 0, records - 1);
    };
  }

  private long within(long index) {
    if (index < records) {
      return index;
    }
    return feeder.atEnd() == AtEnd.RECYCLE ? index % records : NONE;
  }
}
