package dev.barrage.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.barrage.testkit.RealComponent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class RealTimeTest {
  private static final String ORDINARY = "0";
  private static final String FIFO = "1";

  private final BitSet all = Scheduling.cpus();

  @BeforeEach
  void requirePermission() {
    if (!RealTime.isAllowed()) {
      RealComponent.missing("real-time priority is refused here (root, or `ulimit -r 1`)");
    }
    if (all.cardinality() < 2) {
      RealComponent.missing("real time wants two CPUs");
    }
  }

  @Test
  void entersForTheCallingThreadAndNotForThoseThatItStarts() {
    CompletableFuture<String> own = new CompletableFuture<>();
    CompletableFuture<String> child = new CompletableFuture<>();
    try (RealTime cpus = RealTime.reserve(1)) {
      Thread.ofPlatform()
          .start(() -> {
            cpus.enter(0);
            own.complete(policy());
            Thread.ofPlatform().start(() -> child.complete(policy()));
          });
      assertThat(own.join()).isEqualTo(FIFO);
      assertThat(child.join()).isEqualTo(ORDINARY);
    }
  }

  @Test
  void keepsEveryOtherThreadOffTheCpuOfALoopUntilClosed() throws Exception {
    BitSet last = new BitSet();
    last.set(all.length() - 1);
    CompletableFuture<BitSet> loop = new CompletableFuture<>();
    try (RealTime cpus = RealTime.reserve(1)) {
      assertThat(cpusOfAllThreads()).noneMatch(one -> one.intersects(last));
      Thread.ofPlatform()
          .start(() -> {
            cpus.enter(0);
            loop.complete(Scheduling.cpus());
          })
          .join();
      assertThat(loop.join()).isEqualTo(last);
    }
    BitSet others = (BitSet) all.clone();
    others.andNot(last);
    assertThat(Scheduling.cpus()).isEqualTo(all);
    assertThat(cpusOfAllThreads()).isNotEmpty().doesNotContain(others);
  }

  @Test
  void leavesThreadsWhereTheyWereTied() throws Exception {
    BitSet last = new BitSet();
    last.set(all.length() - 1);
    CompletableFuture<Void> asked = new CompletableFuture<>();
    CompletableFuture<BitSet> found = new CompletableFuture<>();
    CompletableFuture<Boolean> tied = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(() -> {
          tied.complete(Scheduling.tie(Scheduling.CALLER, last));
          asked.join();
          found.complete(Scheduling.cpus());
        });
    assertThat(tied.join()).isTrue();
    try (RealTime _ = RealTime.reserve(1)) {
      asked.complete(null);
      assertThat(found.join()).isEqualTo(last);
    }
  }

  @Test
  void leavesOneCpuToTheRest() {
    int cpus = all.cardinality();
    assertThatThrownBy(() -> RealTime.reserve(cpus))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("real time for %s loops wants more CPUs than %s", cpus, cpus);
  }

  @Test
  void askingWhetherItIsAllowedLeavesTheCallerAsItIs() {
    assertThat(RealTime.isAllowed()).isTrue();
    assertThat(policy()).isEqualTo(ORDINARY);
  }

  private static List<BitSet> cpusOfAllThreads() throws IOException {
    List<BitSet> all = new ArrayList<>();
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      for (Path task : tasks.toList()) {
        all.add(Scheduling.cpus(Integer.parseInt(task.getFileName().toString())));
      }
    }
    all.removeIf(BitSet::isEmpty); // has ended
    return all;
  }

  /** The calling thread's: field 41 of proc_pid_stat(5), counted behind the name. */
  private static String policy() {
    try {
      String stat = Files.readString(Path.of("/proc/thread-self/stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[41 - 3];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
