package dev.barrage.testbed.agent;

import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** The latest tasks; the oldest give way to new ones. Safe for any thread. */
final class AgentTasks {
  static final int MAX_TASKS = 10_000;

  private final LinkedHashMap<String, AgentTask> tasks = new LinkedHashMap<>();

  synchronized void add(AgentTask task) {
    if (tasks.size() == MAX_TASKS) {
      tasks.remove(tasks.firstEntry().getKey());
    }
    tasks.put(task.id(), task);
  }

  synchronized @Nullable AgentTask find(String id) {
    return tasks.get(id);
  }
}
