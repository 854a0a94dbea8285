package dev.barrage.measure;

import dev.barrage.engine.Exchange;
import dev.barrage.engine.http1.KeptFields;
import dev.barrage.measure.Diagnosis.Kind;
import dev.barrage.plan.Diagnostics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Latency and outcomes of the requests of one loop, told apart by an address, a status or a header
 * field: a row for each of the first {@value #VALUES} values, one for requests without any, one for
 * all others. Allocates nothing once a value is known.
 */
final class BreakdownTable {
  static final int VALUES = 50;

  /** The numbers of one value. */
  static final class Row {
    final Kind kind;
    final String value;
    private final byte[] bytes;
    private final int status;
    final long[] outcomes = new long[Tally.OUTCOME_VALUES.length];
    final Distribution latency = new Distribution();

    Row(Kind kind, String value, byte[] bytes, int status) {
      this.kind = kind;
      this.value = value;
      this.bytes = bytes;
      this.status = status;
    }

    Row(Kind kind, String value) {
      this(kind, value, new byte[0], 0);
    }

    void add(Row other) {
      Tally.add(outcomes, other.outcomes);
      latency.add(other.latency);
    }

    long count() {
      return Arrays.stream(outcomes).sum();
    }
  }

  final Diagnostics.Breakdown by;
  private final int field;
  private final List<Row> rows = new ArrayList<>();
  private final Row none = new Row(Kind.NONE, "");
  private final Row other = new Row(Kind.OTHER, "");

  BreakdownTable(Diagnostics.Breakdown by, Diagnostics plan) {
    this.by = by;
    this.field = by instanceof Diagnostics.Breakdown.Header(String name) ? plan.indexOf(name) : -1;
  }

  /**
   * @param timed whether its latency counts
   */
  void record(Exchange exchange, boolean timed) {
    Row row =
        switch (by) {
          case Diagnostics.Breakdown.Address a -> address(exchange.address());
          case Diagnostics.Breakdown.Status s -> status(exchange.status());
          case Diagnostics.Breakdown.Header h -> header(exchange.kept());
        };
    row.outcomes[exchange.outcome().ordinal()]++;
    if (timed) {
      row.latency.record(exchange.doneNs() - exchange.intendedNs());
    }
  }

  private Row address(@Nullable String address) {
    if (address == null) {
      return none;
    }
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).value.equals(address)) {
        return rows.get(i);
      }
    }
    return add(address, new byte[0], 0);
  }

  private Row status(int status) {
    if (status == 0) {
      return none;
    }
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).status == status) {
        return rows.get(i);
      }
    }
    return rows.size() < VALUES ? add(Integer.toString(status), new byte[0], status) : other;
  }

  private Row header(@Nullable KeptFields kept) {
    if (kept == null || !kept.isPresent(field)) {
      return none;
    }
    byte[] b = kept.bytes();
    int from = kept.from(field);
    int end = kept.end(field);
    for (int i = 0; i < rows.size(); i++) {
      byte[] known = rows.get(i).bytes;
      if (Arrays.equals(known, 0, known.length, b, from, end)) {
        return rows.get(i);
      }
    }
    if (rows.size() == VALUES) {
      return other;
    }
    byte[] value = Arrays.copyOfRange(b, from, end);
    return add(new String(value, StandardCharsets.UTF_8), value, 0);
  }

  private Row add(String value, byte[] bytes, int status) {
    if (rows.size() == VALUES) {
      return other;
    }
    Row row = new Row(Kind.VALUE, value, bytes, status);
    rows.add(row);
    return row;
  }

  /** All rows, those without requests too. */
  List<Row> all() {
    List<Row> all = new ArrayList<>(rows);
    all.add(none);
    all.add(other);
    return all;
  }
}
