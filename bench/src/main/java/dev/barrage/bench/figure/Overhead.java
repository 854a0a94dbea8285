package dev.barrage.bench.figure;

import dev.barrage.bench.machine.Bench;
import dev.barrage.bench.machine.Launch;
import dev.barrage.bench.server.HoldingProxy;
import dev.barrage.bench.server.Nginx;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A proxy before nginx that holds each answer back for 3 ms: what it adds, as Barrage finds it. */
final class Overhead implements Figure {
  private static final long HOLD_NS = 3_000_000;
  private static final double ALLOWED_MS = 0.2;

  @Override
  public String name() {
    return "overhead";
  }

  @Override
  public List<Finding> measure(Bench bench, Size size) throws IOException, InterruptedException {
    Launch.tieSelf(bench.serverCpu());
    try (Nginx nginx = Nginx.start(bench);
        HoldingProxy proxy = new HoldingProxy(URI.create(nginx.url("/")).getPort(), HOLD_NS)) {
      BarrageAnswer answer =
          BarrageAnswer.of(
              bench,
              120,
              "overhead",
              proxy.url() + "/hello",
              "--direct=" + nginx.url("").replaceFirst("/$", ""),
              "--rate=500",
              "--run-time=" + size.pick(5, 30) + "s",
              "--warmup=5s",
              "--only-summary");
      return List.of(finding(answer));
    }
  }

  private static Finding finding(BarrageAnswer answer) throws IOException {
    for (JsonNode at : answer.json().path("added")) {
      if (at.path("percentile").asDouble() == 50) {
        double ms = at.path("added_us").asDouble() / 1e3;
        double lowMs = at.path("added_low_us").asDouble() / 1e3;
        double highMs = at.path("added_high_us").asDouble() / 1e3;
        Map<String, Object> raw = new LinkedHashMap<>();
        raw.put("added_ms", List.of(lowMs, ms, highMs));
        raw.put("answer", answer.json());
        String verdict = answer.json().path("verdict").asString();
        return new Finding(
            "overhead of a proxy that adds 3 ms",
            String.format(
                Locale.ROOT, "p50 + %.3f ms (%.3f to %.3f), %s", ms, lowMs, highMs, verdict),
            "3 ms within 0.2 ms",
            Math.abs(ms - HOLD_NS / 1e6) <= ALLOWED_MS && verdict.equals("PASS"),
            raw);
      }
    }
    throw new IOException("nothing was compared; it printed:\n" + answer.output());
  }
}
