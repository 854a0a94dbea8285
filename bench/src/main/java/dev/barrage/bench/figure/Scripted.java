package dev.barrage.bench.figure;

import dev.barrage.bench.machine.Bench;
import dev.barrage.bench.server.Nginx;
import dev.barrage.bench.statistics.Median;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * 1,000 users at once whose step is Java on a virtual thread, against 1,000 whose same request is
 * declared: CPU of the generator per request, in interleaved rounds. Each iteration is one request,
 * so that every request pays for the beginning and the end of its script too.
 */
final class Scripted implements Figure {
  private static final double GOAL = 3;
  private static final int USERS = 1000;

  private static final String DECLARED =
      """
      target: URL
      users: {caller: {tasks: [{get: /hello}]}}
      load: hold USERS users for 10s
      """;

  private static final String SCRIPT =
      """
      import static dev.barrage.plan.Plans.*;
      import dev.barrage.plan.PlanBuilder;
      import java.util.Map;

      class Script {
        static PlanBuilder script() {
          return plan("scripted")
              .target("URL")
              .user("caller", u -> u.task(1, session -> STEP))
              .load(hold(USERS).lasting(seconds(10)));
        }
      }
      """;

  private static final String GET = "session.get(\"/hello\").expect(status(200))";
  private static final String POST =
      "session.post(\"/echo\").json(Map.of(\"message\", \"hi\")).expect(status(200))";

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public List<Finding> measure(Bench bench, Size size) throws IOException, InterruptedException {
    try (Nginx nginx = Nginx.start(bench)) {
      Path folder = Files.createTempDirectory(bench.scratch(), "scripted");
      Map<String, Path> plans = new LinkedHashMap<>();
      plans.put("declared", write(nginx, folder.resolve("declared.yaml"), DECLARED));
      plans.put("get", write(nginx, folder.resolve("Get.java"), SCRIPT.replace("STEP", GET)));
      plans.put("post", write(nginx, folder.resolve("Post.java"), SCRIPT.replace("STEP", POST)));
      Map<String, List<Double>> cpuUs = new LinkedHashMap<>();
      for (int round = 0; round < size.pick(1, 5); round++) {
        for (Map.Entry<String, Path> plan : plans.entrySet()) {
          BarrageRun run =
              BarrageRun.of(
                  bench,
                  plan.getValue().toString(),
                  "--threads",
                  "1",
                  "--warmup",
                  size.pick(6, 10) + "s",
                  "-t",
                  size.pick(4, 10) + "s");
          cpuUs
              .computeIfAbsent(plan.getKey(), key -> new ArrayList<>())
              .add(run.number("/generator/cpu_us_per_request"));
        }
      }
      return List.of(
          finding("scripted GET", "get", cpuUs),
          finding("scripted POST with a JSON body", "post", cpuUs));
    }
  }

  private static Path write(Nginx nginx, Path file, String text) throws IOException {
    return Files.writeString(file, text.replace("URL", nginx.url("")).replace("USERS", "" + USERS));
  }

  private static Finding finding(String what, String plan, Map<String, List<Double>> cpuUs) {
    double[] scripted = values(cpuUs, plan);
    double[] declared = values(cpuUs, "declared");
    double[] ratios = new double[scripted.length];
    Arrays.setAll(ratios, round -> scripted[round] / declared[round]);
    double ratio = Median.of(ratios).value();
    return new Finding(
        "CPU of a %s, %,d users at once, against the declared plain GET".formatted(what, USERS),
        String.format(
            Locale.ROOT,
            "%.2f times (%.1f against %.1f us per request)",
            ratio,
            Median.of(scripted).value(),
            Median.of(declared).value()),
        "<= 3 times",
        ratio <= GOAL,
        new LinkedHashMap<>(cpuUs));
  }

  private static double[] values(Map<String, List<Double>> cpuUs, String plan) {
    return cpuUs.getOrDefault(plan, List.of()).stream().mapToDouble(Double::doubleValue).toArray();
  }
}
