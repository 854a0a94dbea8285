package dev.barrage.engine.http1;

/** A part of a request that is another one for each user or each time. */
sealed interface Piece permits Slot, Basic, Cookies, Payload, Traceparent {
  void write(Values values, ByteOutput out);
}
