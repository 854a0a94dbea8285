package dev.barrage.measure;

import dev.barrage.engine.Exchange;
import dev.barrage.engine.Outcome;
import org.jspecify.annotations.Nullable;

/** An exchange made by hand; times in nanoseconds. */
final class Told extends Exchange {
  int request;
  long intendedNs;
  long dispatchedNs;
  long sentNs;
  long firstByteNs;
  long doneNs;
  boolean queued;
  boolean reused = true;
  int status = 200;
  Outcome outcome = Outcome.OK;
  @Nullable String message;
  @Nullable String sample;

  /** Dispatched and sent at once, done after {@code latencyNs}. */
  static Told at(long intendedNs, long latencyNs) {
    Told told = new Told();
    told.intendedNs = intendedNs;
    told.dispatchedNs = intendedNs;
    told.sentNs = intendedNs;
    told.firstByteNs = intendedNs + latencyNs;
    told.doneNs = intendedNs + latencyNs;
    return told;
  }

  Told failed(Outcome outcome, int status, String message) {
    this.outcome = outcome;
    this.status = status;
    this.message = message;
    return this;
  }

  @Override
  public int request() {
    return request;
  }

  @Override
  public int userClass() {
    return 0;
  }

  @Override
  public long intendedNs() {
    return intendedNs;
  }

  @Override
  public long dispatchedNs() {
    return dispatchedNs;
  }

  @Override
  public long sentNs() {
    return sentNs;
  }

  @Override
  public long firstByteNs() {
    return firstByteNs;
  }

  @Override
  public long doneNs() {
    return doneNs;
  }

  @Override
  public boolean queued() {
    return queued;
  }

  @Override
  public boolean reused() {
    return reused;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public Outcome outcome() {
    return outcome;
  }

  @Override
  public @Nullable String message() {
    return message;
  }

  @Override
  public @Nullable String sample() {
    return sample;
  }
}
