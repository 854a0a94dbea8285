package dev.barrage.engine.feed;

import dev.barrage.engine.http1.Values;
import dev.barrage.plan.Feeder;
import dev.barrage.plan.Feeder.Take;

/** Values made by the seed: one for each iteration, or one for each user. */
final class MadeFeed extends Feed {
  private final Maker maker;
  private final boolean perUser;
  private final int variable;

  MadeFeed(Feeder feeder, Maker maker, int variable) {
    super(feeder);
    this.maker = maker;
    this.perUser = feeder.take() == Take.PER_USER;
    this.variable = variable;
  }

  @Override
  public boolean take(Values values, long user, long draw) {
    maker.make(perUser ? user : draw, values.value(variable));
    return true;
  }
}
