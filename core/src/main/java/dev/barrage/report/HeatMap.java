package dev.barrage.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Latency over time as a grid: how many requests ended at that time after that long. One SVG path
 * for each of nine shades, which the style sheet colours.
 */
final class HeatMap {
  private static final int MAX_COLUMNS = 240;
  private static final int MAX_ROWS = 60;
  private static final int SHADES = 9;

  private final double columnS;
  private final List<long[]> columns;
  private final int firstBin;
  private final int binsPerRow;
  private final int rows;

  private HeatMap(double columnS, List<long[]> columns, int firstBin, int lastBin) {
    this.columnS = columnS;
    this.columns = columns;
    int bins = lastBin - firstBin + 1;
    this.binsPerRow = (bins + MAX_ROWS - 1) / MAX_ROWS;
    this.firstBin = firstBin;
    this.rows = (bins + binsPerRow - 1) / binsPerRow;
  }

  /** The figure; empty text if the log holds no request. */
  static String html(LatencyLog log, double totalS, List<Chart.Band> bands) {
    int perColumn = Math.max(1, (log.columns().size() + MAX_COLUMNS - 1) / MAX_COLUMNS);
    List<long[]> columns = merge(log.columns(), perColumn);
    int first = Integer.MAX_VALUE;
    int last = -1;
    for (long[] bins : columns) {
      for (int i = 0; i < bins.length; i++) {
        if (bins[i] > 0) {
          first = Math.min(first, i);
          last = Math.max(last, i);
        }
      }
    }
    if (last < 0) {
      return "";
    }
    // A little room above and below, so that a narrow distribution does not fill the picture.
    int room = Math.max(1, (12 - (last - first)) / 2);
    first = Math.max(0, first - room);
    last = Math.min(columns.getFirst().length - 1, last + room);
    return new HeatMap(log.columnS() * perColumn, columns, first, last).figure(totalS, bands);
  }

  private static List<long[]> merge(List<LatencyLog.Column> columns, int perColumn) {
    List<long[]> merged = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (i % perColumn == 0) {
        merged.add(new long[columns.get(i).bins().length]);
      }
      long[] into = merged.getLast();
      long[] bins = columns.get(i).bins();
      for (int bin = 0; bin < into.length; bin++) {
        into[bin] += bins[bin];
      }
    }
    return merged;
  }

  private String figure(double totalS, List<Chart.Band> bands) {
    Axis x = Axis.time(totalS);
    double lowUs = LatencyLog.binStartUs(firstBin);
    double highUs = LatencyLog.binStartUs(firstBin + rows * binsPerRow);
    Axis y = new Axis(Axis.Scale.LOG, lowUs, highUs, ticks(lowUs, highUs));
    long most = 1;
    for (long[] bins : columns) {
      for (int row = 0; row < rows; row++) {
        most = Math.max(most, cell(bins, row));
      }
    }
    return Chart.frame(
        "heat-map",
        "Latency heat map",
        "Each cell counts the requests that ended within "
            + Figures.seconds(columnS)
            + ", by latency (log scale)",
        legend(most),
        x,
        y,
        cells(most, totalS) + warmupEnds(x, bands),
        "",
        "");
  }

  private static List<Axis.Tick> ticks(double lowUs, double highUs) {
    return Axis.log(lowUs, highUs, Figures::roundUs).ticks().stream()
        .filter(tick -> tick.value() >= lowUs && tick.value() <= highUs)
        .toList();
  }

  private String cells(long most, double totalS) {
    StringBuilder[] shades = new StringBuilder[SHADES];
    Arrays.setAll(shades, _ -> new StringBuilder());
    double width = columnS / totalS * Chart.WIDTH;
    double height = (double) Chart.HEIGHT / rows;
    for (int column = 0; column < columns.size(); column++) {
      double left = column * width;
      double wide = Math.min(width, Chart.WIDTH - left);
      for (int row = 0; row < rows && wide > 0; row++) {
        long count = cell(columns.get(column), row);
        if (count > 0) {
          shades[shade(count, most)]
              .append('M' + Chart.round(left) + ' ' + Chart.round(Chart.HEIGHT - row * height))
              .append('v' + Chart.round(-height) + 'h' + Chart.round(wide))
              .append('v' + Chart.round(height) + 'z');
        }
      }
    }
    StringBuilder paths = new StringBuilder();
    for (int i = 0; i < SHADES; i++) {
      if (!shades[i].isEmpty()) {
        paths.append("<path class=\"h" + (i + 1) + "\" d=\"").append(shades[i]).append("\"/>");
      }
    }
    return paths.toString();
  }

  private static String warmupEnds(Axis x, List<Chart.Band> bands) {
    StringBuilder lines = new StringBuilder();
    for (Chart.Band band : bands) {
      double edge = band.from() == 0 ? band.to() : band.from();
      lines.append("<path class=\"edge\" d=\"M" + Chart.across(x, edge) + " 0V" + Chart.HEIGHT);
      lines.append("\"><title>" + Html.escape(band.label()) + "</title></path>");
    }
    return lines.toString();
  }

  private static String legend(long most) {
    StringBuilder legend = new StringBuilder("<span class=\"legend\"><span>1 ");
    for (int i = 1; i <= SHADES; i++) {
      legend.append("<i class=\"cell h" + i + "\"></i>");
    }
    return legend.append(" " + Figures.count(most, "request") + "</span></span>").toString();
  }

  /** Not in proportion: single slow requests must be seen beside thousands of fast ones. */
  private static int shade(long count, long most) {
    double share = Math.pow((double) count / most, 0.4);
    return Math.clamp((int) Math.floor(share * SHADES), 0, SHADES - 1);
  }

  private long cell(long[] bins, int row) {
    long count = 0;
    for (int i = 0; i < binsPerRow; i++) {
      int bin = firstBin + row * binsPerRow + i;
      count += bin < bins.length ? bins[bin] : 0;
    }
    return count;
  }
}
