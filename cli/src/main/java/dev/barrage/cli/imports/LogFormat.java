package dev.barrage.cli.imports;

import dev.barrage.cli.UsageException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an access log writes a request: literals and variables in turn, as nginx's {@code log_format}
 * has them. A variable reaches to the literal behind it, so a line is read in one pass.
 */
final class LogFormat {
  private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)\\}|(\\w+))");
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT);
  private static final long SECOND_US = 1_000_000;

  static final LogFormat COMBINED =
      new LogFormat(
          "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent"
              + " \"$http_referer\" \"$http_user_agent\"");

  /** Envoy's default; only its beginning matters. */
  static final LogFormat ENVOY =
      new LogFormat("[$start_time] \"$request\" $status $response_flags $bytes_received");

  /**
   * A logged request.
   *
   * @param atUs since the epoch
   * @param coarse whether the time is known to the second only
   * @param status 0: not logged
   */
  record Entry(long atUs, boolean coarse, String method, String uri, int status) {}

  private final String first;
  private final List<String> names = new ArrayList<>();
  private final List<String> literals = new ArrayList<>();

  /** The last time that was parsed: most lines repeat it. */
  private String lastTime = "";

  private long lastTimeUs;

  /**
   * @throws UsageException it lacks a time or a request, or two variables touch
   */
  LogFormat(String format) {
    Matcher matcher = VARIABLE.matcher(format);
    int at = 0;
    String before = format;
    while (matcher.find()) {
      String literal = format.substring(at, matcher.start());
      if (names.isEmpty()) {
        before = literal;
      } else {
        literals.add(literal);
        if (literal.isEmpty()) {
          throw new UsageException("--format: two variables touch before " + matcher.group());
        }
      }
      names.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
      at = matcher.end();
    }
    first = before;
    literals.add(format.substring(at));
    boolean time =
        List.of("time_local", "time_iso8601", "msec", "start_time").stream()
            .anyMatch(names::contains);
    boolean uri = names.contains("request_uri") || names.contains("uri");
    if (!time || !(names.contains("request") || (uri && names.contains("request_method")))) {
      throw new UsageException(
          "--format needs a time ($time_local, $time_iso8601 or $msec) and $request, or"
              + " $request_method and $request_uri");
    }
  }

  /** Combined or Envoy's, whichever reads the line; empty: neither. */
  static Optional<LogFormat> of(String line) {
    return List.of(COMBINED, ENVOY).stream()
        .filter(format -> format.read(line).isPresent())
        .findFirst();
  }

  /** Empty if the line is not of this format. */
  Optional<Entry> read(String line) {
    if (!line.startsWith(first)) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    int at = first.length();
    for (int i = 0; i < names.size(); i++) {
      String literal = literals.get(i);
      boolean last = i == names.size() - 1;
      // What comes after the last literal belongs to fields that nobody asked for.
      int end = last && literal.isEmpty() ? endOfWord(line, at) : line.indexOf(literal, at);
      if (end < 0) {
        return Optional.empty();
      }
      values.putIfAbsent(names.get(i), line.substring(at, end));
      at = end + literal.length();
    }
    return entry(values);
  }

  private static int endOfWord(String line, int from) {
    int blank = line.indexOf(' ', from);
    return blank < 0 ? line.length() : blank;
  }

  private Optional<Entry> entry(Map<String, String> values) {
    String[] request = request(values);
    String status = values.getOrDefault("status", "0");
    if (request.length < 2 || !status.matches("\\d{1,3}")) {
      return Optional.empty();
    }
    try {
      boolean fine = values.containsKey("msec") || values.containsKey("start_time");
      long atUs = fine ? fine(values) : coarse(values);
      String took = values.getOrDefault("request_time", "");
      if (took.matches("\\d{1,6}\\.\\d{1,3}")) {
        atUs -= micros(took); // nginx logs when a request ends
      }
      return Optional.of(new Entry(atUs, !fine, request[0], request[1], Integer.parseInt(status)));
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String[] request(Map<String, String> values) {
    String line = values.get("request");
    if (line != null) {
      return line.split(" ");
    }
    String uri = values.getOrDefault("request_uri", values.getOrDefault("uri", ""));
    return new String[] {values.getOrDefault("request_method", ""), uri};
  }

  private static long micros(String seconds) {
    if (seconds.length() > 20) {
      throw new NumberFormatException(seconds);
    }
    return new BigDecimal(seconds).movePointRight(6).toBigInteger().longValueExact();
  }

  private static long fine(Map<String, String> values) {
    String seconds = values.get("msec");
    if (seconds != null) {
      return micros(seconds);
    }
    Instant start = Instant.parse(values.getOrDefault("start_time", ""));
    return Math.addExact(
        Math.multiplyExact(start.getEpochSecond(), SECOND_US), start.getNano() / 1000);
  }

  private long coarse(Map<String, String> values) {
    String local = values.get("time_local");
    String time = local == null ? values.getOrDefault("time_iso8601", "") : local;
    if (!time.equals(lastTime)) {
      OffsetDateTime at =
          local == null ? OffsetDateTime.parse(time) : OffsetDateTime.parse(time, LOCAL);
      lastTimeUs = Math.multiplyExact(at.toEpochSecond(), SECOND_US);
      lastTime = time;
    }
    return lastTimeUs;
  }
}
