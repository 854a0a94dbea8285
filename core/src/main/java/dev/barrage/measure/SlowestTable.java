package dev.barrage.measure;

import dev.barrage.engine.Exchange;
import dev.barrage.engine.Outcome;
import dev.barrage.engine.http1.KeptFields;
import dev.barrage.engine.http1.TraceContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The slowest requests of each name on one loop: a heap with the fastest of them on top, so that
 * almost all requests cost one comparison. Entries are used again; nothing is allocated once a
 * name's heap is full.
 */
final class SlowestTable {
  /** Kept of each name. */
  static final int PER_NAME = 10;

  private final @Nullable Heap[] heaps;

  /**
   * @param names that there can be
   */
  SlowestTable(int names) {
    heaps = new Heap[names];
  }

  /** One of the slowest, as its exchange was. Times are of {@link System#nanoTime()}. */
  static final class Entry {
    int name;
    int userClass;
    long latencyNs;
    long intendedNs;
    long readyNs;
    long dispatchedNs;
    long sentNs;
    long firstByteNs;
    long doneNs;
    long openedNs;
    long served;
    long connectNs;
    long tlsNs;
    int status;
    Outcome outcome = Outcome.OK;
    @Nullable String message;
    @Nullable String address;
    boolean hasFields;
    @Nullable KeptFields fields;
    final TraceContext trace = new TraceContext();

    private void set(int request, long latency, Exchange exchange) {
      name = request;
      userClass = exchange.userClass();
      latencyNs = latency;
      intendedNs = exchange.intendedNs();
      readyNs = exchange.readyNs();
      dispatchedNs = exchange.dispatchedNs();
      sentNs = exchange.sentNs();
      firstByteNs = exchange.firstByteNs();
      doneNs = exchange.doneNs();
      openedNs = exchange.openedNs();
      served = exchange.served();
      connectNs = exchange.connectNs();
      tlsNs = exchange.tlsNs();
      status = exchange.status();
      outcome = exchange.outcome();
      message = exchange.message();
      address = exchange.address();
      TraceContext begun = exchange.traceContext();
      if (begun == null) {
        trace.clear();
      } else {
        trace.copy(begun);
      }
      copyFields(exchange.kept());
    }

    private void copyFields(@Nullable KeptFields kept) {
      hasFields = kept != null;
      if (kept != null) {
        if (fields == null) {
          fields = new KeptFields(kept.count());
        }
        fields.copy(kept);
      }
    }
  }

  private static final class Heap {
    final Entry[] entries = new Entry[PER_NAME];
    int size;

    void offer(int name, long latencyNs, Exchange exchange) {
      if (size < PER_NAME) {
        Entry entry = new Entry();
        entry.set(name, latencyNs, exchange);
        entries[size] = entry;
        rise(size++);
      } else if (latencyNs > entries[0].latencyNs) {
        entries[0].set(name, latencyNs, exchange);
        sink();
      }
    }

    private void rise(int from) {
      int at = from;
      while (at > 0 && entries[at].latencyNs < entries[(at - 1) / 2].latencyNs) {
        swap(at, (at - 1) / 2);
        at = (at - 1) / 2;
      }
    }

    private void sink() {
      int at = 0;
      for (int child; (child = 2 * at + 1) < size; at = child) {
        if (child + 1 < size && entries[child + 1].latencyNs < entries[child].latencyNs) {
          child++;
        }
        if (entries[at].latencyNs <= entries[child].latencyNs) {
          return;
        }
        swap(at, child);
      }
    }

    private void swap(int a, int b) {
      Entry entry = entries[a];
      entries[a] = entries[b];
      entries[b] = entry;
    }
  }

  void offer(int name, long latencyNs, Exchange exchange) {
    Heap heap = heaps[name];
    if (heap == null) {
      heap = new Heap();
      heaps[name] = heap;
    }
    heap.offer(name, latencyNs, exchange);
  }

  /** Those of one name, in no order. */
  List<Entry> of(int name) {
    Heap heap = heaps[name];
    return heap == null ? List.of() : java.util.Arrays.asList(heap.entries).subList(0, heap.size);
  }
}
