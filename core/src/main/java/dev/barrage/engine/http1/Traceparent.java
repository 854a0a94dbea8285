package dev.barrage.engine.http1;

/** The value of a {@code traceparent} field: another one for each request. */
record Traceparent() implements Piece {
  @Override
  public void write(Values values, ByteOutput out) {
    values.trace().write(out);
  }
}
