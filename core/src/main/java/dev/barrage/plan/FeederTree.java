package dev.barrage.plan;

import dev.barrage.plan.Feeder.Source;
import dev.barrage.plan.data.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Feeders as a part of {@link PlanTree}. */
final class FeederTree {
  private FeederTree() {}

  static Map<String, Object> of(List<Feeder> feeders) {
    Map<String, Object> tree = new LinkedHashMap<>();
    feeders.forEach(feeder -> tree.put(feeder.name(), of(feeder)));
    return tree;
  }

  private static Map<String, Object> of(Feeder feeder) {
    Map<String, Object> tree = new LinkedHashMap<>();
    switch (feeder.source()) {
      case Source.File file ->
          tree.put(
              file.format() == Table.Format.CSV ? "csv" : "json lines", file.path().toString());
      case Source.Sequence sequence -> tree.put("sequence", SequenceText.format(sequence));
      case Source.Random random -> tree.put("random", RandomText.format(random));
    }
    tree.put("take", FeedersReader.TAKES.get(feeder.take().ordinal()));
    if (!(feeder.source() instanceof Source.Random)) {
      tree.put("at end", FeedersReader.AT_END.get(feeder.atEnd().ordinal()));
    }
    return tree;
  }
}
