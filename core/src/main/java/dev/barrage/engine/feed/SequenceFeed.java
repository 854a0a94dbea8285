package dev.barrage.engine.feed;

import dev.barrage.engine.http1.Value;
import dev.barrage.engine.http1.Values;
import dev.barrage.engine.schedule.Draw;
import dev.barrage.plan.Feeder;
import dev.barrage.plan.Feeder.Source;

/** Numbers one after the other. */
final class SequenceFeed extends Feed {
  private final Source.Sequence sequence;
  private final int variable;
  private final Position position;

  SequenceFeed(Feeder feeder, Source.Sequence sequence, int variable) {
    super(feeder);
    this.sequence = sequence;
    this.variable = variable;
    long numbers =
        sequence.to().isEmpty()
            ? Long.MAX_VALUE
            : (sequence.to().getAsLong() - sequence.from()) / sequence.step() + 1;
    this.position = new Position(feeder, numbers, new Draw(0, 0));
  }

  @Override
  public boolean take(Values values, long user, long draw) {
    long index = position.take(user, draw);
    if (index == Position.NONE) {
      return false;
    }
    Value value = values.value(variable);
    value.setDecimal(sequence.from() + index * sequence.step());
    return true;
  }
}
