package dev.barrage.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the highest rate that a target holds: doubling until it does not, then bisection, then a
 * longer run that confirms.
 *
 * <pre>
 *   from ──×2──×2──×2──✗          the target's limit is between the last two
 *            └──bisect──┘         until they are closer than the precision
 *               └─hold─┘          the highest that held, held for longer
 * </pre>
 *
 * <p>A run that the generator was not fit for says nothing about the target: it is tried once more,
 * and where it happens again that rate is the generator's limit, never the gateway's. Decides only;
 * the runs are somebody else's.
 */
public final class CapacitySearch {
  private static final int CONFIRMATIONS = 4;

  private final Runs runs;
  private final Settings settings;
  private final List<Probe> probes = new ArrayList<>();
  private boolean generatorLimited;

  /** Makes a run at a rate. */
  @FunctionalInterface
  public interface Runs {
    /**
     * @param perS arrivals per second
     * @param confirms whether it is the long one
     */
    Probe run(double perS, boolean confirms) throws IOException, InterruptedException;
  }

  /**
   * How to search.
   *
   * @param fromPerS first rate tried
   * @param maxPerS no rate beyond it is tried
   * @param precision share by which the found rate may be too low
   */
  public record Settings(double fromPerS, double maxPerS, double precision) {
    public Settings {
      if (fromPerS <= 0 || maxPerS < fromPerS || precision <= 0 || precision >= 1) {
        throw new IllegalArgumentException("from, max and precision do not fit together");
      }
    }
  }

  /** How the search ended. */
  public enum End {
    /** The target's limit lies above the rate that was found, by at most the precision. */
    FOUND,
    /** All rates up to the largest allowed were held. */
    NOT_REACHED,
    /** The generator was at its limit first. */
    GENERATOR_LIMIT,
    /** Not even the lowest rate tried was held. */
    NOTHING_HELD
  }

  /**
   * @param perS the highest rate that held, confirmed unless nothing held; 0: none
   * @param end how the search ended
   * @param probes all runs, in order
   */
  public record Result(double perS, End end, List<Probe> probes) {
    public Result {
      probes = List.copyOf(probes);
    }
  }

  public CapacitySearch(Settings settings, Runs runs) {
    this.settings = settings;
    this.runs = runs;
  }

  /** Runs as often as it takes. */
  public Result search() throws IOException, InterruptedException {
    double holds = 0;
    double fails = Double.NaN;
    double rate = settings.fromPerS();
    while (Double.isNaN(fails) && holds < settings.maxPerS()) {
      if (tryAt(rate, false)) {
        holds = rate;
        rate = Math.min(rate * 2, settings.maxPerS());
      } else {
        fails = rate;
      }
    }
    if (holds == 0) {
      holds = descend(fails);
      fails = holds * 2;
    }
    while (holds > 0 && fails / holds - 1 > settings.precision()) {
      double middle = Math.sqrt(holds * fails); // rates are compared by their ratio
      if (tryAt(middle, false)) {
        holds = middle;
      } else {
        fails = middle;
      }
    }
    return confirmed(holds, fails);
  }

  /** Halves the rate until one holds; 0 if none does. */
  private double descend(double failed) throws IOException, InterruptedException {
    for (double rate = failed / 2; rate >= settings.fromPerS() / 64 && rate >= 1; rate /= 2) {
      if (tryAt(rate, false)) {
        return rate;
      }
    }
    return 0;
  }

  private Result confirmed(double holds, double fails) throws IOException, InterruptedException {
    double rate = holds;
    for (int i = 0; rate > 0 && i < CONFIRMATIONS; i++) {
      if (tryAt(rate, true)) {
        return new Result(rate, end(fails), probes);
      }
      rate *= 1 - settings.precision();
    }
    return new Result(0, generatorLimited ? End.GENERATOR_LIMIT : End.NOTHING_HELD, probes);
  }

  private End end(double fails) {
    if (Double.isNaN(fails)) {
      return End.NOT_REACHED;
    }
    return generatorLimited ? End.GENERATOR_LIMIT : End.FOUND;
  }

  /** Whether the rate holds; where the generator cannot tell, it does not. */
  private boolean tryAt(double perS, boolean confirms) throws IOException, InterruptedException {
    for (int attempt = 0; attempt < 2; attempt++) {
      Probe probe = runs.run(perS, confirms);
      probes.add(probe);
      switch (probe.answer()) {
        case HOLDS -> {
          return true;
        }
        case FAILS -> {
          generatorLimited = false; // the target gave way at a lower rate than the generator
          return false;
        }
        case GENERATOR -> {}
      }
    }
    generatorLimited = true;
    return false;
  }
}
