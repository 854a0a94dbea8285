package dev.barrage.report;

import dev.barrage.measure.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How {@link Progress} looks: pure functions from progress to lines. */
final class ProgressView {
  /** Columns before what a line says. */
  private static final int MARGIN = 12;

  private static final int BAR_MIN = 10;
  private static final int BAR_MAX = 40;

  private ProgressView() {}

  /** Four lines to be redrawn in place, none wider than {@code width} columns. */
  static List<String> live(Progress progress, int width, Ink ink) {
    List<String> lines = new ArrayList<>();
    lines.add(barLine(progress, width, ink));
    lines.add(line("rate", rate(progress) + " · " + load(progress), width, ink));
    lines.add(line("latency", latency(progress), width, ink));
    lines.add(outcomeLine(progress, width, ink));
    return lines;
  }

  /** One line for a log, of at most {@link SummaryLines#WIDTH} columns. */
  static String logLine(Progress progress) {
    List<String> parts = new ArrayList<>();
    double elapsedS = Math.floor(Math.min(progress.elapsedS(), progress.totalS()));
    parts.add(Figures.seconds(elapsedS) + " of " + Figures.seconds(progress.totalS()));
    if (!progress.phase().equals("measure")) {
      parts.add(phase(progress));
    }
    parts.add(rate(progress));
    Progress.LatencyUs us = progress.latencyUs();
    if (!Double.isNaN(us.p50())) {
      parts.add("p50 " + Figures.us(us.p50()) + "  p99 " + Figures.us(us.p99()));
    }
    if (bad(progress) > 0) {
      parts.add(losses(progress));
    } else if (progress.ok() > 0) {
      parts.add(Figures.count(progress.ok()) + " ok");
    }
    return cut(String.join("  ", parts), SummaryLines.WIDTH);
  }

  private static long bad(Progress progress) {
    return progress.failed() + progress.dropped();
  }

  /** {@code 40 of 9,990 failed (timeout 37, reset 3)}. */
  private static String losses(Progress progress) {
    List<String> losses = new ArrayList<>();
    if (progress.dropped() > 0) {
      losses.add(Figures.count(progress.dropped()) + " dropped");
    }
    if (progress.failed() > 0) {
      String all = Figures.count(progress.ok() + progress.failed());
      losses.add(Figures.count(progress.failed()) + " of " + all + " failed" + kinds(progress));
    }
    return String.join(" · ", losses);
  }

  private static String barLine(Progress progress, int width, Ink ink) {
    double share = share(progress);
    String after = String.format("%4d%%  ", (int) (share * 100)) + timeLeft(progress);
    int room = width - MARGIN - after.length();
    if (room < BAR_MIN) {
      return line(phase(progress), after.strip(), width, ink);
    }
    int cells = Math.min(BAR_MAX, room);
    int full = (int) Math.floor(share * cells);
    String bar = ink.cyan("█".repeat(full)) + ink.dim("░".repeat(cells - full));
    return "  " + ink.bold(String.format("%-10s", phase(progress))) + bar + after;
  }

  private static String outcomeLine(Progress progress, int width, Ink ink) {
    String plain = cut(outcomes(progress), width - MARGIN);
    boolean bad = bad(progress) > 0;
    return "  " + ink.dim(String.format("%-10s", "outcomes")) + (bad ? ink.red(plain) : plain);
  }

  private static String line(String label, String text, int width, Ink ink) {
    return "  " + ink.dim(String.format("%-10s", label)) + cut(text, width - MARGIN);
  }

  private static String phase(Progress progress) {
    return switch (progress.phase()) {
      case "warmup" -> "warm-up";
      case "measure" -> "measuring";
      case "drain" -> "draining";
      default -> progress.phase();
    };
  }

  /** Nothing new is planned any more. */
  private static boolean isDraining(Progress progress) {
    return progress.phase().equals("drain");
  }

  private static double share(Progress progress) {
    return progress.totalS() <= 0
        ? 1
        : Math.clamp(progress.elapsedS() / progress.totalS(), 0.0, 1.0);
  }

  private static String timeLeft(Progress progress) {
    if (isDraining(progress)) {
      return Figures.count(progress.last().inFlight()) + " still in flight";
    }
    return Figures.seconds(Math.ceil(Math.max(0, progress.totalS() - progress.elapsedS())))
        + " left";
  }

  private static String rate(Progress progress) {
    double length = progress.last().lengthS();
    double done = progress.last().ok() + progress.last().failed();
    String rate = Figures.perSecond(length > 0 ? done / length : Double.NaN);
    return Double.isNaN(progress.plannedPerS()) || isDraining(progress)
        ? rate
        : rate + " of " + Figures.perSecond(progress.plannedPerS());
  }

  private static String load(Progress progress) {
    String inFlight = Figures.count(progress.last().inFlight()) + " in flight";
    boolean closed = Double.isNaN(progress.plannedPerS());
    return closed ? inFlight + " · " + Figures.count(progress.last().users(), "user") : inFlight;
  }

  private static String latency(Progress progress) {
    Progress.LatencyUs us = progress.latencyUs();
    if (Double.isNaN(us.p50())) {
      return "none measured yet";
    }
    return "p50 "
        + Figures.us(us.p50())
        + "  p90 "
        + Figures.us(us.p90())
        + "  p99 "
        + Figures.us(us.p99())
        + "  max "
        + Figures.us(us.max());
  }

  private static String outcomes(Progress progress) {
    String counts =
        Figures.count(progress.ok())
            + " ok · "
            + Figures.count(progress.failed())
            + " failed"
            + (progress.dropped() == 0
                ? ""
                : " · " + Figures.count(progress.dropped()) + " dropped");
    return counts + kinds(progress);
  }

  /** {@code " (timeout 37, reset 3)"}, or nothing. */
  private static String kinds(Progress progress) {
    String kinds =
        progress.failures().entrySet().stream()
            .filter(failure -> failure.getValue() > 0)
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .map(failure -> failure.getKey() + " " + Figures.count(failure.getValue()))
            .collect(Collectors.joining(", "));
    return kinds.isEmpty() ? "" : " (" + kinds + ")";
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
  }
}
