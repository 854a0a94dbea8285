package dev.barrage.engine.http1;

/**
 * The {@code Cookie} field of a request, written behind all others; nothing if the jar has none for
 * it.
 *
 * @param origin where the request goes
 * @param sends false: the plan gives the field itself, and the jar only takes cookies in
 */
record Cookies(CookieJar.Origin origin, boolean sends) implements Piece {
  @Override
  public void write(Values values, ByteOutput out) {
    CookieJar jar = values.cookies();
    jar.begin(origin, out);
    if (sends) {
      jar.write(out);
    }
  }
}
