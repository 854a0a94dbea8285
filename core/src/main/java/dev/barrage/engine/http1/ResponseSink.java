package dev.barrage.engine.http1;

/** Hears of a response while it arrives. Arrays are the caller's: read them during the call. */
public interface ResponseSink {
  /**
   * A header field: name in {@code [nameFrom, nameEnd)}, value in {@code [valueFrom, valueEnd)}.
   */
  void header(byte[] b, int nameFrom, int nameEnd, int valueFrom, int valueEnd);

  /** A piece of the body, transfer coding removed. */
  void body(byte[] b, int from, int end);
}
