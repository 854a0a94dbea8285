package dev.barrage.testbed.agent;

import java.util.function.LongFunction;

/** What the agent wants sent, always with HTTP status 200. */
public sealed interface Reply {

  /** JSON now. */
  record Now(String json) implements Reply {}

  /** JSON after a delay: the caller waits for its task. */
  record Later(String json, long delayNs) implements Reply {}

  /**
   * Server-sent events, one per interval.
   *
   * @param event the text of event n, from 1 to {@code count}; called when it is due
   */
  record Stream(long count, long intervalNs, LongFunction<String> event) implements Reply {}
}
