package dev.barrage.measure;

import dev.barrage.engine.Outcome;
import dev.barrage.engine.Requests;
import dev.barrage.engine.http1.KeptFields;
import dev.barrage.measure.BreakdownTable.Row;
import dev.barrage.measure.Diagnosis.Breakdown;
import dev.barrage.measure.Diagnosis.Connection;
import dev.barrage.measure.Diagnosis.Kind;
import dev.barrage.measure.Diagnosis.Phases;
import dev.barrage.measure.Diagnosis.Slow;
import dev.barrage.measure.Diagnosis.Value;
import dev.barrage.measure.SlowestTable.Entry;
import dev.barrage.plan.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/** Makes the {@link Diagnosis} of an ended run from what its loops hold. */
final class Diagnoses {
  /** The slowest requests of all names together. */
  static final int MOST = 500;

  private final Plan plan;
  private final Requests requests;
  private final Slots slots;
  private final LoopRecorder[] recorders;
  private final LongFunction<Instant> instants;

  Diagnoses(
      Plan plan,
      Requests requests,
      Slots slots,
      LoopRecorder[] recorders,
      LongFunction<Instant> instants) {
    this.plan = plan;
    this.requests = requests;
    this.slots = slots;
    this.recorders = recorders;
    this.instants = instants;
  }

  Diagnosis diagnosis() {
    List<Breakdown> breakdowns = new ArrayList<>();
    for (int i = 0; i < plan.observation().diagnostics().breakDownBy().size(); i++) {
      breakdowns.add(breakdown(i));
    }
    return new Diagnosis(slowest(), breakdowns);
  }

  private List<Slow> slowest() {
    Comparator<Entry> order = Comparator.comparingLong((Entry e) -> -e.latencyNs);
    List<List<Entry>> byName = new ArrayList<>();
    for (int name = 0; name < NameTallies.places(requests.capacity()); name++) {
      List<Entry> all = new ArrayList<>();
      for (LoopRecorder recorder : recorders) {
        all.addAll(recorder.slowest.of(name));
      }
      if (!all.isEmpty()) {
        byName.add(all.stream().sorted(order).limit(SlowestTable.PER_NAME).toList());
      }
    }
    int each = Math.max(1, MOST / Math.max(1, byName.size()));
    return byName.stream()
        .flatMap(entries -> entries.stream().limit(each))
        .sorted(order)
        .limit(MOST)
        .map(this::slow)
        .toList();
  }

  private Slow slow(Entry e) {
    boolean sent = e.sentNs != 0;
    Optional<Connection> connection =
        e.address == null ? Optional.empty() : Optional.of(connection(e, e.address));
    return new Slow(
        NameTallies.name(requests.names(), e.name),
        plan.users().get(e.userClass).name(),
        instants.apply(e.intendedNs),
        slots.secondsFromStart(e.intendedNs),
        e.latencyNs / 1e3,
        sent ? (e.doneNs - e.sentNs) / 1e3 : Double.NaN,
        phases(e),
        e.status,
        e.outcome,
        e.message == null ? "" : e.message,
        connection,
        e.trace.isPresent() ? Optional.of(e.trace.text()) : Optional.empty(),
        headers(e));
  }

  private static Phases phases(Entry e) {
    long leftNs = e.sentNs == 0 ? e.doneNs : e.sentNs;
    boolean answered = e.sentNs != 0 && e.firstByteNs != 0;
    return new Phases(
        (e.readyNs - e.intendedNs) / 1e3,
        (e.dispatchedNs - e.readyNs) / 1e3,
        (leftNs - e.dispatchedNs) / 1e3,
        e.sentNs == 0 ? Double.NaN : ((answered ? e.firstByteNs : e.doneNs) - e.sentNs) / 1e3,
        answered ? (e.doneNs - e.firstByteNs) / 1e3 : Double.NaN);
  }

  private static Connection connection(Entry e, String address) {
    boolean fresh = e.served == 0;
    return new Connection(
        address,
        (e.sentNs - e.openedNs) / 1e9,
        e.served,
        fresh ? e.connectNs / 1e3 : Double.NaN,
        fresh && e.tlsNs >= 0 ? e.tlsNs / 1e3 : Double.NaN);
  }

  private Map<String, String> headers(Entry e) {
    Map<String, String> headers = new LinkedHashMap<>();
    KeptFields fields = e.fields;
    List<String> names = plan.observation().diagnostics().keepHeaders();
    for (int i = 0; fields != null && e.hasFields && i < names.size(); i++) {
      if (fields.isPresent(i)) {
        headers.put(names.get(i), fields.text(i));
      }
    }
    return headers;
  }

  /** The loops' rows together: bounded anew, since each may have met other values first. */
  private Breakdown breakdown(int index) {
    Map<String, Row> rows = new LinkedHashMap<>();
    Row none = new Row(Kind.NONE, "");
    Row other = new Row(Kind.OTHER, "");
    for (LoopRecorder recorder : recorders) {
      for (Row row : recorder.asked.breakdowns[index].all()) {
        switch (row.kind) {
          case VALUE ->
              rows.computeIfAbsent(row.value, value -> new Row(Kind.VALUE, value)).add(row);
          case NONE -> none.add(row);
          case OTHER -> other.add(row);
        }
      }
    }
    List<Row> sorted = new ArrayList<>(rows.values());
    sorted.sort(Comparator.comparingLong((Row row) -> -row.count()));
    sorted.stream().skip(BreakdownTable.VALUES).forEach(other::add);
    List<Row> shown = new ArrayList<>(sorted.stream().limit(BreakdownTable.VALUES).toList());
    shown.add(none);
    shown.add(other);
    return new Breakdown(
        plan.observation().diagnostics().breakDownBy().get(index).text(),
        shown.stream().filter(row -> row.count() > 0).map(Diagnoses::value).toList());
  }

  private static Value value(Row row) {
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Tally.OUTCOME_VALUES) {
      long count = row.outcomes[outcome.ordinal()];
      if (count > 0) {
        outcomes.put(outcome, count);
      }
    }
    return new Value(row.kind, row.value, outcomes, row.latency.toHistogram());
  }
}
