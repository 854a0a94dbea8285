package dev.barrage.engine.http1;

import dev.barrage.engine.schedule.Draw;
import dev.barrage.engine.schedule.SizeDraw;

/**
 * A piece of many bytes made beforehand, its size and its place drawn for each request.
 *
 * @param bytes longer than the largest size
 */
record Payload(byte[] bytes, SizeDraw sizes, Draw places) implements Piece {
  @Override
  public void write(Values values, ByteOutput out) {
    long n = values.draw();
    int size = sizes.bytes(n);
    int from = (int) places.between(n, 0, bytes.length - size);
    out.put(bytes, from, from + size);
  }
}
