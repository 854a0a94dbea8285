package dev.barrage.report;

import dev.barrage.measure.Summary;
import dev.barrage.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The lines of a run's summary as they are written: labels, rows, wrapping. */
final class SummaryLines {
  /** Columns: what a terminal has unless somebody made it wider. */
  static final int WIDTH = 80;

  /** Of what was measured, after the beginning of an objective; further left if it is long. */
  private static final int MEASURED_COLUMN = 50;

  private final List<String> lines = new ArrayList<>();
  final Ink ink;

  SummaryLines(Ink ink) {
    this.ink = ink;
  }

  void add(String line) {
    lines.add(line);
  }

  void blank() {
    lines.add("");
  }

  /** A label and what it says, on as many lines as it takes. */
  void entry(String label, String text) {
    for (String part : Printable.wrap(text, WIDTH - 15)) {
      String head = String.format("%-13s", label);
      lines.add("  " + (label.isEmpty() ? head : ink.bold(head)) + part);
      label = "";
    }
  }

  /** A paragraph of its own, if there is anything to tell. */
  void told(String label, List<String> sentences) {
    if (sentences.isEmpty()) {
      return;
    }
    blank();
    entry(label, sentences.getFirst());
    sentences.stream().skip(1).forEach(sentence -> entry("", sentence));
  }

  /** An objective on as many lines as it takes, and what was measured: beside it or below. */
  void judged(Verdict verdict, String text, String measured) {
    String head = "  " + ink.verdict(verdict) + " ".repeat(13 - verdict.name().length());
    int room = WIDTH - 15 - measured.length();
    String last = "";
    for (String part : Printable.wrap(Printable.line(text, 400), WIDTH - 15)) {
      if (!last.isEmpty()) {
        lines.add(head + last);
        head = " ".repeat(15);
      }
      last = Printable.line(part, WIDTH - 15);
    }
    if (last.length() + 2 > room) {
      lines.add(head + last);
      head = " ".repeat(15);
      last = "";
    }
    int column = Math.max(last.length() + 2, Math.min(MEASURED_COLUMN, room));
    lines.add(head + last + " ".repeat(column - last.length()) + measured);
  }

  static String row(String label, String... cells) {
    return row(String.format("  %-12s", label), 9, cells);
  }

  /** As {@link #row}, with room for the name of a request or a group. */
  static String named(String name, String... cells) {
    return row(String.format("  %-30s", Printable.line(name, 30)), 9, cells);
  }

  private static String row(String head, int width, String... cells) {
    StringBuilder row = new StringBuilder(head);
    for (String cell : cells) {
      row.append(" ".repeat(Math.max(1, width - cell.length()))).append(cell);
    }
    return row.toString();
  }

  static String at(Histogram ns, double percent) {
    return at(Summary.of(ns), percent);
  }

  /** A percentile as {@code run.json} has it. */
  static String at(Summary summary, double percent) {
    for (int i = 0; i < summary.percentiles().length; i++) {
      if (Summary.percent(i) == percent) {
        return Figures.us(summary.percentiles()[i]);
      }
    }
    throw new IllegalArgumentException("records have no p" + percent);
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
