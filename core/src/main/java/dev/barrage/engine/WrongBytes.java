package dev.barrage.engine;

import dev.barrage.engine.http1.RequestBytes;
import dev.barrage.plan.Fault;
import dev.barrage.plan.Request;
import dev.barrage.plan.Template;
import java.util.Arrays;
import java.util.Optional;

/** What a fault makes of a request's bytes; those that are about time leave them as they are. */
final class WrongBytes {
  private static final String FILLER = "X-Barrage-Fill: ";

  private final Optional<Fault> fault;

  WrongBytes(Request request) {
    this.fault = request.handling().fault();
  }

  /** What follows the path in the request line. */
  String behind(Template path) {
    if (is(Fault.Part.REQUEST_LINE)) {
      return " surplus HTTP/1.1";
    }
    if (is(Fault.Part.VERSION)) {
      return " HTTP/1.x";
    }
    int surplus = oversize(Fault.Place.PATH);
    String begin = path.source().contains("?") ? "&fill=" : "?fill=";
    return (surplus == 0 ? "" : begin + "a".repeat(Math.max(1, surplus - begin.length())))
        + " HTTP/1.1";
  }

  boolean hasHost() {
    return !is(Fault.Part.HOST);
  }

  /** Whether the body of the plan, or the lack of one, is told and sent. */
  boolean hasBody() {
    return !is(Fault.Part.CONTENT_LENGTH) && !is(Fault.Part.CHUNK);
  }

  /** Fields beyond those of the plan, behind them. */
  void fields(RequestBytes.Builder builder) {
    int surplus = oversize(Fault.Place.HEADER);
    if (surplus > 0) {
      builder.line(FILLER + "a".repeat(Math.max(1, surplus - FILLER.length())));
    } else if (is(Fault.Part.HEADER)) {
      builder.line("X-Barrage : a blank before the colon");
    } else if (is(Fault.Part.LINE_END)) {
      builder.line("X-Barrage: a carriage\rreturn");
    } else if (is(Fault.Part.CONTENT_LENGTH)) {
      builder.line("Content-Length: -1");
    } else if (is(Fault.Part.CHUNK)) {
      builder.line("Transfer-Encoding: chunked").line("").line("not-a-size");
    }
  }

  void body(RequestBytes.Builder builder) {
    int bytes = oversize(Fault.Place.BODY);
    if (bytes > 0) {
      byte[] filler = new byte[bytes];
      Arrays.fill(filler, (byte) 'a');
      builder.body(filler);
    }
  }

  private boolean is(Fault.Part part) {
    return fault.filter(f -> f instanceof Fault.Malformed(Fault.Part p) && p == part).isPresent();
  }

  /** Bytes of this part; 0: it is as it should be. */
  private int oversize(Fault.Place place) {
    return fault
        .map(f -> f instanceof Fault.Oversize(Fault.Place p, int bytes) && p == place ? bytes : 0)
        .orElse(0);
  }
}
