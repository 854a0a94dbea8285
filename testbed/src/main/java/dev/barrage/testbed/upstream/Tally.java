package dev.barrage.testbed.upstream;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts as it happens. Safe for any thread; every event is counted exactly once. */
final class Tally {
  private static final int MAX_DELAYS = 4_000_000;

  private final LongAdder[] receivedByRoute = adders();
  private final Map<Route, Map<Integer, LongAdder>> statuses = new ConcurrentHashMap<>();
  private final LongAdder abandoned = new LongAdder();
  private final LongAdder resets = new LongAdder();
  private final LongAdder unanswered = new LongAdder();
  private final LongAdder webSocketMessages = new LongAdder();
  private final LongAdder events = new LongAdder();
  private final Gauge inFlight = new Gauge();
  private final Gauge connections = new Gauge();
  private final LongAdder accepted = new LongAdder();
  private long[] delaysUs = new long[1024];
  private int delayCount;

  /** A level with its highest value. */
  private static final class Gauge {
    private final AtomicLong level = new AtomicLong();
    private final AtomicLong peak = new AtomicLong();

    void up() {
      long now = level.incrementAndGet();
      if (now > peak.get()) {
        peak.accumulateAndGet(now, Math::max);
      }
    }

    void down() {
      level.decrementAndGet();
    }

    void reset() {
      peak.set(level.get());
    }
  }

  void connectionOpened() {
    accepted.increment();
    connections.up();
  }

  void connectionClosed() {
    connections.down();
  }

  /** A request is in hand: its head is complete. */
  void received(Route route) {
    receivedByRoute[route.ordinal()].increment();
    inFlight.up();
  }

  void answered(Route route, int status) {
    inFlight.down();
    statuses
        .computeIfAbsent(route, r -> new ConcurrentHashMap<>())
        .computeIfAbsent(status, s -> new LongAdder())
        .increment();
  }

  void abandoned() {
    inFlight.down();
    abandoned.increment();
  }

  void reset() {
    inFlight.down();
    resets.increment();
  }

  void unanswered() {
    inFlight.down();
    unanswered.increment();
  }

  void webSocketMessage() {
    webSocketMessages.increment();
  }

  void event() {
    events.increment();
  }

  /** A delay was given on purpose; the first {@value #MAX_DELAYS} are kept. */
  synchronized void delayed(long delayUs) {
    if (delayCount == MAX_DELAYS) {
      return;
    }
    if (delayCount == delaysUs.length) {
      delaysUs = Arrays.copyOf(delaysUs, Math.min(MAX_DELAYS, 2 * delayCount));
    }
    delaysUs[delayCount++] = delayUs;
  }

  /** The delays given, ascending, in microseconds. */
  synchronized long[] delaysUs() {
    long[] sorted = Arrays.copyOf(delaysUs, delayCount);
    Arrays.sort(sorted);
    return sorted;
  }

  Counts counts() {
    Map<String, Counts.PathCounts> paths = new LinkedHashMap<>();
    long answered = 0;
    for (Route route : Route.values()) {
      long received = receivedByRoute[route.ordinal()].sum();
      Map<Integer, Long> byStatus = new TreeMap<>();
      statuses.getOrDefault(route, Map.of()).forEach((code, n) -> byStatus.put(code, n.sum()));
      answered += byStatus.values().stream().mapToLong(Long::longValue).sum();
      if (received > 0 || !byStatus.isEmpty()) {
        paths.put(route.template(), new Counts.PathCounts(received, byStatus));
      }
    }
    return new Counts(
        Arrays.stream(receivedByRoute).mapToLong(LongAdder::sum).sum(),
        answered,
        receivedByRoute[Route.MALFORMED.ordinal()].sum(),
        abandoned.sum(),
        resets.sum(),
        unanswered.sum(),
        inFlight.level.get(),
        inFlight.peak.get(),
        connections.level.get(),
        accepted.sum(),
        connections.peak.get(),
        webSocketMessages.sum(),
        events.sum(),
        paths);
  }

  /** Begins anew; peaks begin at the present levels. */
  void clear() {
    for (LongAdder adder : receivedByRoute) {
      adder.reset();
    }
    statuses.clear();
    for (LongAdder adder :
        new LongAdder[] {abandoned, resets, unanswered, webSocketMessages, events, accepted}) {
      adder.reset();
    }
    inFlight.reset();
    connections.reset();
    synchronized (this) {
      delayCount = 0;
    }
  }

  private static LongAdder[] adders() {
    LongAdder[] adders = new LongAdder[Route.values().length];
    Arrays.setAll(adders, i -> new LongAdder());
    return adders;
  }
}
