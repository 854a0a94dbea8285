package dev.barrage.plan;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * IP addresses in the order in which they are taken in turn: {@code 127.0.0.2, 10.0.0.0/24,
 * 127.0.0.2..127.0.0.50}.
 *
 * <p>A block in CIDR notation (RFC 4632) holds all its addresses, the first and the last too.
 *
 * @param ranges in the order given; together at most {@link #MAX}
 */
public record AddressSet(List<Range> ranges) {
  /** As many as a block of 16 bits holds: each is kept ready as text. */
  public static final int MAX = 65_536;

  public static final AddressSet NONE = new AddressSet(List.of());

  private static final String EXAMPLE =
      "write an address, a block such as 10.0.0.0/24 or a range such as 127.0.0.2..127.0.0.50";

  /**
   * Neighbouring addresses.
   *
   * @param first of the same family as {@code last}, and not behind it
   */
  public record Range(InetAddress first, InetAddress last) {
    public Range {
      if (first.getAddress().length != last.getAddress().length) {
        throw new IllegalArgumentException("a range has two addresses of one family");
      }
      if (size(first.getAddress(), last.getAddress()) < 1) {
        throw new IllegalArgumentException("a range goes from a lower to a higher address");
      }
    }

    /** Addresses in it; {@link Integer#MAX_VALUE} stands for that many and more. */
    int size() {
      return (int) Math.min(Integer.MAX_VALUE, size(first.getAddress(), last.getAddress()));
    }

    /** Differences beyond 32 bits count as one of 32 bits. */
    private static long size(byte[] from, byte[] to) {
      long difference = 0;
      for (int i = 0; i < from.length; i++) {
        difference =
            Math.clamp(difference, -(1L << 40), 1L << 40) * 256 + (to[i] & 0xff) - (from[i] & 0xff);
      }
      return difference + 1;
    }

    private InetAddress at(int index) {
      byte[] bytes = first.getAddress();
      long carry = index;
      for (int i = bytes.length - 1; i >= 0 && carry > 0; i--) {
        carry += bytes[i] & 0xff;
        bytes[i] = (byte) carry;
        carry >>= 8;
      }
      return ofBytes(bytes);
    }

    String text() {
      String from = first.getHostAddress();
      return first.equals(last) ? from : from + ".." + last.getHostAddress();
    }
  }

  public AddressSet {
    ranges = List.copyOf(ranges);
    long size = ranges.stream().mapToLong(Range::size).sum();
    if (size > MAX) {
      throw new IllegalArgumentException(
          "there are more than " + MAX + " addresses; at most that many are allowed");
    }
  }

  /**
   * Reads addresses, blocks and ranges, separated by commas.
   *
   * @throws IllegalArgumentException with the text, what is wrong and an example
   */
  public static AddressSet parse(String text) {
    List<Range> ranges = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      ranges.add(range(part.strip()));
    }
    return new AddressSet(ranges);
  }

  private static Range range(String text) {
    int dots = text.indexOf("..");
    if (dots >= 0) {
      InetAddress first = address(text.substring(0, dots).strip());
      InetAddress last = address(text.substring(dots + 2).strip());
      try {
        return new Range(first, last);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(Quoted.of(text) + ": " + e.getMessage(), e);
      }
    }
    int slash = text.indexOf('/');
    if (slash < 0) {
      InetAddress only = address(text);
      return new Range(only, only);
    }
    return block(text, address(text.substring(0, slash)), text.substring(slash + 1));
  }

  private static Range block(String text, InetAddress address, String bitsText) {
    byte[] first = address.getAddress();
    byte[] last = first.clone();
    if (!bitsText.matches("\\d{1,3}") || Integer.parseInt(bitsText) > first.length * 8) {
      throw new IllegalArgumentException(
          Quoted.of(text) + ": a block ends in /0 to /" + first.length * 8);
    }
    for (int bit = Integer.parseInt(bitsText); bit < first.length * 8; bit++) {
      int mask = 0x80 >> (bit % 8);
      first[bit / 8] &= (byte) ~mask;
      last[bit / 8] |= (byte) mask;
    }
    return new Range(ofBytes(first), ofBytes(last));
  }

  /**
   * Reads one address, an IPv6 one with or without brackets.
   *
   * @throws IllegalArgumentException if it is not one; names are not looked up
   */
  public static InetAddress address(String text) {
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    String bare = bracketed ? text.substring(1, text.length() - 1) : text;
    boolean four = !bracketed && bare.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    boolean six = bare.indexOf(':') >= 0 && bare.matches("[0-9A-Fa-f:.]{2,45}");
    try {
      if (four || six) {
        return InetAddress.ofLiteral(bare);
      }
    } catch (IllegalArgumentException _) {
      // Told below, in the words of plans.
    }
    throw new IllegalArgumentException(Quoted.of(text) + " is not an IP address; " + EXAMPLE);
  }

  private static InetAddress ofBytes(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e); // only for a wrong length
    }
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** Every address, in order. */
  public List<InetAddress> all() {
    List<InetAddress> all = new ArrayList<>();
    for (Range range : ranges) {
      for (int i = 0; i < range.size(); i++) {
        all.add(range.at(i));
      }
    }
    return all;
  }

  /** Whether IPv4 and IPv6 addresses are in it. */
  public boolean isMixed() {
    return ranges.stream().map(range -> range.first() instanceof Inet4Address).distinct().count()
        > 1;
  }

  /** In the grammar of {@link #parse}, one text for each range. */
  List<String> texts() {
    return ranges.stream().map(Range::text).toList();
  }
}
