package dev.barrage.engine.http1;

import java.nio.charset.StandardCharsets;

/**
 * The reference in a {@code Location} field, and what it comes to for the request that it answers
 * (RFC 9110 section 10.2.2, RFC 3986 section 5.2). Fragments are not sent and so left out; bytes
 * that no URI has are percent-encoded. Used again and again without allocation. One thread.
 */
public final class Location {
  private static final int SHOWN_CHARS = 100;
  private static final int ABSENT = -1;
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final String NOT_IN_URIS = "\"<>\\^`{|}";

  private byte[] b = Ascii.NONE;
  private int from;
  private int schemeEnd;
  private int authorityFrom;
  private int authorityEnd;
  private int pathFrom;
  private int pathEnd;
  private int end;

  /** Takes a reference apart; the array is not to be changed before it is resolved. */
  public void read(byte[] bytes, int start, int stop) {
    b = bytes;
    from = start;
    end = indexOf('#', start, stop);
    schemeEnd = schemeEnd();
    int at = schemeEnd == ABSENT ? from : schemeEnd + 1;
    authorityFrom = ABSENT;
    authorityEnd = ABSENT;
    if (end - at >= 2 && b[at] == '/' && b[at + 1] == '/') {
      authorityFrom = at + 2;
      authorityEnd = Math.min(indexOf('/', at + 2, end), indexOf('?', at + 2, end));
      at = authorityEnd;
    }
    pathFrom = at;
    pathEnd = indexOf('?', at, end);
  }

  private int indexOf(char c, int start, int stop) {
    int at = start;
    while (at < stop && b[at] != c) {
      at++;
    }
    return at;
  }

  /** Index of the colon behind a scheme (RFC 3986 section 3.1), or {@link #ABSENT}. */
  private int schemeEnd() {
    for (int i = from; i < end; i++) {
      byte c = b[i];
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
      if (c == ':') {
        return i > from ? i : ABSENT;
      }
      if (!letter && !(other && i > from)) {
        return ABSENT;
      }
    }
    return ABSENT;
  }

  /** Whether it names neither scheme nor host: it stays where the request went. */
  public boolean isRelative() {
    return schemeEnd == ABSENT && authorityFrom == ABSENT;
  }

  /**
   * Whether it leads to this host.
   *
   * @param scheme in lower case
   * @param authority in lower case
   * @param base the scheme of the request, for a reference without one
   */
  public boolean leadsTo(byte[] scheme, byte[] authority, byte[] base) {
    boolean same =
        schemeEnd == ABSENT
            ? java.util.Arrays.equals(scheme, base)
            : Ascii.equalsIgnoreCase(b, from, schemeEnd, scheme);
    return same
        && authorityFrom != ABSENT
        && Ascii.equalsIgnoreCase(b, authorityFrom, authorityEnd, authority);
  }

  /** Scheme and host for a message, printable, bounded and without a password. */
  public String origin() {
    int start = schemeEnd == ABSENT ? authorityFrom : from;
    int stop = authorityFrom == ABSENT ? schemeEnd + 1 : authorityEnd;
    return printable(start, stop).replaceFirst("//[^@]*@", "//");
  }

  private String printable(int start, int stop) {
    int cut = Math.min(stop, start + SHOWN_CHARS);
    String text = new String(b, start, cut - start, StandardCharsets.ISO_8859_1);
    return text.replaceAll("[^\\x21-\\x7e]", "?");
  }

  /**
   * Writes the path and query to ask for.
   *
   * @param request begins with the line of the request that was answered
   * @param out is overwritten
   */
  public void resolve(byte[] request, ByteOutput out) {
    int start = 0;
    while (request[start] != ' ') {
      start++;
    }
    int stop = ++start;
    while (request[stop] != ' ') {
      stop++;
    }
    resolve(request, start, stop, out);
  }

  /**
   * @param base holds the path and query of the request that was answered
   */
  void resolve(byte[] base, int start, int stop, ByteOutput out) {
    out.clear();
    int basePathEnd = start;
    while (basePathEnd < stop && base[basePathEnd] != '?') {
      basePathEnd++;
    }
    boolean empty = pathFrom == pathEnd;
    if (authorityFrom == ABSENT && empty) {
      out.put(base, start, pathEnd < end ? basePathEnd : stop);
    } else {
      path(base, start, basePathEnd, out);
    }
    encode(pathEnd, end, out);
  }

  private void path(byte[] base, int start, int stop, ByteOutput out) {
    if (authorityFrom == ABSENT && b[pathFrom] != '/') {
      int last = stop;
      while (last > start && base[last - 1] != '/') {
        last--;
      }
      out.put(base, start, last);
    }
    encode(pathFrom, pathEnd, out);
    out.cut(withoutDots(out.block().bytes, out.length()));
    if (out.length() == 0) {
      out.put((byte) '/');
    }
  }

  /** RFC 3986 section 5.2.4, in place; returns the new length. The path begins with a slash. */
  private static int withoutDots(byte[] b, int length) {
    int to = 0;
    for (int at = 0, next; at < length; at = next) {
      next = at + 1;
      while (next < length && b[next] != '/') {
        next++;
      }
      boolean dot = next - at == 2 && b[at + 1] == '.';
      boolean dots = next - at == 3 && b[at + 1] == '.' && b[at + 2] == '.';
      if (dots) {
        do {
          to = Math.max(0, to - 1);
        } while (to > 0 && b[to] != '/');
      } else if (!dot) {
        System.arraycopy(b, at, b, to, next - at);
        to += next - at;
      }
      if ((dot || dots) && next == length) {
        b[to++] = '/';
      }
    }
    return to;
  }

  private void encode(int start, int stop, ByteOutput out) {
    for (int i = start; i < stop; i++) {
      byte c = b[i];
      if (c > ' ' && c < 0x7f && NOT_IN_URIS.indexOf(c) < 0) {
        out.put(c);
      } else {
        out.put((byte) '%');
        out.put(HEX[(c >> 4) & 15]);
        out.put(HEX[c & 15]);
      }
    }
  }
}
