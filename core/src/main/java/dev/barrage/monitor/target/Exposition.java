package dev.barrage.monitor.target;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the Prometheus text format, version 0.0.4, and what OpenMetrics 1.0 has in common with it:
 * {@code name{label="value",…} value [timestamp]}, comments, and {@code # {…}} exemplars, which are
 * passed over.
 */
final class Exposition {
  private final String line;
  private int at;

  private Exposition(String line) {
    this.line = line;
  }

  record Sample(String name, Map<String, String> labels, double value) {}

  /**
   * All samples of a page.
   *
   * @throws IOException it is no such page: the first line that is wrong
   */
  static List<Sample> parse(String page) throws IOException {
    List<Sample> samples = new ArrayList<>();
    int number = 0;
    for (String line : page.lines().toList()) {
      number++;
      String stripped = line.strip();
      if (!stripped.isEmpty() && stripped.charAt(0) != '#') {
        try {
          samples.add(new Exposition(stripped).sample());
        } catch (IllegalArgumentException e) {
          throw new IOException(
              "it is not a Prometheus page: line %d is \"%s\""
                  .formatted(number, stripped.substring(0, Math.min(60, stripped.length()))),
              e);
        }
      }
    }
    if (samples.isEmpty()) {
      throw new IOException("it is not a Prometheus page, or an empty one: it holds no sample");
    }
    return samples;
  }

  private Sample sample() {
    String name = name();
    Map<String, String> labels = new HashMap<>();
    blanks();
    if (is('{')) {
      at++;
      labels(labels);
    }
    blanks();
    int end = at;
    while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
      end++;
    }
    return new Sample(name, labels, number(line.substring(at, end)));
  }

  private void labels(Map<String, String> labels) {
    for (blanks(); !is('}'); blanks()) {
      String label = name();
      blanks();
      need('=');
      blanks();
      need('"');
      labels.put(label, quoted());
      blanks();
      if (is(',')) {
        at++;
      }
    }
    at++;
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    while (!is('"')) {
      char c = next();
      if (c == '\\') {
        char escaped = next();
        value.append(escaped == 'n' ? '\n' : escaped);
      } else {
        value.append(c);
      }
    }
    at++;
    return value.toString();
  }

  private String name() {
    int from = at;
    while (at < line.length() && isNameChar(line.charAt(at))) {
      at++;
    }
    if (at == from || Character.isDigit(line.charAt(from))) {
      throw new IllegalArgumentException("no name");
    }
    return line.substring(from, at);
  }

  private static boolean isNameChar(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == ':';
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text); // NumberFormatException is an IllegalArgumentException
    };
  }

  private void blanks() {
    while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
      at++;
    }
  }

  private boolean is(char c) {
    if (at >= line.length()) {
      throw new IllegalArgumentException("the line ends too early");
    }
    return line.charAt(at) == c;
  }

  private void need(char c) {
    if (!is(c)) {
      throw new IllegalArgumentException("no " + c);
    }
    at++;
  }

  private char next() {
    if (at >= line.length()) {
      throw new IllegalArgumentException("the line ends too early");
    }
    return line.charAt(at++);
  }
}
