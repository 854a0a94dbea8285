package dev.barrage.bench.figure;

import dev.barrage.bench.machine.Bench;
import dev.barrage.bench.server.Nginx;
import dev.barrage.bench.statistics.Median;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;

/** Whether the generator is warm when it begins to measure: service time at 1,000/s, by seconds. */
final class FirstSecond implements Figure {
  private static final int LENGTH_S = 10;
  private static final double GOAL = 1.10;

  @Override
  public String name() {
    return "first-second";
  }

  @Override
  public List<Finding> measure(Bench bench, Size size) throws IOException, InterruptedException {
    int runs = size.pick(1, 10);
    double[] ratios = new double[runs];
    List<List<Double>> all = new ArrayList<>();
    try (Nginx nginx = Nginx.start(bench)) {
      for (int i = 0; i < runs; i++) {
        String[] arguments = {
          nginx.url("/hello"), "--rate", "1000", "-t", LENGTH_S + "s", "--threads", "1"
        };
        BarrageRun run = BarrageRun.of(bench, arguments);
        List<Double> p50s = p50sUs(run.folder().resolve("service.hlog"));
        if (p50s.size() < LENGTH_S) {
          throw new IOException("service.hlog has " + p50s.size() + " measured seconds");
        }
        ratios[i] = p50s.getFirst() / p50s.get(LENGTH_S - 1);
        all.add(p50s);
      }
    }
    Median ratio = Median.of(ratios);
    return List.of(
        new Finding(
            "first measured second's service time p50 / the last one's, 1,000/s",
            String.format(
                Locale.ROOT,
                "%s (median of %d runs; seconds of the first run in us: %s)",
                ratio.text(3),
                runs,
                all.getFirst().stream().map(us -> "%.0f".formatted(us)).toList()),
            "<= 1.10, default warm-up",
            ratio.value() <= GOAL,
            Map.of("p50_us", all)));
  }

  /** Of the seconds that are not warm-up, in order. */
  private static List<Double> p50sUs(Path log) throws IOException {
    List<Double> result = new ArrayList<>();
    try (InputStream in = new FileInputStream(log.toFile())) {
      HistogramLogReader reader = new HistogramLogReader(in);
      for (EncodableHistogram next; (next = reader.nextIntervalHistogram()) != null; ) {
        if (next.getTag() == null && next instanceof Histogram second) {
          if (second.getTotalCount() > 0) {
            result.add(second.getValueAtPercentile(50) / 1000.0);
          }
        }
      }
    }
    return result;
  }
}
