package dev.barrage.plan;

import dev.barrage.plan.Check.StatusRange;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a client does wrong with one request, on purpose: {@code malformed header}, {@code oversize
 * header 64KiB}, {@code slow body 10s}, {@code abort after 4KiB}.
 *
 * <p>Such a request has a connection of its own, which carries no other.
 */
public sealed interface Fault {
  /** As {@link FaultParser#parse} reads it. */
  String text();

  /** What a healthy gateway does: one of these statuses, or it closes the connection. */
  List<StatusRange> answers();

  /** How much longer than without it the request takes to be sent. */
  default Duration lasts() {
    return Duration.ZERO;
  }

  /** The request is not what HTTP/1.1 says it must be (RFC 9112). */
  record Malformed(Part part) implements Fault {
    @Override
    public String text() {
      return "malformed " + part.word();
    }

    /** 505 is a server's right answer to a version that it does not know (RFC 9110 15.6.6). */
    @Override
    public List<StatusRange> answers() {
      return part == Part.VERSION ? List.of(Ranges.REFUSED, Ranges.VERSION) : Ranges.REFUSALS;
    }
  }

  /** What is malformed. */
  enum Part {
    /** A word too many (RFC 9112 section 3). */
    REQUEST_LINE,
    /** A version that is no number (section 2.3). */
    VERSION,
    /** A blank between a field's name and its colon (section 5.1). */
    HEADER,
    /** No Host (section 3.2). */
    HOST,
    /** A field whose value holds a carriage return (section 2.2). */
    LINE_END,
    /** A length that is no number (section 6.3). */
    CONTENT_LENGTH,
    /** A chunk whose size is no number (section 7.1). */
    CHUNK;

    /** As plans write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Whether it stands in the way of a body. */
    boolean isFraming() {
      return this == CONTENT_LENGTH || this == CHUNK;
    }
  }

  /**
   * One part of the request is larger than servers take.
   *
   * @param bytes of the header field, of what is added to the path, or of the body
   */
  record Oversize(Place place, int bytes) implements Fault {
    /** Of any part: it is made once for each URL of the target. */
    static final int MAX_BYTES = 64 << 20;

    public Oversize {
      if (bytes < 1 || bytes > MAX_BYTES) {
        throw new IllegalArgumentException(
            "oversize is " + bytes + " B; must be from 1 to " + Numbers.formatSize(MAX_BYTES));
      }
    }

    @Override
    public String text() {
      return "oversize " + place.word() + " " + Numbers.formatSize(bytes);
    }

    @Override
    public List<StatusRange> answers() {
      return Ranges.REFUSALS;
    }
  }

  /** Where a request is too large. */
  enum Place {
    HEADER,
    PATH,
    BODY;

    /** As plans write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The header fields, or the body, come in small pieces, evenly over a time. */
  record Slow(Section section, Duration lasts) implements Fault {
    public Slow {
      if (lasts.isNegative() || lasts.isZero()) {
        throw new IllegalArgumentException("slow " + section.word() + " must last longer than 0");
      }
    }

    @Override
    public String text() {
      return "slow " + section.word() + " " + Durations.format(lasts);
    }

    /** A patient gateway may take it all; an impatient one refuses. */
    @Override
    public List<StatusRange> answers() {
      return List.of(Ranges.GOOD, Ranges.REFUSED);
    }
  }

  /** What is sent slowly. */
  enum Section {
    HEADERS,
    BODY;

    /** As plans write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The body ends too soon: behind so many bytes, and at the latest before its last one, the client
   * ends the connection.
   *
   * @param reset by a reset, upon which nothing can be heard of the target any more; else by an
   *     orderly end
   */
  record Abort(int afterBytes, boolean reset) implements Fault {
    public Abort {
      if (afterBytes < 0) {
        throw new IllegalArgumentException("nothing can be sent after " + afterBytes + " B");
      }
    }

    @Override
    public String text() {
      return (reset ? "reset" : "abort") + " after " + Numbers.formatSize(afterBytes);
    }

    @Override
    public List<StatusRange> answers() {
      return Ranges.REFUSALS;
    }
  }

  /** Whether it makes the request's body, so that the plan gives none. */
  default boolean makesBody() {
    return switch (this) {
      case Malformed malformed -> malformed.part.isFraming();
      case Oversize oversize -> oversize.place == Place.BODY;
      case Slow slow -> false;
      case Abort abort -> false;
    };
  }

  /** Whether it does something to a body, so that the plan gives one. */
  default boolean needsBody() {
    return switch (this) {
      case Malformed malformed -> false;
      case Oversize oversize -> false;
      case Slow slow -> slow.section == Section.BODY;
      case Abort abort -> true;
    };
  }

  /**
   * @throws IllegalArgumentException it cannot be done to a request with this body
   */
  default void check(Body body) {
    boolean given = !(body instanceof Body.None);
    if (given && makesBody()) {
      throw new IllegalArgumentException(text() + " sends a body of its own; leave the other out");
    }
    if (!given && needsBody()) {
      throw new IllegalArgumentException(
          text() + " needs a body to do it to; add one, e.g. payload: 100KB");
    }
  }

  /** Statuses that answers have in common. */
  final class Ranges {
    private static final StatusRange GOOD = new StatusRange(200, 399);
    private static final StatusRange REFUSED = new StatusRange(400, 499);
    private static final StatusRange VERSION = new StatusRange(505, 505);
    private static final List<StatusRange> REFUSALS = List.of(REFUSED);

    private Ranges() {}
  }
}
