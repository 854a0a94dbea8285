package dev.barrage.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.testkit.RealComponent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class RealTimeTest {
  private static final String ORDINARY = "0";
  private static final String FIFO = "1";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @BeforeEach
  void requirePermission() {
    if (!RealTime.isAllowed()) {
      RealComponent.missing("real-time priority is refused here (root, or `ulimit -r 2`)");
    }
  }

  @Test
  void isForTheThreadThatWorksAndNotForThoseThatItStarts() {
    CompletableFuture<String> own = new CompletableFuture<>();
    CompletableFuture<String> child = new CompletableFuture<>();
    Runnable work =
        () -> {
          own.complete(policy());
          Thread.ofPlatform().start(() -> child.complete(policy()));
        };
    try (RealTime realTime = RealTime.start()) {
      Thread.ofPlatform().start(() -> realTime.run(work, new AtomicLong()));
      assertThat(own.join()).isEqualTo(FIFO);
      assertThat(child.join()).isEqualTo(ORDINARY);
    }
  }

  @Test
  void whoStandsStillIsOrdinaryUntilItGoesOn() {
    AtomicLong pulse = new AtomicLong(1);
    CompletableFuture<Boolean> ordinary = new CompletableFuture<>();
    CompletableFuture<Boolean> again = new CompletableFuture<>();
    Runnable work =
        () -> {
          ordinary.complete(becomes(RealTimeTest::policy, ORDINARY));
          pulse.incrementAndGet(); // waits
          again.complete(becomes(RealTimeTest::policy, FIFO));
        };
    try (RealTime realTime = RealTime.start()) {
      Thread.ofPlatform().start(() -> realTime.run(work, pulse));
      assertThat(ordinary.join()).isTrue();
      assertThat(again.join()).isTrue();
    }
  }

  @Test
  void whoWaitsKeepsItsClass() throws Exception {
    CompletableFuture<String> later = new CompletableFuture<>();
    Runnable work =
        () -> {
          LockSupport.parkNanos(50_000_000); // many looks
          later.complete(policy());
        };
    try (RealTime realTime = RealTime.start()) {
      Thread.ofPlatform().start(() -> realTime.run(work, new AtomicLong(2)));
      assertThat(later.join()).isEqualTo(FIFO);
    }
  }

  @Test
  void eachIsSentHomeToACpuOfItsOwnAndTiedToNone() {
    BitSet cpus = Scheduling.cpus();
    CompletableFuture<Boolean> atHome = new CompletableFuture<>();
    CompletableFuture<Boolean> mayGo = new CompletableFuture<>();
    Runnable work =
        () -> {
          Scheduling.tie(Scheduling.CALLER, BitSet.valueOf(new long[] {1L << cpus.nextSetBit(0)}));
          atHome.complete(becomes(RealTimeTest::cpu, "" + (cpus.length() - 1)));
          mayGo.complete(becomes(Scheduling::cpus, cpus));
        };
    try (RealTime realTime = RealTime.start()) {
      Thread.ofPlatform().start(() -> realTime.run(work, new AtomicLong()));
      assertThat(atHome.join()).isTrue();
      assertThat(mayGo.join()).isTrue();
    }
  }

  @Test
  void askingWhetherItIsAllowedLeavesTheCallerAsItIs() {
    assertThat(RealTime.isAllowed()).isTrue();
    assertThat(policy()).isEqualTo(ORDINARY);
  }

  private static <T> boolean becomes(Supplier<T> what, T wanted) {
    long startNs = System.nanoTime();
    while (!what.get().equals(wanted)) {
      if (System.nanoTime() - startNs > PATIENCE.toNanos()) {
        return false;
      }
    }
    return true;
  }

  private static String policy() {
    return field(41);
  }

  private static String cpu() {
    return field(39);
  }

  /** Of the calling thread in proc_pid_stat(5), counted behind the name. */
  private static String field(int number) {
    try {
      String stat = Files.readString(Path.of("/proc/thread-self/stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[number - 3];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
