package dev.barrage.monitor.target;

import java.io.IOException;
import java.net.URI;

/**
 * Whether a page answers below 400, and how fast. One that does not answer is down, not missing.
 */
final class HealthProbe implements Probe {
  private final Pages pages;
  private boolean answered;

  HealthProbe(URI url) {
    pages = new Pages(url);
  }

  @Override
  public double[] look(long nowNs) throws IOException {
    long beginNs = System.nanoTime();
    try {
      Pages.Page page = pages.get();
      answered = true;
      double latencyUs = (System.nanoTime() - beginNs) / 1e3;
      return new double[] {page.status() < 400 ? 1 : 0, latencyUs};
    } catch (IOException e) {
      if (!answered) {
        throw e;
      }
      return new double[] {0, Double.NaN};
    }
  }
}
