package dev.barrage.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * What a run is to tell of single requests and of kinds of answers, to find out why.
 *
 * @param traceparent each request begins a trace (W3C Trace Context)
 * @param keepHeaders names of response header fields shown with the slowest requests
 * @param breakDownBy what latency and outcomes are told apart by
 */
public record Diagnostics(
    boolean traceparent, List<String> keepHeaders, List<Breakdown> breakDownBy) {
  public static final Diagnostics NONE = new Diagnostics(false, List.of(), List.of());

  /** Names of header fields to keep at most, and things to break down by. */
  public static final int MOST = 8;

  /** What requests are told apart by. */
  public sealed interface Breakdown {
    /** The address of the connection. */
    record Address() implements Breakdown {}

    /** The status of the answer. */
    record Status() implements Breakdown {}

    /** A header field of the answer, by its first bytes. */
    record Header(String name) implements Breakdown {}

    /** As plan files have it: {@code address}, {@code status}, {@code header x-cache}. */
    default String text() {
      return switch (this) {
        case Address address -> "address";
        case Status status -> "status";
        case Header header -> "header " + header.name();
      };
    }
  }

  public Diagnostics {
    keepHeaders = List.copyOf(keepHeaders);
    breakDownBy = List.copyOf(breakDownBy);
    int most = Math.max(keepHeaders.size(), breakDownBy.size());
    if (most > MOST) {
      throw new IllegalArgumentException(
          most + " headers to keep or things to break down by; at most " + MOST + " of each");
    }
  }

  /** Header fields whose values are wanted: those to keep first, each once. */
  public List<String> headers() {
    List<String> names = new ArrayList<>(keepHeaders);
    for (Breakdown breakdown : breakDownBy) {
      if (breakdown instanceof Breakdown.Header(String name) && indexOf(name, names) < 0) {
        names.add(name);
      }
    }
    return List.copyOf(names);
  }

  /** The number of a name among {@link #headers}. */
  public int indexOf(String name) {
    return indexOf(name, headers());
  }

  private static int indexOf(String name, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }
}
