package dev.barrage.engine.feed;

import dev.barrage.engine.http1.Values;
import dev.barrage.engine.schedule.Draw;
import dev.barrage.engine.schedule.RandomBytes;
import dev.barrage.engine.schedule.SizeDraw;
import dev.barrage.plan.Feeder;
import dev.barrage.plan.Feeder.Source;
import dev.barrage.plan.Plan;
import dev.barrage.plan.User;
import dev.barrage.plan.data.Mistakes;
import dev.barrage.plan.data.Table;
import java.util.function.ToIntFunction;

/**
 * Where the values of some variables come from. Any number of loops take from it at once, without
 * locks.
 *
 * <p>What is drawn follows from the seed and from who asks, not from how many loops there are. The
 * next record goes to whoever comes first: with one loop that is always the same user.
 */
public abstract sealed class Feed permits TableFeed, SequenceFeed, MadeFeed {
  private final Feeder feeder;

  Feed(Feeder feeder) {
    this.feeder = feeder;
  }

  /**
   * @param numbers of the variables by name
   * @throws IllegalArgumentException a file cannot be read
   */
  public static Feed of(Plan plan, User user, Feeder feeder, ToIntFunction<String> numbers) {
    Draw draw =
        new Draw(plan.inputs().seed(), Draw.stream("data/" + user.name() + "/" + feeder.name()));
    return switch (feeder.source()) {
      case Source.File file -> {
        Table table = read(file);
        int[] variables = table.columns().stream().mapToInt(numbers).toArray();
        yield new TableFeed(feeder, table, variables, draw);
      }
      case Source.Sequence sequence ->
          new SequenceFeed(feeder, sequence, numbers.applyAsInt(feeder.name()));
      case Source.Random random ->
          new MadeFeed(
              feeder, maker(random, draw, plan.inputs().seed()), numbers.applyAsInt(feeder.name()));
    };
  }

  private static Table read(Source.File file) {
    Mistakes mistakes = new Mistakes(file.path().toString());
    Table table = Table.read(file.path(), file.format(), mistakes);
    if (!mistakes.messages().isEmpty()) {
      throw new IllegalArgumentException(mistakes.messages().getFirst());
    }
    return table;
  }

  private static Maker maker(Source.Random random, Draw draw, long seed) {
    return switch (random) {
      case Source.Uuid uuid -> new Maker.Uuid(draw);
      case Source.Hex hex -> new Maker.Hex(draw, hex.digits());
      case Source.Integers range -> new Maker.Integers(draw, range.min(), range.max());
      case Source.Name name -> Maker.names(draw, name.part());
      case Source.Text text -> {
        Draw all = new Draw(seed, Draw.stream("text"));
        byte[] pool = RandomBytes.of(all, text.sizes().maxBytes(), true);
        yield new Maker.Text(pool, new SizeDraw(draw, text.sizes()), draw);
      }
    };
  }

  public Feeder feeder() {
    return feeder;
  }

  /**
   * Sets the user's variables for its next iteration.
   *
   * @param user its number
   * @param draw number of the iteration's random choices
   * @return false: there are no more records, and nothing was set
   */
  public abstract boolean take(Values values, long user, long draw);
}
