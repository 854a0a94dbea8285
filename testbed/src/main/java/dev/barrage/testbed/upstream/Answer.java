package dev.barrage.testbed.upstream;

import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** What an endpoint wants done. */
sealed interface Answer {

  /** Answer now. */
  record Now(Response response) implements Answer {}

  /** Answer after a delay counted from the receipt of the request. */
  record Later(Response response, long delayNs) implements Answer {}

  /**
   * Stream {@code count} server-sent events (0: until the client goes), one per interval.
   *
   * @param event the text of event n, from 1; called when it is due
   */
  record Events(long count, long intervalNs, LongFunction<String> event) implements Answer {}

  /** Switch to WebSocket frames, confirming the client's key. */
  record Upgrade(String accept) implements Answer {}

  /** Close with RST. */
  record Reset() implements Answer {}

  /** Send bytes that break HTTP, then close. */
  record Broken(MalformedAnswer kind) implements Answer {}

  /** Close the sending side, after {@code response} if there is one, and keep reading. */
  record HalfClose(@Nullable Response response) implements Answer {}
}
