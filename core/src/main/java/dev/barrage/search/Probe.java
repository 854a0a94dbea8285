package dev.barrage.search;

import java.util.List;

/**
 * One run at one rate.
 *
 * @param offeredPerS arrivals per second, as planned
 * @param confirms whether it is the long run that confirms a result
 * @param throughputPerS good answers per second
 * @param p50Us median latency
 * @param p99Us of latency; NaN: not reached
 * @param answer what it says of the rate
 * @param reasons why not, in sentences
 */
public record Probe(
    double offeredPerS,
    boolean confirms,
    double throughputPerS,
    double p50Us,
    double p99Us,
    Answer answer,
    List<String> reasons) {
  /** What a run says of a rate. */
  public enum Answer {
    /** All objectives were met, and the target kept up. */
    HOLDS,
    /** The target did not. */
    FAILS,
    /** The generator was not fit: it says nothing about the target. */
    GENERATOR
  }

  public Probe {
    reasons = List.copyOf(reasons);
  }
}
