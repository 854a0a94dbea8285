package dev.barrage.bench.figure;

import dev.barrage.bench.machine.Bench;
import dev.barrage.bench.machine.Launch;
import dev.barrage.bench.server.TruthServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A server that answers one request after the other, each in 0.5 ms: 2000/s and no more. */
final class Capacity implements Figure {
  private static final int PER_S = 2000;
  private static final double TOLERANCE = 0.05;

  @Override
  public String name() {
    return "capacity";
  }

  @Override
  public List<Finding> measure(Bench bench, Size size) throws IOException, InterruptedException {
    Launch.tieSelf(bench.serverCpu());
    List<String> found = new ArrayList<>();
    List<Object> answers = new ArrayList<>();
    boolean met = true;
    for (int i = 0; i < size.pick(1, 3); i++) {
      try (TruthServer server = new TruthServer(new OneByOne())) {
        BarrageAnswer answer =
            BarrageAnswer.of(
                bench,
                400,
                "capacity",
                server.url(),
                "--objective=p99 <= 100ms",
                "--from=500",
                "--max=20k",
                "--step=" + size.pick(2, 5) + "s",
                "--hold=" + size.pick(3, 20) + "s");
        double perS = answer.json().path("capacity_per_s").asDouble();
        String end = answer.json().path("end").asString();
        met &= Math.abs(perS - PER_S) <= TOLERANCE * PER_S && end.equals("FOUND");
        found.add(String.format(Locale.ROOT, "%.0f/s %s", perS, end));
        answers.add(answer.json());
      }
    }
    Map<String, Object> raw = new LinkedHashMap<>();
    raw.put("answers", answers);
    return List.of(
        new Finding(
            "capacity of a server that saturates at 2000/s",
            String.join(", ", found),
            "within 5%, each time",
            met,
            raw));
  }

  /** Serves in the order of arrival. */
  private static final class OneByOne implements TruthServer.Answering {
    private static final long SERVICE_NS = 1_000_000_000L / PER_S;

    private long freeNs;

    @Override
    public long dueNs(long n, long arrivedNs) {
      freeNs = (n == 0 ? arrivedNs : Math.max(arrivedNs, freeNs)) + SERVICE_NS;
      return freeNs;
    }
  }
}
