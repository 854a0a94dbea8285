package dev.barrage.engine.http1;

import java.nio.charset.StandardCharsets;

/**
 * The trace that a request begins (W3C Trace Context, Recommendation of 2021, section 3.2): a trace
 * id of 128 bits and a parent id of 64, sampled.
 *
 * <p>Set again for each request; allocates nothing but in {@link #text}. One thread.
 */
public final class TraceContext {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] VERSION = {'0', '0', '-'};
  private static final byte[] SAMPLED = {'-', '0', '1'};

  private long traceHigh;
  private long traceLow;
  private long parent;

  /** Parent ids of zero are invalid and become 1, as does a trace id that would be zero. */
  public void set(long high, long low, long parentId) {
    traceHigh = high;
    traceLow = high == 0 && low == 0 ? 1 : low;
    parent = parentId == 0 ? 1 : parentId;
  }

  /** No trace. */
  public void clear() {
    parent = 0;
  }

  public boolean isPresent() {
    return parent != 0;
  }

  public void copy(TraceContext other) {
    traceHigh = other.traceHigh;
    traceLow = other.traceLow;
    parent = other.parent;
  }

  /** Writes {@code 00-<trace id>-<parent id>-01}. */
  void write(ByteOutput out) {
    out.put(VERSION);
    hex(traceHigh, out);
    hex(traceLow, out);
    out.put((byte) '-');
    hex(parent, out);
    out.put(SAMPLED);
  }

  private static void hex(long value, ByteOutput out) {
    for (int shift = 60; shift >= 0; shift -= 4) {
      out.put(HEX[(int) (value >>> shift) & 15]);
    }
  }

  /** What {@link #write} writes. */
  public String text() {
    ByteOutput out = new ByteOutput(64);
    write(out);
    return new String(out.block().bytes, 0, out.length(), StandardCharsets.US_ASCII);
  }
}
