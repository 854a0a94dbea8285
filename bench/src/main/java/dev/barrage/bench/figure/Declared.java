package dev.barrage.bench.figure;

import dev.barrage.bench.machine.Bench;
import dev.barrage.bench.server.Nginx;
import dev.barrage.bench.statistics.Median;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a user of a plan costs beside a plain request: CPU time of the whole process per request, 64
 * users at full speed against nginx. The kinds take turns, so that what drifts meets all of them.
 */
final class Declared implements Figure {
  private static final double GOAL = 1.5;

  private static final String PLAIN =
      """
      users: {caller: {tasks: [{get: /hello}]}}
      """;

  /** Headers, two checks, a capture and a JSON body with a variable. */
  private static final String DECLARED =
      """
      users:
        caller:
          start:
            - set: {session: first}
          tasks:
            - post: /token
              headers:
                Accept: application/json
                X-Request-Source: barrage
                X-Session: "${session}"
              json: {message: hi, session: "${session}", page: 3}
              expect:
                - status: 200
                - header Content-Type: application/json
              capture: {session: CAPTURE}
      """;

  private static final String LOAD = "load: hold 64 users for 10s\nbounds: {threads: 1}\n";

  @Override
  public String name() {
    return "declared";
  }

  @Override
  public List<Finding> measure(Bench bench, Size size) throws IOException, InterruptedException {
    Map<String, String> kinds = new LinkedHashMap<>();
    kinds.put("plain", PLAIN);
    kinds.put("header", DECLARED.replace("CAPTURE", "header X-Session"));
    kinds.put("json", DECLARED.replace("CAPTURE", "json $.token"));
    int rounds = size.pick(1, 7);
    Map<String, double[]> cpuUs = new LinkedHashMap<>();
    kinds.keySet().forEach(kind -> cpuUs.put(kind, new double[rounds]));
    try (Nginx nginx = Nginx.start(bench)) {
      for (int round = 0; round < rounds; round++) {
        for (Map.Entry<String, String> kind : kinds.entrySet()) {
          BarrageRun run = run(bench, nginx, kind.getKey(), kind.getValue(), size);
          cpuUs.getOrDefault(kind.getKey(), new double[0])[round] =
              run.number("/generator/cpu_us_per_request");
        }
      }
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(finding("header", "a capture of a header", cpuUs));
    findings.add(finding("json", "a capture by JSON path", cpuUs));
    return findings;
  }

  private static BarrageRun run(Bench bench, Nginx nginx, String kind, String users, Size size)
      throws IOException, InterruptedException {
    Path plan = Files.createTempDirectory(bench.scratch(), "plan").resolve(kind + ".yaml");
    Files.writeString(plan, "target: " + nginx.url("") + "\n" + users + LOAD);
    BarrageRun run =
        BarrageRun.of(
            bench,
            plan.toString(),
            "-t",
            size.pick(3, 10) + "s",
            "--warmup",
            size.pick(3, 5) + "s");
    if (run.number("/counts/failed") > 0) {
      throw new IOException("requests failed; it printed:\n" + run.output());
    }
    return run;
  }

  private static Finding finding(String kind, String what, Map<String, double[]> cpuUs) {
    double[] plain = cpuUs.getOrDefault("plain", new double[0]);
    double[] declared = cpuUs.getOrDefault(kind, new double[0]);
    double[] ratios = new double[plain.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = declared[i] / plain[i];
    }
    Median ratio = Median.of(ratios);
    return new Finding(
        "CPU of a declared user (headers, 2 checks, JSON body with a variable, "
            + what
            + ") / of a plain request",
        String.format(
            Locale.ROOT,
            "%s x (%.2f us / %.2f us, medians of %d rounds)",
            ratio.text(2),
            Median.of(declared).value(),
            Median.of(plain).value(),
            plain.length),
        "<= 1.5 x",
        ratio.value() <= GOAL,
        Map.of("plain_us", plain, "declared_us", declared));
  }
}
