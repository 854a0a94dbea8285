package dev.barrage.overhead;

import dev.barrage.monitor.target.Watched;
import dev.barrage.monitor.target.Watched.Look;
import dev.barrage.statistics.BlockBootstrap;
import dev.barrage.statistics.Estimate;
import java.util.List;

/**
 * CPU time of a process per request: the time it used between two looks ÷ the requests that ended
 * between them. The looks' distances are the blocks that the interval rests on.
 */
final class GatewayCpu {
  private final List<Look> looks;
  private final double[] cpuUs;
  private final long[] requests;

  /**
   * @param gateway a process monitor
   * @param cpus of this machine, whose share the monitor tells
   * @param fromS begin of the window, seconds since the first planned arrival
   * @param toS its end
   */
  GatewayCpu(Watched gateway, int cpus, double fromS, double toS) {
    looks = gateway.looks().stream().filter(l -> l.tS() >= fromS && l.tS() <= toS).toList();
    cpuUs = new double[Math.max(0, looks.size() - 1)];
    requests = new long[cpuUs.length];
    int cpu = gateway.index("cpu");
    for (int i = 0; i < cpuUs.length; i++) {
      double seconds = looks.get(i + 1).tS() - looks.get(i).tS();
      cpuUs[i] = looks.get(i + 1).values()[cpu] * cpus * seconds * 1e6; // NaN: not seen
    }
  }

  /** A request through the gateway ended then. */
  void ended(double tS) {
    int low = 0;
    int high = requests.length;
    while (low < high) { // the first interval that ends at or after it
      int middle = (low + high) >>> 1;
      if (looks.get(middle + 1).tS() < tS) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low < requests.length && looks.get(low).tS() < tS) {
      requests[low]++;
    }
  }

  Estimate usPerRequest(long seed) {
    return BlockBootstrap.estimates(cpuUs.length, seed, this::ratio)[0];
  }

  private double[] ratio(int[] times) {
    double us = 0;
    double ended = 0;
    for (int i = 0; i < times.length; i++) {
      if (!Double.isNaN(cpuUs[i])) {
        us += times[i] * cpuUs[i];
        ended += times[i] * (double) requests[i];
      }
    }
    return new double[] {ended == 0 ? Double.NaN : us / ended};
  }
}
