package dev.barrage.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class StayAwakeTest {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @Test
  void usesUpIdleTimeOfEveryCpuUntilClosed() {
    List<Long> ids;
    try (StayAwake awake = StayAwake.start()) {
      ids = awake.threadIds();
      assertThat(ids).hasSize(Scheduling.cpus().cardinality());
      await().atMost(Duration.ofSeconds(20)).until(() -> totalMs(ids) >= 50);
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> ids.stream().allMatch(id -> THREADS.getThreadInfo(id) == null));
  }

  @Test
  void doesNotHoldUpTheCollector() {
    try (StayAwake awake = StayAwake.start()) {
      assertThat(awake.threadIds()).isNotEmpty();
      await().atMost(Duration.ofSeconds(20)).until(() -> totalMs(awake.threadIds()) >= 10);
      System.gc(); // would never end if a spinning thread had to reach a safepoint
    }
  }

  private static long totalMs(List<Long> ids) {
    return ids.stream().mapToLong(THREADS::getThreadCpuTime).sum() / 1_000_000;
  }
}
