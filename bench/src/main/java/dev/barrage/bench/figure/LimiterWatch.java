package dev.barrage.bench.figure;

import dev.barrage.bench.machine.Ending;
import dev.barrage.bench.server.TestbedProcess;
import dev.barrage.bench.server.TestbedProcess.Answers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Asks the testbed's limiter what it has counted, every 20 ms on a thread of its own: what it did
 * when, told by itself. Figures may be asked once it is closed.
 */
final class LimiterWatch implements AutoCloseable {
  private static final long EVERY_NS = 20_000_000L;
  private static final double S_NS = 1e9;

  private record Look(long atNs, Answers answers) {}

  private final TestbedProcess testbed;
  private final String path;
  private final List<Look> looks = new ArrayList<>();
  private final Thread thread;
  private volatile boolean closing;
  private volatile @Nullable Exception failure;

  /**
   * @param path whose answers are counted
   */
  LimiterWatch(TestbedProcess testbed, String path) {
    this.testbed = testbed;
    this.path = path;
    thread = Thread.ofPlatform().daemon().name("limiter-watch").start(this::watch);
  }

  private void watch() {
    try {
      while (!closing) {
        looks.add(new Look(System.nanoTime(), testbed.answers(path)));
        LockSupport.parkNanos(EVERY_NS);
      }
    } catch (IOException | InterruptedException e) {
      failure = e;
    }
  }

  @Override
  public void close() throws IOException {
    closing = true;
    Ending.await(thread);
    Exception broken = failure;
    if (broken != null) {
      throw new IOException("the limiter could not be watched: " + broken.getMessage(), broken);
    }
  }

  /** All that it admitted. */
  long admitted() {
    return looks.getLast().answers().ok();
  }

  /** What it admitted per second, over whole windows from its first refusal on. */
  double admittedPerS(double windowS) {
    int first = next(0, Kind.REFUSED);
    int last = looks.size() - 1;
    while (last > first && !changed(last)) {
      last--;
    }
    double windows = Math.floor(secondsBetween(first, last) / windowS);
    int end = first;
    while (secondsBetween(first, end) < windows * windowS) {
      end++;
    }
    long admitted = looks.get(end).answers().ok() - looks.get(first).answers().ok();
    return admitted / (windows * windowS);
  }

  /** Longest time from a refusal after admissions to the next admission. */
  double recoveryS() {
    double longest = Double.NaN;
    int refused = next(0, Kind.REFUSED);
    while (refused < looks.size()) {
      int admitted = next(refused, Kind.OK);
      if (admitted < looks.size()) {
        double lengthS = secondsBetween(refused, admitted);
        longest = lengthS <= longest ? longest : lengthS;
      }
      refused = next(admitted, Kind.REFUSED);
    }
    return longest;
  }

  private enum Kind {
    OK,
    REFUSED;

    long of(Look look) {
      return this == OK ? look.answers().ok() : look.answers().refused();
    }
  }

  /** The first look after one that counted more of a kind than the look before it. */
  private int next(int after, Kind kind) {
    int at = after + 1;
    while (at < looks.size() && kind.of(looks.get(at)) == kind.of(looks.get(at - 1))) {
      at++;
    }
    return at;
  }

  private boolean changed(int at) {
    return !looks.get(at).answers().equals(looks.get(at - 1).answers());
  }

  private double secondsBetween(int from, int to) {
    return (looks.get(to).atNs() - looks.get(from).atNs()) / S_NS;
  }
}
