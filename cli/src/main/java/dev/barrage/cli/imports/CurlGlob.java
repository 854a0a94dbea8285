package dev.barrage.cli.imports;

import dev.barrage.cli.UsageException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The URLs that curl makes of one: <code>{a,b}</code> is each of these, {@code [1-10:2]}, {@code
 * [001-100]} and {@code [a-f]} are ranges, the last one of a URL varying fastest; a backslash
 * before one of these signs takes it as it stands; an IPv6 address and {@code []} stand as they
 * are.
 */
final class CurlGlob {
  private static final int MAX_URLS = 1_000;
  private static final int MAX_CHARS = 1 << 20;
  private static final Pattern LITERAL =
      Pattern.compile("\\[(?:]|(?=(?:[^\\]]*:){2})[0-9A-Fa-f:.]+])");
  private static final Pattern SET = Pattern.compile("\\{((?:[^{}\\[\\]\\\\]|\\\\.)+)}");
  private static final Pattern RANGE =
      Pattern.compile(
          "\\[(?:(\\d{1,18})-(\\d{1,18})|([a-z])-([a-z])|([A-Z])-([A-Z]))(?::(\\d{1,18}))?]");
  private static final Pattern ESCAPED = Pattern.compile("\\\\[\\[\\]{}]");

  private final String url;
  private int at;

  private CurlGlob(String url) {
    this.url = url;
  }

  /**
   * @throws UsageException curl would refuse it, or it stands for too many
   */
  static List<String> urls(String url) {
    return new CurlGlob(url).expanded();
  }

  private List<String> expanded() {
    List<String> made = List.of("");
    while (at < url.length()) {
      List<String> next = next();
      if ((long) made.size() * next.size() > MAX_URLS
          || (long) made.size() * next.size() * url.length() > MAX_CHARS) {
        throw refused("stands for more than " + MAX_URLS + " URLs");
      }
      made = made.stream().flatMap(head -> next.stream().map(tail -> head + tail)).toList();
    }
    return made;
  }

  /** What may stand at this place. */
  private List<String> next() {
    Matcher literal = at(LITERAL);
    if (literal != null) {
      return List.of(literal.group());
    }
    Matcher escaped = at(ESCAPED);
    if (escaped != null) {
      return List.of(escaped.group().substring(1));
    }
    return switch (url.charAt(at)) {
      case '{' -> set();
      case '[' -> range();
      case '}', ']' -> throw refused("closes at " + (at + 1) + " what is not open");
      default -> List.of(plain());
    };
  }

  private String plain() {
    int from = at++;
    while (at < url.length() && "[]{}\\".indexOf(url.charAt(at)) < 0) {
      at++;
    }
    return url.substring(from, at);
  }

  private List<String> set() {
    Matcher set = at(SET);
    if (set == null) {
      throw refused("has a set at " + (at + 1) + " that is not {a,b}");
    }
    return Stream.of(set.group(1).split("(?<!\\\\),", -1))
        .map(one -> one.replaceAll("\\\\(.)", "$1"))
        .toList();
  }

  private List<String> range() {
    int begin = at;
    Matcher range = at(RANGE);
    if (range == null) {
      throw badRange(begin);
    }
    String low = first(range, 1, 3, 5);
    long from = value(low);
    long to = value(first(range, 2, 4, 6));
    long step = range.group(7) == null ? 1 : Long.parseLong(range.group(7));
    boolean fits = from == to ? step == 1 : from < to && step > 0 && step <= to - from;
    if (!fits) {
      throw badRange(begin);
    }
    if ((to - from) / step >= MAX_URLS) {
      throw refused("stands for more than " + MAX_URLS + " URLs");
    }
    String format = low.startsWith("0") ? "%0" + low.length() + "d" : "%d";
    boolean letters = range.group(1) == null;
    return LongStream.iterate(from, n -> n <= to, n -> n + step)
        .mapToObj(n -> letters ? String.valueOf((char) n) : format.formatted(n))
        .toList();
  }

  /** What matches at this place, which is passed then; null: nothing. */
  private @Nullable Matcher at(Pattern pattern) {
    Matcher matcher = pattern.matcher(url).region(at, url.length());
    if (!matcher.lookingAt()) {
      return null;
    }
    at = matcher.end();
    return matcher;
  }

  private static String first(Matcher matcher, int... groups) {
    for (int group : groups) {
      if (matcher.group(group) != null) {
        return matcher.group(group);
      }
    }
    throw new IllegalStateException(matcher.pattern().pattern());
  }

  private static long value(String text) {
    return Character.isDigit(text.charAt(0)) ? Long.parseLong(text) : text.charAt(0);
  }

  private UsageException badRange(int begin) {
    return refused("has a range at " + (begin + 1) + " that is not [1-3], [1-9:2] or [a-c]");
  }

  private UsageException refused(String what) {
    return new UsageException(
        ("the URL \"" + Address.shortened(url) + "\" " + what)
            + "; for brackets and braces as they stand, write -g (--globoff)");
  }
}
