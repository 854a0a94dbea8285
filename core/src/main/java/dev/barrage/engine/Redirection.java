package dev.barrage.engine;

import dev.barrage.engine.CompiledStep.Call;
import dev.barrage.engine.http1.ByteOutput;
import dev.barrage.engine.http1.Location;
import dev.barrage.engine.http1.RequestBytes;
import dev.barrage.engine.http1.Value;
import dev.barrage.engine.io.Block;
import org.jspecify.annotations.Nullable;

/**
 * How far a session has been redirected from one request of its plan. Made at its first redirect
 * and used again; the loop's thread only.
 */
final class Redirection {
  final Location location = new Location();

  /** Redirects of the request so far. */
  int count;

  boolean asGet;

  /** URL of the target that the first request went to. */
  int home;

  private @Nullable Call next;
  private int target;
  private final ByteOutput written = new ByteOutput(256);
  private final ByteOutput body = new ByteOutput(64);

  /** Where the redirect leads, seen from the request that it answers. */
  void resolve(Session session, RequestBytes request, Value path) {
    Block whole = request.whole();
    if (whole == null) {
      request.write(session, written, body); // as it was sent: nothing has changed since
    }
    location.resolve(whole == null ? written.block().bytes : whole.bytes, body);
    path.set(body.block().bytes, 0, body.length(), false);
  }

  void lead(Call request, int where) {
    next = request;
    target = where;
  }

  /** Nothing is to be followed, as far as is known. */
  void forgetNext() {
    next = null;
  }

  boolean isOn() {
    return next != null;
  }

  /** The session turns to the next request. */
  void follow(Session session) {
    session.call = next;
    session.target = target;
    next = null;
  }

  /** The request has come to its end: its session is where it was before. */
  void end(Session session) {
    if (count > 0) {
      session.target = home;
    }
    count = 0;
    asGet = false;
    next = null;
  }
}
