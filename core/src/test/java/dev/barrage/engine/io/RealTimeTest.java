package dev.barrage.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.testkit.RealComponent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class RealTimeTest {
  private static final String ORDINARY = "0";
  private static final String FIFO = "1";

  @BeforeEach
  void requirePermission() {
    if (!RealTime.isAllowed()) {
      RealComponent.missing("real-time priority is refused here (root, or `ulimit -r 1`)");
    }
  }

  @Test
  void entersForTheCallingThreadAndNotForThoseThatItStarts() {
    CompletableFuture<String> own = new CompletableFuture<>();
    CompletableFuture<String> child = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(() -> {
          RealTime.enter();
          own.complete(policy());
          Thread.ofPlatform().start(() -> child.complete(policy()));
        });
    assertThat(own.join()).isEqualTo(FIFO);
    assertThat(child.join()).isEqualTo(ORDINARY);
  }

  @Test
  void askingWhetherItIsAllowedLeavesTheCallerAsItIs() {
    assertThat(RealTime.isAllowed()).isTrue();
    assertThat(policy()).isEqualTo(ORDINARY);
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
