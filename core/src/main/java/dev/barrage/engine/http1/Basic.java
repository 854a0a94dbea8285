package dev.barrage.engine.http1;

import java.util.List;

/**
 * {@code user:password} in base 64 (RFC 4648 section 4), for basic authentication.
 *
 * @param pieces of the text: {@code byte[]} or {@link Piece}
 */
record Basic(List<Object> pieces) implements Piece {
  @Override
  public void write(Values values, ByteOutput out) {
    int from = out.length();
    RequestBytes.append(pieces, values, out);
    out.encodeBase64(from);
  }
}
