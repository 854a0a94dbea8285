package dev.barrage.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Places values on one side of a chart.
 *
 * @param scale how values map to distances
 * @param min value at the origin
 * @param max value at the far end
 * @param ticks labelled values, rising
 */
record Axis(Scale scale, double min, double max, List<Tick> ticks) {
  enum Scale {
    LINEAR,
    LOG,
    /** A share q of requests at log10(1 / (1 − q)): each nine takes the same room. */
    NINES
  }

  record Tick(double value, String label) {}

  /** Where a value is, 0 at the origin, 1 at the far end; values outside are held at the ends. */
  double place(double value) {
    double from = distance(min);
    double to = distance(max);
    return to == from ? 0.5 : Math.clamp((distance(value) - from) / (to - from), 0.0, 1.0);
  }

  private double distance(double value) {
    return switch (scale) {
      case LINEAR -> value;
      case LOG -> Math.log10(Math.max(value, Double.MIN_NORMAL));
      case NINES -> -Math.log10(Math.max(1 - value, 1e-12));
    };
  }

  /** From 0 to a round number at or above {@code max}, about four steps. */
  static Axis fromZero(double max, DoubleFunction<String> label) {
    double step = roundStep(Math.max(max, 1e-9) / 4);
    double top = Math.ceil(Math.max(max, 1e-9) / step * (1 - 1e-12)) * step;
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i * step <= top * (1 + 1e-9); i++) {
      ticks.add(new Tick(i * step, label.apply(i * step)));
    }
    return new Axis(Scale.LINEAR, 0, top, ticks);
  }

  /** From a round number at or below {@code min} to one at or above {@code max}. */
  static Axis between(double min, double max, DoubleFunction<String> label) {
    double step = roundStep(Math.max(max - min, 1e-9) / 4);
    long first = (long) Math.floor(min / step + 1e-12);
    long last = Math.max(first + 1, (long) Math.ceil(max / step - 1e-12));
    List<Tick> ticks = new ArrayList<>();
    for (long i = first; i <= last; i++) {
      ticks.add(new Tick(i * step, label.apply(i * step)));
    }
    return new Axis(Scale.LINEAR, first * step, last * step, ticks);
  }

  /** From a 1-2-5 step to another around the values; many decades are labelled by their powers. */
  static Axis log(double min, double max, DoubleFunction<String> label) {
    double low = Math.max(min, 1e-3);
    double high = Math.max(max, low * 1.01);
    double[] multiples = {1, 2, 5};
    double first = below(low, multiples);
    double last = above(high, multiples);
    double[] labelled = last / first > 120 ? new double[] {1} : multiples;
    List<Tick> ticks = new ArrayList<>();
    for (int decade = decade(first) - 1; decade <= decade(last) + 1; decade++) {
      for (double multiple : labelled) {
        double value = multiple * Math.pow(10, decade);
        if (value >= first * (1 - 1e-9) && value <= last * (1 + 1e-9)) {
          ticks.add(new Tick(value, label.apply(value)));
        }
      }
    }
    return new Axis(Scale.LOG, first, last, ticks);
  }

  /** Seconds from 0 to {@code total}, about six round steps. */
  static Axis time(double total) {
    double[] steps = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200};
    double step = 86_400;
    for (double candidate : steps) {
      if (total / candidate <= 6.01) {
        step = candidate;
        break;
      }
    }
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i * step <= total; i++) {
      ticks.add(new Tick(i * step, i == 0 ? "0" : Figures.seconds(i * step)));
    }
    return new Axis(Scale.LINEAR, 0, Math.max(total, 1e-9), ticks);
  }

  /** Shares of {@code samples} requests: 0, 90%, 99%, 99.9% … to the last that a sample backs. */
  static Axis nines(long samples) {
    int nines = Math.clamp((int) Math.ceil(Math.log10((double) Math.max(samples, 10))), 2, 7);
    List<Tick> ticks = new ArrayList<>(List.of(new Tick(0, "0%")));
    for (int i = 1; i < nines; i++) {
      double share = 1 - Math.pow(10, -i);
      String percent = i == 1 ? "90%" : i == 2 ? "99%" : "99." + "9".repeat(i - 2) + "%";
      ticks.add(new Tick(share, percent));
    }
    return new Axis(Scale.NINES, 0, 1 - Math.pow(10, -nines), ticks);
  }

  private static double roundStep(double rough) {
    double decade = Math.pow(10, Math.floor(Math.log10(rough)));
    for (double multiple : new double[] {1, 2, 2.5, 5, 10}) {
      if (multiple * decade >= rough * (1 - 1e-9)) {
        return multiple * decade;
      }
    }
    return 10 * decade;
  }

  private static int decade(double value) {
    return (int) Math.floor(Math.log10(value) + 1e-9);
  }

  private static double below(double value, double[] multiples) {
    double found = Math.pow(10, decade(value));
    for (double multiple : multiples) {
      double candidate = multiple * Math.pow(10, decade(value));
      found = candidate <= value * (1 + 1e-9) ? candidate : found;
    }
    return found;
  }

  private static double above(double value, double[] multiples) {
    for (double multiple : multiples) {
      double candidate = multiple * Math.pow(10, decade(value));
      if (candidate >= value * (1 - 1e-9)) {
        return candidate;
      }
    }
    return Math.pow(10, decade(value) + 1);
  }
}
