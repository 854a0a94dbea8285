package dev.barrage.monitor.target;

import dev.barrage.plan.Monitor;
import dev.barrage.plan.SeriesQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Series of a Prometheus page: sums of the matching samples, or their increase per second. */
final class PrometheusProbe implements Probe {
  private final Pages pages;
  private final List<SeriesQuery> queries;
  private final double[] previous;
  private long previousNs;

  PrometheusProbe(Monitor.Source.Prometheus source) {
    pages = new Pages(source.url());
    queries = new ArrayList<>(source.queries().values());
    previous = new double[queries.size()];
    Arrays.fill(previous, Double.NaN);
  }

  @Override
  public double[] look(long nowNs) throws IOException {
    Pages.Page page = pages.get();
    if (page.status() != 200) {
      throw new IOException("the page answered with status " + page.status());
    }
    double[] sums = sums(page.text());
    double[] values = sums.clone();
    double lengthS = (nowNs - previousNs) / 1e9;
    for (int i = 0; i < values.length; i++) {
      if (queries.get(i).rate()) {
        boolean rose = sums[i] >= previous[i] && lengthS > 0; // false for NaN and after a reset
        values[i] = rose ? (sums[i] - previous[i]) / lengthS : Double.NaN;
      }
    }
    System.arraycopy(sums, 0, previous, 0, sums.length);
    previousNs = nowNs;
    return values;
  }

  private double[] sums(String text) throws IOException {
    double[] sums = new double[queries.size()];
    Arrays.fill(sums, Double.NaN);
    for (Exposition.Sample sample : Exposition.parse(text)) {
      for (int i = 0; i < sums.length; i++) {
        if (matches(queries.get(i), sample)) {
          sums[i] = Double.isNaN(sums[i]) ? sample.value() : sums[i] + sample.value();
        }
      }
    }
    return sums;
  }

  private static boolean matches(SeriesQuery query, Exposition.Sample sample) {
    if (!query.metric().equals(sample.name())) {
      return false;
    }
    for (Map.Entry<String, String> label : query.labels().entrySet()) {
      if (!label.getValue().equals(sample.labels().getOrDefault(label.getKey(), ""))) {
        return false;
      }
    }
    return true;
  }
}
