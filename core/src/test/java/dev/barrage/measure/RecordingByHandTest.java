package dev.barrage.measure;

import static dev.barrage.measure.HandRun.MS;
import static dev.barrage.measure.HandRun.S;
import static dev.barrage.measure.HandRun.whole;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.engine.Outcome;
import dev.barrage.measure.Measurement.TimelineRow;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingByHandTest {
  @TempDir Path dir;

  private static HandRun run(int warmupS, int measureS, int loops) throws IOException {
    return new HandRun(warmupS, measureS, loops, Optional.empty(), "GET /");
  }

  private static long sum(Measurement m, ToLongFunction<TimelineRow> value, String... phases) {
    return m.timeline().stream()
        .filter(row -> List.of(phases).contains(row.phase()))
        .mapToLong(value)
        .sum();
  }

  /** Two seconds of warm-up, five measured; every 10 ms a request; some fail, some end late. */
  private static Measurement mixed(int loops, Optional<Path> dir, long originNs)
      throws IOException {
    HandRun run = new HandRun(originNs, 2, 5, loops, dir, "GET /");
    SplittableRandom random = new SplittableRandom(7);
    List<Told> all = new java.util.ArrayList<>();
    for (long t = 0; t < 7 * S; t += 10 * MS) {
      long latencyNs = MS + random.nextLong(300 * MS) + (t % S == 0 ? 1100 * MS : 0);
      Told told = run.exchange(t, latencyNs);
      if (random.nextInt(10) == 0) {
        told.failed(Outcome.STATUS_REFUSED, 503, "status 503");
      }
      all.add(told);
    }
    all.sort((a, b) -> Long.compare(a.doneNs - originNs, b.doneNs - originNs));
    int next = 0;
    for (long now = 0; now < 9 * S; now += 50 * MS) {
      run.turn(now);
      if (now % S == 100 * MS) {
        run.collector.tick(run.at(now));
      }
      while (next < all.size() && all.get(next).doneNs - originNs < now + 50 * MS) {
        whole(run.loops[next % loops], all.get(next++));
      }
    }
    return run.finish(9 * S, false);
  }

  @ParameterizedTest
  @ValueSource(longs = {77 * S, 1, Long.MAX_VALUE - 3 * S, 1 - 4 * S})
  void countsBalanceWhereverTheClockStands(long originNs) throws IOException {
    Measurement m = mixed(2, Optional.empty(), originNs);
    assertThat(m.totals().counts().planned()).isEqualTo(500);
    assertThat(m.totals().counts().started()).isEqualTo(500);
    assertThat(m.totals().counts().ok() + m.totals().counts().failed()).isEqualTo(500);
    assertThat(m.totals().counts().failed()).isPositive();
    assertThat(m.totals().counts().warmup()).isEqualTo(200);
    assertThat(m.totals().counts().sent()).isEqualTo(700);
    assertThat(m.iterations().started()).isEqualTo(500);
    assertThat(m.parts().users().getFirst().started()).as("warm-up included").isEqualTo(700);
    assertThat(m.totals().outcomes().values().stream().mapToLong(v -> v).sum()).isEqualTo(500);
    assertThat(m.totals().statuses()).containsOnlyKeys("200", "503");
    assertThat(m.totals().latency().getTotalCount()).isEqualTo(500);
    assertThat(m.totals().okLatency().getTotalCount()).isEqualTo(m.totals().counts().ok());
    assertThat(m.iterations().started()).isEqualTo(500);
    assertThat(m.period().measuredS()).isEqualTo(5);
    assertThat(m.parts().errors()).hasSize(1);
    assertThat(m.parts().errors().getFirst().count()).isEqualTo(m.totals().counts().failed());
  }

  @Test
  void rowsSumToTheCounts() throws IOException {
    Measurement m = mixed(3, Optional.empty(), S);
    assertThat(sum(m, TimelineRow::started, "measure")).isEqualTo(m.totals().counts().started());
    assertThat(sum(m, TimelineRow::ok, "measure", "drain")).isEqualTo(m.totals().counts().ok());
    assertThat(sum(m, TimelineRow::failed, "measure", "drain"))
        .isEqualTo(m.totals().counts().failed());
    assertThat(sum(m, TimelineRow::started, "warmup")).isEqualTo(m.totals().counts().warmup());
    assertThat(sum(m, r -> r.ok() + r.failed(), "warmup")).isEqualTo(m.totals().counts().warmup());
    assertThat(m.timeline().stream().map(TimelineRow::tS).limit(7))
        .containsExactly(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
  }

  @Test
  void manyLoopsGiveTheHistogramsOfOne() throws IOException {
    Measurement one = mixed(1, Optional.empty(), S);
    Measurement four = mixed(4, Optional.empty(), S);
    assertThat(four.totals().latency()).isEqualTo(one.totals().latency());
    assertThat(four.totals().okLatency()).isEqualTo(one.totals().okLatency());
    assertThat(four.totals().serviceTime()).isEqualTo(one.totals().serviceTime());
    assertThat(four.phases().sendLag()).isEqualTo(one.phases().sendLag());
    assertThat(four.totals().counts()).isEqualTo(one.totals().counts());
    assertThat(four.totals().throughputPerS()).isEqualTo(one.totals().throughputPerS());
    assertThat(four.timeline()).isEqualTo(one.timeline());
  }

  @Test
  void mergingTheLogGivesTheLatency() throws IOException {
    Measurement m = mixed(2, Optional.of(dir), S);
    ExactHistogram merged = IntervalLog.merge(dir.resolve("latency.hlog"));
    assertThat(merged.getTotalCount()).isEqualTo(500);
    m.totals()
        .latency()
        .recordedValues()
        .forEach(v ->
            assertThat(merged.getCountAtValue(v.getValueIteratedTo()))
                .isEqualTo(v.getCountAtValueIteratedTo()));
    assertThat(IntervalLog.merge(dir.resolve("service.hlog")).getTotalCount()).isEqualTo(500);
    assertThat(Files.readString(dir.resolve("latency.hlog"))).contains("\nTag=warmup,");
  }

  @Test
  void aKilledRunIsRebuiltFromItsJournalWhateverItsLastLineHolds() throws IOException {
    Measurement m = mixed(2, Optional.of(dir), S);
    for (String file : List.of(Journal.FILE, "latency.hlog", "service.hlog")) {
      Path path = dir.resolve(file);
      List<String> lines = Files.readAllLines(path);
      String last = lines.getLast();
      Files.writeString(path, last.substring(0, last.length() / 2), StandardOpenOption.APPEND);
    }
    Measurement rebuilt = JournalReader.read(dir);
    assertThat(rebuilt.period().interrupted()).isTrue();
    assertThat(rebuilt.totals().counts()).isEqualTo(m.totals().counts());
    assertThat(rebuilt.totals().outcomes()).isEqualTo(m.totals().outcomes());
    assertThat(rebuilt.totals().statuses()).isEqualTo(m.totals().statuses());
    assertThat(rebuilt.totals().throughputPerS()).isEqualTo(m.totals().throughputPerS());
    assertThat(rebuilt.totals().latency().getTotalCount()).isEqualTo(500);
    assertThat(rebuilt.totals().okLatency().getTotalCount()).isEqualTo(m.totals().counts().ok());
    assertThat(rebuilt.totals().okLatency().getValueAtPercentile(99))
        .isEqualTo(m.totals().okLatency().getValueAtPercentile(99));
    assertThat(rebuilt.phases().sendLag()).isEqualTo(m.phases().sendLag());
    assertThat(rebuilt.parts().requests().getFirst().name()).isEqualTo("GET /");
    assertThat(rebuilt.parts().users())
        .as("how many were live at once is not in the journal")
        .containsExactly(new Measurement.UserResult("user", -1, 700));
    assertThat(sum(rebuilt, TimelineRow::started, "measure")).isEqualTo(500);
  }

  @Test
  void theWindowIsThatOfTheIntendedTime() throws IOException {
    HandRun run = run(1, 1, 1);
    Told late = run.exchange(900 * MS, 300 * MS); // warm-up, done inside the window
    Told cut = run.exchange(1900 * MS, 300 * MS); // measured, done after the window
    run.second(1000 * MS);
    whole(run.loops[0], late);
    run.second(2000 * MS);
    whole(run.loops[0], cut);
    Measurement m = run.finish(2300 * MS, false);
    assertThat(m.totals().counts().started()).isEqualTo(1);
    assertThat(m.totals().counts().warmup()).isEqualTo(1);
    assertThat(m.totals().latency().getTotalCount()).isEqualTo(1);
    assertThat(m.totals().throughputPerS()).isEqualTo(1); // the late one of the warm-up alone
    assertThat(m.timeline())
        .extracting(TimelineRow::phase)
        .containsExactly("warmup", "measure", "drain");
    assertThat(m.timeline()).extracting(TimelineRow::ok).containsExactly(1L, 0L, 1L);
    assertThat(m.timeline()).extracting(TimelineRow::started).containsExactly(1L, 1L, 0L);
    assertThat(m.timeline().getFirst().latencyMaxUs()).isEqualTo(300_000);
    assertThat(m.timeline().getLast().latencyMaxUs()).isEqualTo(300_000);
  }

  @Test
  void startsNotedBeforeTheWindowsFirstTurnBelongToItsFirstRow() throws IOException {
    HandRun run = run(1, 1, 1);
    run.turn(999 * MS);
    whole(run.loops[0], run.exchange(1000 * MS, MS)); // the same turn, a moment later
    run.second(1002 * MS);
    Measurement m = run.finish(2 * S, false);
    assertThat(m.timeline()).extracting(TimelineRow::started).containsExactly(0L, 1L);
    assertThat(m.timeline()).extracting(TimelineRow::ok).containsExactly(0L, 1L);
  }

  @Test
  void latencyIsOfCompleteResponsesAndTimeouts() throws IOException {
    HandRun run = run(0, 1, 1);
    LoopRecorder loop = run.loops[0];
    whole(loop, run.exchange(0, 10 * MS));
    whole(loop, run.exchange(0, 20 * MS).failed(Outcome.CHECK_FAILED, 200, "check"));
    whole(loop, run.exchange(0, 30 * MS).failed(Outcome.STATUS_REFUSED, 500, "status"));
    whole(loop, run.exchange(0, 40 * MS).failed(Outcome.TIMEOUT, 0, "timeout"));
    whole(loop, run.exchange(0, 50 * MS).failed(Outcome.RESET, 0, "reset"));
    whole(loop, run.exchange(0, 60 * MS).failed(Outcome.CONNECT_FAILED, 0, "refused"));
    whole(loop, run.exchange(0, 70 * MS).failed(Outcome.TLS_FAILED, 0, "tls"));
    whole(loop, run.exchange(0, 80 * MS).failed(Outcome.MALFORMED_RESPONSE, 200, "bad"));
    Told unsent = run.exchange(0, 90 * MS).failed(Outcome.TIMEOUT, 0, "timeout");
    unsent.sentNs = 0;
    whole(loop, unsent);
    Measurement m = run.finish(2 * S, false);
    assertThat(m.totals().latency().getTotalCount()).isEqualTo(5);
    assertThat(m.totals().latency().getMaxValue()).isEqualTo(90 * MS);
    assertThat(m.totals().serviceTime().getTotalCount()).isEqualTo(4);
    assertThat(m.totals().okLatency().getTotalCount()).isEqualTo(1);
    assertThat(m.totals().statuses())
        .containsOnly(java.util.Map.entry("200", 2L), java.util.Map.entry("500", 1L));
    assertThat(m.totals().counts().failed()).isEqualTo(8);
    assertThat(m.totals().counts().sent()).isEqualTo(8);
    assertThat(m.parts().errors()).hasSize(7);
    assertThat(m.parts().errors().getFirst().count()).isEqualTo(2);
  }

  @Test
  void serviceTimeLeavesOutWhatLatencyHas() throws IOException {
    HandRun run = run(0, 1, 1);
    Told told = run.exchange(100 * MS, 500 * MS);
    told.dispatchedNs = run.at(101 * MS);
    told.sentNs = run.at(400 * MS);
    told.firstByteNs = run.at(550 * MS);
    told.queued = true;
    whole(run.loops[0], told);
    Measurement m = run.finish(2 * S, false);
    assertThat(m.totals().latency().getMaxValue()).isEqualTo(500 * MS);
    assertThat(m.phases().sendLag().getMaxValue()).isEqualTo(MS);
    assertThat(m.phases().queue().getMaxValue()).isEqualTo(299 * MS);
    assertThat(m.totals().serviceTime().getMaxValue()).isEqualTo(200 * MS);
    assertThat(m.phases().firstByte().getMaxValue()).isEqualTo(150 * MS);
  }

  @Test
  void anInterruptedWindowEndsAtTheSignal() throws IOException {
    HandRun run = run(0, 60, 1);
    for (int i = 0; i < 25; i++) {
      if (i % 10 == 0) {
        run.second(i * 100 * MS);
      }
      whole(run.loops[0], run.exchange(i * 100 * MS, MS));
    }
    run.slots.endAt(run.at(2500 * MS));
    run.second(2501 * MS);
    Told draining = run.exchange(2499 * MS, 400 * MS);
    whole(run.loops[0], draining);
    Told cut = run.exchange(2499 * MS, 0);
    run.loops[0].started(cut);
    run.loops[0].unfinished(cut);
    run.turn(3400 * MS);
    Measurement m = run.finish(3500 * MS, true);
    assertThat(m.period().interrupted()).isTrue();
    assertThat(m.period().measuredS()).isEqualTo(2.5);
    assertThat(m.totals().counts().planned()).isEqualTo(27);
    assertThat(m.totals().counts().unfinished()).isEqualTo(1);
    assertThat(m.totals().counts().ok()).isEqualTo(26);
    assertThat(m.totals().throughputPerS()).isEqualTo(10);
    assertThat(m.timeline())
        .extracting(TimelineRow::phase)
        .containsExactly("measure", "measure", "measure", "drain");
    assertThat(m.timeline().get(2).lengthS()).isEqualTo(0.5);
    assertThat(sum(m, TimelineRow::started, "measure")).isEqualTo(27);
  }

  @Test
  void aRunInterruptedInItsWarmupHasMeasuredNothing() throws IOException {
    HandRun run = run(10, 10, 1);
    whole(run.loops[0], run.exchange(100 * MS, MS));
    Measurement m = run.finish(1500 * MS, true);
    assertThat(m.period().measuredS()).isZero();
    assertThat(m.totals().throughputPerS()).isNaN();
    assertThat(m.totals().counts().planned()).isZero();
    assertThat(m.timeline()).extracting(TimelineRow::phase).containsExactly("warmup", "warmup");
  }

  @Test
  void aSlowCollectorLosesNothing() throws IOException {
    HandRun run = run(0, 10, 1);
    for (int i = 0; i < 100; i++) {
      run.turn(i * 100 * MS);
      whole(run.loops[0], run.exchange(i * 100 * MS, MS));
    }
    Measurement m = run.finish(10 * S, false);
    assertThat(m.totals().latency().getTotalCount()).isEqualTo(100);
    assertThat(sum(m, TimelineRow::ok, "measure")).isEqualTo(100);
  }

  @Test
  void secondsInWhichTheProcessStoodStillAreThereAndEmpty() throws IOException {
    HandRun run = run(0, 6, 1);
    run.second(0);
    whole(run.loops[0], run.exchange(0, MS));
    run.loops[0].turn(run.at(3500 * MS), 3400 * MS, 0, 0, 1);
    whole(run.loops[0], run.exchange(100 * MS, 3450 * MS));
    Measurement m = run.finish(6 * S, false);
    assertThat(m.timeline()).extracting(TimelineRow::ok).containsExactly(1L, 0L, 0L, 1L, 0L, 0L);
    assertThat(run.collector.stallNsMax()).isEqualTo(3400 * MS);
  }

  @Test
  void stallsCountOnlyIfTheyReachIntoTheWindow() throws IOException {
    HandRun run = run(2, 2, 1);
    run.loops[0].turn(run.at(1900 * MS), 1800 * MS, 0, 0, 1);
    run.loops[0].turn(run.at(2050 * MS), 100 * MS, 0, 0, 1);
    run.loops[0].turn(run.at(4900 * MS), 800 * MS, 0, 0, 1);
    run.finish(5 * S, false);
    assertThat(run.collector.stallNsMax()).isEqualTo(100 * MS);
  }

  @Test
  void bytesAreThoseThatPassedInTheWindow() throws IOException {
    HandRun run = run(1, 1, 1);
    for (long t = 0; t < 3 * S; t += 500 * MS) {
      run.turn(t);
      run.loops[0].bytes(1, 10);
    }
    Measurement m = run.finish(3 * S, false);
    assertThat(m.bytes()).isEqualTo(new Measurement.Bytes(2, 20, 0));
  }

  @Test
  void requestNamesHaveTheirOwnNumbers() throws IOException {
    HandRun run = new HandRun(0, 1, 2, Optional.empty(), "a", "b", "never");
    for (int i = 0; i < 30; i++) {
      Told told = run.exchange(i * MS, (i % 3 == 0 ? 5 : 1) * MS);
      told.request = i % 3 == 0 ? 1 : 0;
      whole(run.loops[i % 2], told);
    }
    Measurement m = run.finish(S, false);
    assertThat(m.parts().requests())
        .extracting(r -> r.totals().counts().ok())
        .containsExactly(20L, 10L, 0L);
    assertThat(m.parts().requests().get(1).totals().latency().getMinValue()).isEqualTo(5 * MS);
    assertThat(m.parts().requests().get(0).totals().serviceTime().getTotalCount()).isEqualTo(20);
    assertThat(m.parts().requests().get(0).totals().statuses()).containsEntry("200", 20L);
  }

  @Test
  void namesBeyondTheBoundShareOneRow() throws IOException {
    String[] names = new String[600];
    java.util.Arrays.setAll(names, i -> "r" + i);
    HandRun run = new HandRun(0, 1, 1, Optional.empty(), names);
    for (int i = 0; i < 600; i++) {
      Told told = run.exchange(i * MS, MS);
      told.request = i;
      whole(run.loops[0], told);
    }
    Measurement m = run.finish(S, false);
    assertThat(m.parts().requests()).hasSize(501);
    assertThat(m.parts().requests().getLast().name()).isEqualTo("other (100 names)");
    assertThat(m.parts().requests().getLast().totals().counts().ok()).isEqualTo(100);
  }

  @Test
  void kindsOfFailureAreBounded() throws IOException {
    HandRun run = run(0, 1, 2);
    for (int i = 0; i < 2000; i++) {
      Told told = run.exchange(0, MS).failed(Outcome.RESET, 0, "reset " + i);
      told.sample = "x".repeat(5000);
      whole(run.loops[i % 2], told);
    }
    Measurement m = run.finish(S, false);
    assertThat(m.parts().errors()).hasSizeLessThan(2 * FailureTable.KINDS);
    assertThat(m.parts().errors().stream().mapToLong(Measurement.Failure::count).sum())
        .isEqualTo(2000);
    assertThat(m.parts().errors().getFirst().message()).isEqualTo(FailureTable.FURTHER);
    assertThat(m.parts().errors().getLast().sample()).hasSize(FailureTable.SAMPLE_CHARS);
  }

  @Test
  void peaksOfUsersAndConnectionsAreThoseOfAllLoopsTogether() throws IOException {
    HandRun run = run(0, 2, 2);
    for (LoopRecorder loop : run.loops) {
      loop.userStarted(0);
      loop.userStarted(0);
      loop.turn(run.at(1), 0, 0, 2, 3);
      loop.userEnded(0);
    }
    run.second(S);
    Measurement m = run.finish(2 * S, false);
    assertThat(m.parts().users()).containsExactly(new Measurement.UserResult("user", 4, 4));
    assertThat(m.connections().peak()).isEqualTo(6);
  }

  @Test
  void recordsWithoutAllocation() throws IOException {
    HandRun run = new HandRun(0, 100, 1, Optional.empty(), "a", "b");
    Told ok = run.exchange(0, 3 * MS);
    Told refused = run.exchange(0, 2 * MS).failed(Outcome.STATUS_REFUSED, 503, "status 503");
    refused.request = 1;
    LoopRecorder loop = run.loops[0];
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().threadId();
    long allocated = Long.MAX_VALUE;
    for (int round = 0; round < 3; round++) { // both intervals go round, then it must be nothing
      run.second((round + 1) * S);
      long before = threads.getThreadAllocatedBytes(id);
      for (int i = 0; i < 100_000; i++) {
        loop.turn(run.at((round + 1) * S + i), 0, 1, 1, 1);
        loop.bytes(100, 200);
        whole(loop, i % 10 == 0 ? refused : ok);
      }
      allocated = threads.getThreadAllocatedBytes(id) - before;
    }
    assertThat(allocated).isLessThan(1000); // what asking costs
    assertThat(run.finish(100 * S, false).totals().counts().started()).isEqualTo(300_000);
  }
}
