package dev.barrage.run;

import static dev.barrage.engine.ScriptedServer.ok;
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
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
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

  @Test
  void whatStartingLeftIsCollectedInTheWarmUp() throws Exception {
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) bean).addNotificationListener(listener, null, null);
    }
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      String yaml =
          """
          target: http://127.0.0.1:%d
          users: {u: {tasks: [{get: /}]}}
          load: [hold 50/s for 200ms]
          warmup: 1s
          """
              .formatted(server.port());
      Path plan = Files.writeString(dir.resolve("plan.yaml"), yaml);
      new Run(PlanReader.read(plan), Optional.empty(), progress -> {}).execute();
      await().until(() -> causes.contains("System.gc()"));
    } finally {
      for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
        ((NotificationEmitter) bean).removeNotificationListener(listener);
      }
    }
  }
}
