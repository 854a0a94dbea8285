package dev.barrage.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.testkit.RealComponent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorTest {
  private static final long MS = 1_000_000L;

  @TempDir Path proc;

  @Test
  void readsStolenTimeMemoryAndBootClock() throws IOException {
    Files.writeString(
        proc.resolve("stat"), "cpu  100 2 30 400 5 0 6 57 99 98\ncpu0 1 1 1 1 1 1 1 1 1 1\n");
    Files.writeString(proc.resolve("uptime"), "3205.53 5445.24\n");
    Files.createDirectories(proc.resolve("self"));
    Files.writeString(proc.resolve("self/status"), "VmHWM:\t  9999 kB\nVmRSS:\t    2156 kB\n");
    Files.writeString(proc.resolve("cpuinfo"), "processor : 0\nmodel name\t: Some CPU\n");
    ProcFiles files = new ProcFiles(proc);
    assertThat(files.cpuTicks()).contains(new ProcFiles.CpuTicks(600, 57));
    assertThat(files.bootS()).hasValue(3205.53);
    assertThat(files.residentKb()).hasValue(2156);
    assertThat(files.cpuInfo("model name")).isEqualTo("Some CPU");
  }

  @Test
  void saysNothingWhereThereIsNoProc() {
    ProcFiles files = new ProcFiles(proc.resolve("absent"));
    assertThat(files.cpuTicks()).isEmpty();
    assertThat(files.bootS()).isEmpty();
    assertThat(files.residentKb()).isEmpty();
    assertThat(files.memoryKb()).isEmpty();
    assertThat(files.cpuInfo("model name")).isEmpty();
  }

  /** Clocks set by hand. */
  private static final class Clocks {
    long monotonicNs;
    long wallNs;
    long bootNs;
    long betweenReadingsNs;

    ClockWatch watch() {
      return new ClockWatch(
          () -> monotonicNs,
          () -> {
            pass(betweenReadingsNs, betweenReadingsNs, betweenReadingsNs);
            return wallNs;
          },
          () -> OptionalLong.of(bootNs));
    }

    void pass(long monotonic, long wall, long boot) {
      monotonicNs += monotonic;
      wallNs += wall;
      bootNs += boot;
    }
  }

  @Test
  void clocksThatAgreeDoNotJump() {
    Clocks clocks = new Clocks();
    ClockWatch watch = clocks.watch();
    clocks.pass(1000 * MS, 1000 * MS, 1010 * MS);
    assertThat(watch.jumpMs()).isZero();
  }

  @Test
  void aWallClockThatIsSetJumps() {
    Clocks clocks = new Clocks();
    ClockWatch watch = clocks.watch();
    clocks.pass(1000 * MS, -2000 * MS, 1000 * MS);
    assertThat(watch.jumpMs()).isEqualTo(3000);
    clocks.pass(1000 * MS, 1000 * MS, 1000 * MS);
    assertThat(watch.jumpMs()).isZero();
  }

  @Test
  void aSuspendedMachineJumps() {
    Clocks clocks = new Clocks();
    ClockWatch watch = clocks.watch();
    clocks.pass(1000 * MS, 61_000 * MS, 61_000 * MS);
    assertThat(watch.jumpMs()).isEqualTo(60_000);
  }

  @Test
  void aProcessStoppedBetweenTwoReadingsIsNoClockJump() {
    Clocks clocks = new Clocks();
    ClockWatch watch = clocks.watch();
    clocks.pass(1000 * MS, 1000 * MS, 1000 * MS);
    clocks.betweenReadingsNs = 3000 * MS;
    assertThat(watch.jumpMs()).isZero();
  }

  @Test
  void measuresABusyLoopAndACollection() {
    AtomicBoolean stop = new AtomicBoolean();
    Thread loop =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              while (!stop.get()) {
                Thread.onSpinWait();
              }
            });
    try {
      long measureNs = System.nanoTime() + 50 * MS;
      long endNs = measureNs + 600 * MS;
      SelfWatch watch = new SelfWatch(measureNs, endNs, () -> List.of(loop.threadId()), List.of());
      watch.start();
      Awaitility.await().until(() -> System.nanoTime() - measureNs > 100 * MS);
      System.gc();
      Awaitility.await().until(() -> System.nanoTime() - endNs > 100 * MS);
      GeneratorHealth health = watch.finish(endNs, 1000, 7 * MS);
      assertThat(health.threads()).isEqualTo(1);
      assertThat(health.cpuBusy()).isGreaterThan(0.05).isLessThanOrEqualTo(1);
      assertThat(health.headroom()).isEqualTo(1 - health.cpuBusy());
      assertThat(health.ceilingPerS()).isEqualTo(1000 / health.cpuBusy());
      assertThat(health.cpuUsPerRequest()).isPositive();
      assertThat(health.gcPauseMsMax()).isPositive();
      assertThat(health.loopStallMsMax()).isEqualTo(7);
      if (!Files.exists(Path.of("/proc/self/status"))) {
        RealComponent.missing("there is no /proc on this system");
      }
      assertThat(health.rssMbMax()).isGreaterThan(10);
      assertThat(watch.stealRatio()).isBetween(0.0, 1.0);
    } finally {
      stop.set(true);
    }
  }

  @Test
  void aRunThatEndedBeforeItsWindowMeasuredNothing() {
    long now = System.nanoTime();
    SelfWatch watch =
        new SelfWatch(now + 60_000 * MS, now + 90_000 * MS, () -> List.of(1L, 2L), List.of());
    watch.start();
    GeneratorHealth health = watch.finish(now, Double.NaN, 0);
    assertThat(health.threads()).as("also where nobody looked at them").isEqualTo(2);
    assertThat(health.cpuBusy()).isNaN();
    assertThat(health.cpuUsPerRequest()).isNaN();
    assertThat(health.clockJumpMsMax()).isNaN();
    assertThat(watch.stealRatio()).isNaN();
  }

  @Test
  void knowsItsHost() {
    Host host = Host.detect();
    assertThat(host.cpus()).isPositive();
    assertThat(host.stealRatio()).isNaN();
    assertThat(host.fingerprint()).isEqualTo(Host.detect().fingerprint()).hasSize(12);
  }
}
