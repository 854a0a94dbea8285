package dev.barrage.measure.outage;

import dev.barrage.engine.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * One loop's share of what was answered during each outage and after it, by request name. A few
 * numbers for each, so that nothing is allocated while requests end.
 */
public final class OutageLog {
  /** A refusal within this time did not wait for the upstream. */
  static final long FAST_NS = 100_000_000L;

  private static final long NEVER = Long.MAX_VALUE;

  private final OutageClock clock;
  private final int names;
  private final Effect[] effects;

  /** Of one outage on one request; times are {@link System#nanoTime()}, {@link #NEVER}: none. */
  private static final class Effect {
    long good;
    long refused;
    long otherErrors;
    long lost;
    long longestNs;
    long firstFailureNs = NEVER;
    long firstFastNs = NEVER;
    long goodAgainNs = NEVER;

    void during(Exchange exchange) {
      long doneNs = exchange.doneNs();
      int status = exchange.status();
      boolean answered = exchange.outcome().isComplete();
      if (answered && status < 500) {
        good++;
        return;
      }
      long tookNs = exchange.sentNs() == 0 ? 0 : doneNs - exchange.sentNs();
      longestNs = Math.max(longestNs, tookNs);
      firstFailureNs = earlier(firstFailureNs, doneNs);
      if (!answered) {
        lost++;
      } else if (status < 502 || status > 504) {
        otherErrors++;
      } else {
        refused++;
        if (tookNs <= FAST_NS) {
          firstFastNs = earlier(firstFastNs, doneNs);
        }
      }
    }

    void after(Exchange exchange) {
      if (exchange.outcome().isComplete() && exchange.status() < 500) {
        goodAgainNs = earlier(goodAgainNs, exchange.doneNs());
      }
    }

    void add(Effect other) {
      good += other.good;
      refused += other.refused;
      otherErrors += other.otherErrors;
      lost += other.lost;
      longestNs = Math.max(longestNs, other.longestNs);
      firstFailureNs = earlier(firstFailureNs, other.firstFailureNs);
      firstFastNs = earlier(firstFastNs, other.firstFastNs);
      goodAgainNs = earlier(goodAgainNs, other.goodAgainNs);
    }

    private static long earlier(long a, long b) {
      return a == NEVER || (b != NEVER && b - a < 0) ? b : a;
    }
  }

  /**
   * @param names request names told apart
   */
  public OutageLog(OutageClock clock, int names) {
    this.clock = clock;
    this.names = names;
    this.effects = new Effect[clock.size() * names];
    java.util.Arrays.setAll(effects, i -> new Effect());
  }

  /**
   * A request has ended; on the loop's thread.
   *
   * @param name its index, below the number of names
   */
  public void add(Exchange exchange, int name) {
    for (int outage = 0; outage < clock.size(); outage++) {
      long fromNs = clock.fromNs(outage);
      if (fromNs == OutageClock.UNKNOWN || exchange.doneNs() - fromNs < 0) {
        continue;
      }
      Effect effect = effects[outage * names + name];
      long untilNs = clock.untilNs(outage);
      if (untilNs == OutageClock.UNKNOWN || exchange.doneNs() - untilNs < 0) {
        effect.during(exchange);
      } else if (exchange.sentNs() - untilNs >= 0) {
        effect.after(exchange);
      }
    }
  }

  /**
   * What an outage did to the requests that felt it; after the loops have ended.
   *
   * @param name of an index
   * @param startNs first planned arrival, from which times count
   */
  public static List<OutageEffect> effects(
      int outage, List<OutageLog> logs, IntFunction<String> name, long startNs) {
    List<OutageEffect> told = new ArrayList<>();
    int names = logs.isEmpty() ? 0 : logs.getFirst().names;
    for (int i = 0; i < names; i++) {
      Effect sum = new Effect();
      for (OutageLog log : logs) {
        sum.add(log.effects[outage * names + i]);
      }
      if (sum.firstFailureNs != NEVER) {
        told.add(
            new OutageEffect(
                name.apply(i),
                sum.good,
                sum.refused,
                sum.otherErrors,
                sum.lost,
                sum.longestNs / 1e9,
                seconds(sum.firstFailureNs, startNs),
                seconds(sum.firstFastNs, startNs),
                seconds(sum.goodAgainNs, startNs)));
      }
    }
    return told;
  }

  private static double seconds(long ns, long startNs) {
    return ns == NEVER ? Double.NaN : (ns - startNs) / 1e9;
  }
}
