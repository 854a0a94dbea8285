package dev.barrage.bench.figure;

import dev.barrage.bench.machine.Bench;
import dev.barrage.bench.server.LeakingProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Twenty processes that leak nothing, each with a saw of its own, watched for a minute, five at a
 * time: in how many is a slope found?
 */
final class LeakFree implements Figure {
  private static final int AT_A_TIME = 5;
  private static final int ALLOWED = 1;

  @Override
  public String name() {
    return "leak-free";
  }

  @Override
  public boolean takesMinutes() {
    return true;
  }

  @Override
  public List<Finding> measure(Bench bench, Size size) throws IOException, InterruptedException {
    List<Object> slopes = new ArrayList<>();
    List<String> alarms = new ArrayList<>();
    for (int run = 0; run < size.pick(1, 4); run++) {
      for (JsonNode rss : slopes(bench, size.pick(15, 60), run * AT_A_TIME)) {
        slopes.add(rss);
        if (rss.path("slope_low_per_min").asDouble() > 0) {
          alarms.add(Leak.told(rss));
        }
      }
    }
    String found = slopes.size() - alarms.size() + " of " + slopes.size() + " without a slope";
    return List.of(
        new Finding(
            "runs of 60 s without a leak",
            alarms.isEmpty() ? found : found + "; found " + String.join(", ", alarms),
            ">= 19 of 20",
            alarms.size() <= ALLOWED,
            Map.of("rss", slopes)));
  }

  private static List<JsonNode> slopes(Bench bench, int seconds, int firstSeed)
      throws IOException, InterruptedException {
    List<LeakingProcess> processes = new ArrayList<>();
    try {
      for (int i = 0; i < AT_A_TIME; i++) {
        processes.add(LeakingProcess.start(bench, 0, firstSeed + i));
      }
      BarrageRun run = Leak.watch(bench, seconds, processes);
      List<JsonNode> slopes = new ArrayList<>();
      for (int i = 0; i < AT_A_TIME; i++) {
        slopes.add(Leak.rss(run, i));
      }
      return slopes;
    } finally {
      processes.forEach(LeakingProcess::close);
    }
  }
}
