package dev.barrage.plan;

import dev.barrage.plan.Template.Encoding;
import dev.barrage.plan.data.Table;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Draws valid users: what they send, when, with what data. */
final class RandomUsers {
  private final Draw draw;
  private final RandomRequests requests;

  RandomUsers(Draw draw) {
    this.draw = draw;
    this.requests = new RandomRequests(draw);
  }

  User user(String name) {
    Wait wait =
        switch (draw.below(5)) {
          case 0 -> new Wait.None();
          case 1 -> new Wait.Constant(draw.duration());
          case 2 -> new Wait.Between(Duration.ZERO, draw.duration());
          case 3 -> new Wait.Pace(draw.duration());
          default -> new Wait.PerSecond(draw.rate());
        };
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i <= draw.below(3); i++) {
      List<Step> steps = new ArrayList<>(List.of(requests.request()));
      for (int j = 0; j < draw.below(3); j++) {
        steps.add(draw.either() ? requests.request() : pause());
      }
      if (draw.either()) {
        steps.add(nesting(2));
      }
      tasks.add(new Task(1 + draw.below(10), steps, draw.tags()));
    }
    List<Step> start = draw.either() ? List.of() : List.of(requests.request(), pause(), scripted());
    return new User(
        name,
        1 + draw.below(5),
        wait,
        start,
        tasks,
        draw.either() ? List.of() : List.of(requests.request()),
        OptionalInt.empty(),
        draw.tags(),
        client(),
        data());
  }

  /** The same user, one of it whatever the load. */
  static User counted(User user) {
    return new User(
        user.name(),
        1,
        user.waits(),
        user.start(),
        user.tasks(),
        user.stop(),
        OptionalInt.of(1),
        user.tags(),
        user.client(),
        user.data());
  }

  private Client client() {
    Optional<Client.Auth> auth =
        switch (draw.below(3)) {
          case 0 -> Optional.empty();
          case 1 ->
              Optional.of(
                  new Client.Auth.Basic(
                      draw.template(Encoding.RAW, List.of("ann", "a b")),
                      draw.template(Encoding.RAW, List.of("p:w", "$", "é"))));
          default ->
              Optional.of(new Client.Auth.Bearer(draw.template(Encoding.RAW, List.of("t", "a.b"))));
        };
    return new Client(draw.either(), auth, requests.headers());
  }

  private List<Feeder> data() {
    List<Feeder> data = new ArrayList<>();
    for (int i = 0; i < draw.below(4); i++) {
      Feeder.Take take = draw.pick(List.of(Feeder.Take.NEXT, Feeder.Take.PER_USER));
      data.add(
          switch (draw.below(3)) {
            case 0 ->
                new Feeder(
                    "d" + i,
                    new Feeder.Source.File(
                        Path.of("/tmp/it's: some \"data\""),
                        draw.pick(List.of(Table.Format.values())),
                        List.of()),
                    take,
                    draw.pick(List.of(Feeder.AtEnd.values())));
            case 1 ->
                new Feeder(
                    "d" + i,
                    new Feeder.Source.Sequence(
                        draw.below(5),
                        draw.pick(List.of(OptionalLong.empty(), OptionalLong.of(9))),
                        1 + draw.below(3)),
                    take,
                    draw.pick(List.of(Feeder.AtEnd.values())));
            default -> new Feeder("d" + i, made(), take, Feeder.AtEnd.RECYCLE);
          });
    }
    return data;
  }

  private Feeder.Source made() {
    return draw.pick(
        List.of(
            new Feeder.Source.Uuid(),
            new Feeder.Source.Hex(1 + draw.below(64)),
            new Feeder.Source.Integers(draw.below(5), 5 + draw.below(5)),
            new Feeder.Source.Name(draw.pick(List.of(Feeder.NamePart.values()))),
            new Feeder.Source.Text(draw.sizes())));
  }

  private Step scripted() {
    List<String> sets = draw.either() ? List.of() : List.of("by.script");
    return new Step.Scripted(draw.pick(Draw.NAMES), Step.Scripted.ELSEWHERE, sets);
  }

  /** A step that holds others. */
  private Step nesting(int depth) {
    List<Step> inner = new ArrayList<>(List.of(requests.request()));
    if (draw.either()) {
      inner.add(new Step.Assign("c0", draw.template(Encoding.RAW, Draw.TEXTS)));
    }
    if (depth > 0) {
      inner.add(nesting(depth - 1));
    }
    return switch (draw.below(3)) {
      case 0 -> new Step.Group("group " + draw.pick(Draw.NAMES), inner);
      case 1 -> new Step.If(condition(), inner, draw.either() ? List.of() : inner);
      default -> new Step.Repeat(times(), inner);
    };
  }

  private Step.Times times() {
    int atMost = 1 + draw.below(1000);
    return switch (draw.below(3)) {
      case 0 -> new Step.Times.Count(atMost);
      case 1 -> new Step.Times.While(condition(), atMost);
      default -> new Step.Times.Until(condition(), atMost);
    };
  }

  private Condition condition() {
    Condition.Order order = draw.pick(List.of(Condition.Order.values()));
    boolean either = draw.either();
    return switch (draw.below(5)) {
      case 0 -> new Condition.TextIs(draw.pick(Draw.VARIABLES), either, draw.pick(Draw.TEXTS));
      case 1 ->
          new Condition.NumberIs(
              draw.pick(Draw.VARIABLES),
              draw.pick(List.of(Condition.Order.LESS, Condition.Order.GREATER_OR_EQUAL)),
              new BigDecimal(draw.pick(List.of("0", "-1.50", "12"))));
      case 2 -> new Condition.IsSet(draw.pick(Draw.VARIABLES), either);
      case 3 -> new Condition.StatusIs(order, either ? 0 : 429);
      default -> new Condition.LastFailed(either);
    };
  }

  private Step pause() {
    Duration min = draw.duration();
    return new Step.Pause(min, draw.either() ? min : min.plus(draw.duration()));
  }
}
