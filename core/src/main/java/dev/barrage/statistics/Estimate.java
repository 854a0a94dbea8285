package dev.barrage.statistics;

/**
 * A number with its 95% interval.
 *
 * @param value the estimate; NaN: the data do not say
 * @param low lower end; NaN as {@code value}
 * @param high upper end
 */
public record Estimate(double value, double low, double high) {
  public static final Estimate UNKNOWN = new Estimate(Double.NaN, Double.NaN, Double.NaN);

  public boolean isKnown() {
    return !Double.isNaN(value);
  }
}
