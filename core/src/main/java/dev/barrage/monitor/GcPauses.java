package dev.barrage.monitor;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * Longest pause of the garbage collector that reached into a window of time.
 *
 * <p>From the collector beans' notifications, because a recording of JFR events takes a quarter of
 * a second to begin. Resolution: 1 ms. Beans of concurrent cycles, which stop nobody, are left out.
 */
final class GcPauses implements NotificationListener {
  private record Pause(long startMs, long endMs) {}

  private final List<NotificationEmitter> emitters = new ArrayList<>();
  private final List<Pause> pauses = new ArrayList<>();
  private final long baseNs;
  private final long baseMs;

  GcPauses() {
    baseNs = System.nanoTime();
    baseMs = ManagementFactory.getRuntimeMXBean().getUptime();
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (!bean.getName().endsWith("Cycles") && bean instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(this, null, null);
        emitters.add(emitter);
      }
    }
  }

  @Override
  public void handleNotification(Notification notification, Object handback) {
    if (notification.getUserData() instanceof CompositeData data
        && GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION.equals(
            notification.getType())) {
      note(GarbageCollectionNotificationInfo.from(data).getGcInfo());
    }
  }

  private synchronized void note(GcInfo info) {
    pauses.add(new Pause(info.getStartTime(), info.getEndTime()));
  }

  /** Longest pause that overlaps the time between both; 0: there was none. */
  synchronized double longestMs(long fromNs, long toNs) {
    double longest = 0;
    for (Pause pause : pauses) {
      if (ns(pause.endMs) - fromNs >= 0 && ns(pause.startMs) - toNs < 0) {
        longest = Math.max(longest, (double) (pause.endMs - pause.startMs));
      }
    }
    return longest;
  }

  /** Forgets pauses that ended before the given time. */
  synchronized void forgetBefore(long ns) {
    pauses.removeIf(pause -> ns(pause.endMs) - ns < 0);
  }

  private long ns(long uptimeMs) {
    return baseNs + (uptimeMs - baseMs) * 1_000_000;
  }

  /** Adds pauses whose notification is still on its way, and listens no more. */
  void close() {
    for (NotificationEmitter emitter : emitters) {
      if (emitter instanceof com.sun.management.GarbageCollectorMXBean bean) {
        GcInfo last = bean.getLastGcInfo();
        if (last != null) {
          note(last);
        }
      }
      try {
        emitter.removeNotificationListener(this);
      } catch (ListenerNotFoundException e) {
        throw new IllegalStateException("removed twice", e);
      }
    }
    emitters.clear();
  }
}
