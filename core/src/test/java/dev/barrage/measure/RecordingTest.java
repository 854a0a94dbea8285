package dev.barrage.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.engine.Recorder;
import dev.barrage.engine.Requests;
import dev.barrage.engine.Timing;
import dev.barrage.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recording with its own thread and clock, told by threads that stand for loops. */
class RecordingTest {
  @TempDir Path dir;

  @Test
  void losesNothingBetweenLoopsAndCollector() throws Exception {
    Plan plan = HandRun.plan(1, 2);
    Timing timing = Timing.of(plan, System.nanoTime());
    List<Progress> told = new CopyOnWriteArrayList<>();
    Recording recording =
        new Recording(
            plan, Requests.of(plan), timing, 2, Optional.of(dir), progress -> told.add(progress));
    recording.start();
    long[] sent = new long[2];
    List<Thread> loops = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      int loop = i;
      loops.add(
          Thread.ofPlatform().start(() -> sent[loop] = load(recording.recorder(loop), timing)));
    }
    for (Thread loop : loops) {
      loop.join(Duration.ofSeconds(30));
    }
    Measurement m = recording.finish(timing.endNs(), false);
    assertThat(m.totals().counts().started() + m.totals().counts().warmup())
        .isEqualTo(sent[0] + sent[1]);
    assertThat(m.totals().counts().ok()).isEqualTo(m.totals().counts().started()).isPositive();
    assertThat(m.totals().latency().getTotalCount()).isEqualTo(m.totals().counts().ok());
    assertThat(IntervalLog.merge(dir.resolve("latency.hlog")).getTotalCount())
        .isEqualTo(m.totals().counts().ok());
    long ok =
        m.timeline().stream()
            .filter(row -> !row.phase().equals("warmup"))
            .mapToLong(Measurement.TimelineRow::ok)
            .sum();
    assertThat(ok).isEqualTo(m.totals().counts().ok());
    assertThat(told).isNotEmpty();
    assertThat(told.getFirst().plannedPerS()).isEqualTo(10);
    assertThat(told.getFirst().totalS()).isEqualTo(3);
    assertThat(recording.problem()).isEmpty();
  }

  private static long load(Recorder recorder, Timing timing) {
    long count = 0;
    for (long now = System.nanoTime(); now - timing.endNs() < 0; now = System.nanoTime()) {
      recorder.turn(now, 0, 1, 1, 1);
      if (now - timing.startNs() >= 0) {
        for (int i = 0; i < 20; i++) {
          HandRun.whole((LoopRecorder) recorder, Told.at(now, 1000 + i));
          count++;
        }
      }
      LockSupport.parkNanos(200_000);
    }
    recorder.turn(timing.endNs(), 0, 0, 0, 1);
    return count;
  }

  @Test
  void aFullDiskEndsTheWritingAndNotTheRun() throws IOException {
    Plan plan = HandRun.plan(0, 1);
    Slots slots = new Slots(Timing.of(plan, HandRun.S));
    RecordFiles files =
        new RecordFiles(dir, java.time.Instant.EPOCH, slots, plan.users(), Requests.of(plan));
    files.write((latency, service, journal) -> {
      throw new IOException("No space left on device");
    });
    files.write((latency, service, journal) -> {
      throw new AssertionError("written after a failure");
    });
    files.close();
    assertThat(files.problem()).contains("the run's record is incomplete: No space left on device");
  }
}
