package dev.barrage.plan;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A bound on a measured value.
 *
 * @param text as the user wrote it, {@code p95 <= 200ms critical 500ms}
 * @param metric what is bounded
 * @param comparison which side of the bound is good
 * @param target met: PASS. Unit: {@link Metric#unit()}
 * @param critical between target and this: WARN; empty: missing the target is FAIL at once
 * @param request only requests, or groups, of this name; empty: all requests
 * @param user only requests of this user class; empty: all
 * @param ifKnown whether it is judged only where the plan has what tells it: see {@link
 *     Plan#unknown}
 */
public record Objective(
    String text,
    Metric metric,
    Comparison comparison,
    double target,
    OptionalDouble critical,
    Optional<String> request,
    Optional<String> user,
    boolean ifKnown) {
  /** The objective of a run that was given none. */
  public static final Objective DEFAULT =
      new Objective(
          "error rate < 1% (default)",
          new Metric.ErrorRate(), Comparison.LESS, 0.01, OptionalDouble.empty(), Optional.empty());

  /** One that is not of a user class. */
  public Objective(
      String text,
      Metric metric,
      Comparison comparison,
      double target,
      OptionalDouble critical,
      Optional<String> request) {
    this(text, metric, comparison, target, critical, request, Optional.empty());
  }

  /** One that is always judged. */
  public Objective(
      String text,
      Metric metric,
      Comparison comparison,
      double target,
      OptionalDouble critical,
      Optional<String> request,
      Optional<String> user) {
    this(text, metric, comparison, target, critical, request, user, false);
  }

  /** What can be bounded. */
  public sealed interface Metric {
    /** Unit of values, as the last word of a name: {@code us}, {@code ratio}, {@code per_s}. */
    String unit();

    /** Name in plans and records: {@code p95}, {@code error rate}. */
    String label();

    /**
     * Latency, of all planned requests, that this share of them met; {@code percent} in (0,100].
     */
    record Percentile(double percent) implements Metric {
      @Override
      public String unit() {
        return "us";
      }

      @Override
      public String label() {
        return "p"
            + (percent == Math.rint(percent)
                ? Long.toString((long) percent)
                : Double.toString(percent));
      }
    }

    /** Mean latency of the good answers. */
    record Mean() implements Metric {
      @Override
      public String unit() {
        return "us";
      }

      @Override
      public String label() {
        return "mean";
      }
    }

    /** (failed + dropped + unfinished) / planned. */
    record ErrorRate() implements Metric {
      @Override
      public String unit() {
        return "ratio";
      }

      @Override
      public String label() {
        return "error rate";
      }
    }

    /** Share of planned requests that no complete answer came to: resets, timeouts, drops. */
    record Unanswered() implements Metric {
      @Override
      public String unit() {
        return "ratio";
      }

      @Override
      public String label() {
        return "unanswered";
      }
    }

    /** Answers with a 5xx that the upstream did not mark, ÷ answers. */
    record GatewayErrors() implements Metric {
      @Override
      public String unit() {
        return "ratio";
      }

      @Override
      public String label() {
        return "gateway errors";
      }
    }

    /** A figure of the rate limit that the plan looks at: {@code limit recovery}. */
    record Limited(LimitFigure figure) implements Metric {
      @Override
      public String unit() {
        return figure.unit;
      }

      @Override
      public String label() {
        return "limit " + figure.word();
      }
    }

    /** What can be bounded of a rate limit. */
    enum LimitFigure {
      /** Share by which the admitted rate differs from the configured one, either way. */
      DEVIATION("ratio"),
      /** Longest time from a client's first refusal to its next admission. */
      RECOVERY("us"),
      /** Most that was admitted within a window's length, beyond what the window admits. */
      OVERSHOOT("ratio"),
      /** Jain's index over clients. */
      FAIRNESS(""),
      /** Share of tries after {@code Retry-After} that were admitted. */
      TRUTH("ratio"),
      /** Answers with status 429. */
      REFUSED("");

      final String unit;

      LimitFigure(String unit) {
        this.unit = unit;
      }

      /** As plans write it. */
      public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
      }
    }

    /** What only the course of a run tells: {@code p95 degradation}, {@code recovery}. */
    record Course(CourseFigure figure) implements Metric {
      @Override
      public String unit() {
        return figure.unit;
      }

      @Override
      public String label() {
        return figure.word();
      }
    }

    /**
     * What can be bounded of a run's course, circuits of single requests too. A degradation is the
     * change over the longest steady stage, by its fitted slope, as a share of the begin; more is
     * worse.
     */
    enum CourseFigure {
      P50_DEGRADATION("ratio"),
      P95_DEGRADATION("ratio"),
      P99_DEGRADATION("ratio"),
      THROUGHPUT_DEGRADATION("ratio"),
      /** Rise of the share of requests without a good answer, per minute. */
      ERROR_RATE_SLOPE("ratio_per_min"),
      /** From the end of the load's spike until p95 is back within a tenth of before, and stays. */
      RECOVERY("us"),
      /** From the making of an injected failure to the first refusal that did not wait for it. */
      CIRCUIT_OPENS("us"),
      /** From the end of an injected failure to the first good answer to a request sent then. */
      CIRCUIT_CLOSES("us");

      final String unit;

      CourseFigure(String unit) {
        this.unit = unit;
      }

      /** Whether it is about what injected failures did. */
      public boolean isOfCircuit() {
        return this == CIRCUIT_OPENS || this == CIRCUIT_CLOSES;
      }

      /** Whether it is fitted to the timeline. */
      public boolean isTrend() {
        return this != RECOVERY && !isOfCircuit();
      }

      /** As plans write it. */
      public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
      }
    }

    /**
     * A figure of a monitor's series: {@code gateway cpu max}.
     *
     * @param monitor its name in the plan
     * @param series of that monitor
     * @param stat which figure of it; empty: the series' usual one
     * @param unit that the bound was written in: {@code ratio}, {@code bytes}, {@code us}, {@code
     *     per_s} or empty, with {@code _per_min} for a slope
     */
    record Monitored(String monitor, String series, Optional<Monitor.Stat> stat, String unit)
        implements Metric {
      @Override
      public String label() {
        return monitor + " " + series + stat.map(s -> " " + s.word()).orElse("");
      }
    }

    /** Good answers per second of the measured window. */
    record Throughput() implements Metric {
      @Override
      public String unit() {
        return "per_s";
      }

      @Override
      public String label() {
        return "throughput";
      }
    }
  }

  public enum Comparison {
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    public final String symbol;

    Comparison(String symbol) {
      this.symbol = symbol;
    }

    public boolean holds(double value, double bound) {
      return switch (this) {
        case LESS -> value < bound;
        case LESS_OR_EQUAL -> value <= bound;
        case GREATER -> value > bound;
        case GREATER_OR_EQUAL -> value >= bound;
      };
    }
  }
}
