package dev.barrage.testbed.agent;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A task of the agent: works for a time and a number of polls, then is completed with an artifact
 * that echoes the message. Safe for any thread.
 */
final class AgentTask {
  /** Of the message, this much is kept; in UTF-16 units. */
  static final int MAX_TEXT = 1024;

  private enum State {
    TASK_STATE_SUBMITTED,
    TASK_STATE_WORKING,
    TASK_STATE_COMPLETED,
    TASK_STATE_CANCELED
  }

  private final String id;
  private final String contextId;
  private final String text;
  private final long doneNs;
  private int pollsLeft;
  private State state = State.TASK_STATE_SUBMITTED;

  /**
   * A task submitted now.
   *
   * @param workNs completed no earlier than after this time, …
   * @param polls … and after this many polls that said it is still working
   */
  AgentTask(String id, String contextId, String text, long workNs, int polls) {
    this.id = id;
    this.contextId = contextId;
    this.text = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    this.doneNs = System.nanoTime() + workNs;
    this.pollsLeft = polls;
  }

  String id() {
    return id;
  }

  /** As it is, without asking how the work goes on. */
  synchronized Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("contextId", contextId);
    json.put("status", status());
    if (state == State.TASK_STATE_COMPLETED) {
      json.put("artifacts", List.of(artifact()));
    }
    return json;
  }

  /** One who polls: the work may have come to its end. */
  synchronized Map<String, Object> poll() {
    if (!terminal()) {
      boolean done = pollsLeft == 0 && System.nanoTime() - doneNs >= 0;
      pollsLeft = Math.max(0, pollsLeft - 1);
      state = done ? State.TASK_STATE_COMPLETED : State.TASK_STATE_WORKING;
    }
    return json();
  }

  synchronized Map<String, Object> complete() {
    state = terminal() ? state : State.TASK_STATE_COMPLETED;
    return json();
  }

  /** False if it was over already. */
  synchronized boolean cancel() {
    boolean possible = !terminal();
    state = possible ? State.TASK_STATE_CANCELED : state;
    return possible;
  }

  private boolean terminal() {
    return state == State.TASK_STATE_COMPLETED || state == State.TASK_STATE_CANCELED;
  }

  /** The task, working, its artifact, completed; a task that is canceled says so to its end. */
  static final int STREAMED = 4;

  /** Event n of a stream, from 1 to {@link #STREAMED}, as the member of {@code StreamResponse}. */
  synchronized Map<String, Object> streamed(long n) {
    if (n == 1) {
      return Map.of("task", json());
    }
    if (n == STREAMED) {
      complete();
    } else if (!terminal()) {
      state = State.TASK_STATE_WORKING;
      if (n == STREAMED - 1) {
        return Map.of("artifactUpdate", update("artifact", artifact()));
      }
    }
    return Map.of("statusUpdate", update("status", status()));
  }

  private Map<String, Object> update(String what, Object value) {
    Map<String, Object> update = new LinkedHashMap<>();
    update.put("taskId", id);
    update.put("contextId", contextId);
    update.put(what, value);
    return update;
  }

  private Map<String, Object> status() {
    return Map.of("state", state.name(), "timestamp", Instant.now().toString());
  }

  private Map<String, Object> artifact() {
    Map<String, Object> part = Map.of("text", "You said: " + text);
    return Map.of("artifactId", id + "-1", "name", "answer", "parts", List.of(part));
  }
}
