package dev.barrage.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RedrawnSpreadTest {
  private static final double NOT_ALIKE = 1e-3;

  private static double[] places(int n) {
    return IntStream.range(0, n).mapToDouble(i -> i).toArray();
  }

  @Test
  void isStudentsOwnForBlocksThatDoNotDependOnEachOther() {
    double usual = Math.sqrt(6 / 4.0) * StudentT.quantile975(4) / 1.959963984540054;
    assertThat(RedrawnSpread.stretch(places(6), 1, NOT_ALIKE)).isCloseTo(usual, within(1e-9));
  }

  @Test
  void isMoreTheMoreBlocksAreAlike() {
    double[] x = places(6);
    double none = RedrawnSpread.stretch(x, 1, NOT_ALIKE);
    double some = RedrawnSpread.stretch(x, 1, 1);
    double much = RedrawnSpread.stretch(x, 1, 6);
    assertThat(some).isGreaterThan(1.3 * none);
    assertThat(much).isGreaterThan(some);
  }

  /** The form is right if drawing it and computing it agree. */
  @Test
  void knowsHowMuchDrawingRunsLosesOfTheSpread() {
    int n = 20;
    int run = 3;
    double[] x = places(n);
    Random random = new Random(5);
    double truth = 0;
    double drawn = 0;
    int series = 4000;
    for (int one = 0; one < series; one++) {
      double[] y = new double[n];
      for (int i = 0; i < n; i++) {
        double fresh = random.nextGaussian();
        y[i] = i == 0 ? fresh : RedrawnSpread.ALIKE * y[i - 1] + Math.sqrt(0.84) * fresh;
      }
      double slope = leastSquares(x, y);
      truth += slope * slope / series;
      drawn += spread(x, y, slope, run, random) / series;
    }
    double forms = 4; // degrees of freedom are not drawn: only the root of the variances is told
    double freedom = StudentT.quantile975(forms) / 1.959963984540054;
    double told = RedrawnSpread.stretch(x, run, 1);
    assertThat(told / Math.sqrt(truth / drawn)).isBetween(1.0, freedom);
  }

  /** Variance of the slope over some drawings of what the line leaves. */
  private static double spread(double[] x, double[] y, double slope, int run, Random random) {
    int n = x.length;
    int drawings = 60;
    double sum = 0;
    double squares = 0;
    for (int drawing = 0; drawing < drawings; drawing++) {
      double[] again = new double[n];
      for (int at = 0; at < n; at += run) {
        int from = random.nextInt(n - run + 1);
        for (int i = 0; i < run && at + i < n; i++) {
          again[at + i] = y[from + i] - slope * x[from + i];
        }
      }
      double one = leastSquares(x, again);
      sum += one;
      squares += one * one;
    }
    return (squares - sum * sum / drawings) / (drawings - 1);
  }

  private static double leastSquares(double[] x, double[] y) {
    double middle = (x[0] + x[x.length - 1]) / 2;
    double products = 0;
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      products += (x[i] - middle) * y[i];
      squares += (x[i] - middle) * (x[i] - middle);
    }
    return products / squares;
  }
}
