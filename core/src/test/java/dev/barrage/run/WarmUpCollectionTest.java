package dev.barrage.run;

import static dev.barrage.engine.ScriptedServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.GarbageCollectionNotificationInfo;
import dev.barrage.engine.ScriptedServer;
import dev.barrage.plan.PlanReader;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WarmUpCollectionTest {
  @TempDir private Path dir;
  private final Queue<String> causes = new ConcurrentLinkedQueue<>();
  private final NotificationListener listener =
      (notification, handback) ->
          causes.add(
              GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
                  .getGcCause());

  @BeforeEach
  void listen() {
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) bean).addNotificationListener(listener, null, null);
    }
  }

  @AfterEach
  void listenNoMore() throws ListenerNotFoundException {
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) bean).removeNotificationListener(listener);
    }
  }

  private Run run(ScriptedServer server, String load) throws Exception {
    String yaml =
        """
        target: http://127.0.0.1:%d
        users: {u: {tasks: [{get: /}]}}
        %s
        """
            .formatted(server.port(), load);
    Path plan = Files.writeString(dir.resolve("plan.yaml"), yaml);
    return new Run(PlanReader.read(plan), Optional.empty(), progress -> {});
  }

  @Test
  void whatStartingLeftIsCollectedInTheWarmUp() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      run(server, "warmup: 1s\nload: [hold 50/s for 200ms]").execute();
      await().until(() -> causes.contains("System.gc()"));
    }
  }

  @Test
  void afterARunThatEndsInItsWarmUpTheNextIsLeftAlone() throws Exception {
    CompletableFuture<Run> interrupted = new CompletableFuture<>();
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          while (connection.request() != null) {
            interrupted.join().interrupt();
            connection.answer(ok("x"));
          }
        })) {
      Run early = run(server, "warmup: 1s\nload: [hold 50/s for 200ms]");
      interrupted.complete(early);
      early.execute();
    }
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      run(server, "load: [hold 50/s for 1200ms]").execute();
    }
    assertThat(causes).doesNotContain("System.gc()");
  }
}
