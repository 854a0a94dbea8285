package dev.barrage.plan;

import java.time.Duration;
import java.util.Optional;

/** Builds an {@link Objective}; see {@link Plans}. For one thread. */
public final class ObjectiveBuilder {
  private String metric;
  private Optional<String> target = Optional.empty();
  private Optional<String> critical = Optional.empty();
  private boolean ifKnown;

  ObjectiveBuilder(String metric) {
    this.metric = metric;
  }

  /** Only of requests of this name. */
  public ObjectiveBuilder of(String request) {
    this.metric = metric + " of " + ObjectiveParser.quoteRequest(request);
    return this;
  }

  /** Only of requests of this user class. */
  public ObjectiveBuilder ofUser(String user) {
    this.metric = metric + " of user " + ObjectiveParser.quoteRequest(user);
    return this;
  }

  public ObjectiveBuilder target(Duration bound) {
    return target(Durations.format(bound));
  }

  /** A value as plan files write it: {@code 0.1%}, {@code 1000/s}. */
  public ObjectiveBuilder target(String bound) {
    this.target = Optional.of(bound);
    return this;
  }

  public ObjectiveBuilder critical(Duration bound) {
    return critical(Durations.format(bound));
  }

  /** A value as plan files write it: {@code 1%}, {@code 800/s}. */
  public ObjectiveBuilder critical(String bound) {
    this.critical = Optional.of(bound);
    return this;
  }

  /** Judged only where the plan has the monitor, or says what the rate limit admits. */
  public ObjectiveBuilder ifKnown() {
    this.ifKnown = true;
    return this;
  }

  Objective objective() {
    String bound =
        target.orElseThrow(
            () -> new IllegalArgumentException("objective " + metric + " needs .target(…)"));
    return ObjectiveParser.parse(metric, bound, critical.orElse(null), ifKnown);
  }
}
