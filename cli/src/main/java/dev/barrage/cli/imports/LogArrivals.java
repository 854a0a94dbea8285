package dev.barrage.cli.imports;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Arrivals of a log in order: 8 bytes for each. Those that are known to the second only are spread
 * evenly over it, in the order of their lines.
 */
final class LogArrivals {
  static final int MAX = 20_000_000;

  /** What fits beside the task's number. */
  static final long MAX_LENGTH_US = 200L * 24 * 3600 * 1_000_000;

  private static final int TASK_BITS = 20;
  private static final long SECOND_US = 1_000_000;

  private final long baseUs;
  private long[] packed = new long[1024];
  private int count;

  /** Index of the first arrival of the second that is being gathered; and that second. */
  private int secondFrom;

  private long secondUs = Long.MIN_VALUE;

  /**
   * @param baseUs before every arrival: offsets count from it until {@link #write}
   */
  LogArrivals(long baseUs) {
    this.baseUs = baseUs;
  }

  int count() {
    return count;
  }

  /**
   * @param task from 0
   */
  void add(long atUs, boolean coarse, int task) {
    if (coarse && atUs != secondUs) {
      spread();
      secondUs = atUs;
      secondFrom = count;
    }
    if (count == packed.length) {
      packed = Arrays.copyOf(packed, count * 2);
    }
    packed[count++] = (atUs - baseUs) << TASK_BITS | task + 1;
  }

  private void spread() {
    int n = secondUs == Long.MIN_VALUE ? 0 : count - secondFrom;
    for (int k = 0; k < n; k++) {
      packed[secondFrom + k] += (SECOND_US * k / n) << TASK_BITS;
    }
  }

  /** No more will be added. */
  void finish() {
    spread();
    secondUs = Long.MIN_VALUE;
    packed = Arrays.copyOf(packed, count);
    Arrays.sort(packed);
  }

  /** From the first to the last. */
  long lengthUs() {
    return count == 0 ? 0 : (packed[count - 1] >> TASK_BITS) - (packed[0] >> TASK_BITS);
  }

  /** As a plan's replay reads it. */
  void write(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("# offset_us,task\n");
      for (long arrival : packed) {
        out.write(Long.toString((arrival >> TASK_BITS) - (packed[0] >> TASK_BITS)));
        out.write(',');
        out.write(Long.toString(arrival & (1 << TASK_BITS) - 1));
        out.write('\n');
      }
    }
  }
}
