package dev.barrage.testbed.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Memory is bounded whatever comes. */
class AgentTasksTest {

  @Test
  void theOldestTasksGiveWay() {
    AgentTasks tasks = new AgentTasks();
    for (int i = 0; i <= AgentTasks.MAX_TASKS; i++) {
      tasks.add(new AgentTask("t" + i, "c", "x".repeat(2000), 0, 0));
    }

    assertThat(tasks.find("t0")).isNull();
    assertThat(tasks.find("t1")).isNotNull();
    assertThat(tasks.find("t1").complete().toString())
        .contains("x".repeat(AgentTask.MAX_TEXT))
        .doesNotContain("x".repeat(AgentTask.MAX_TEXT + 1));
  }

  @Test
  void theOldestAgentsGiveWay() {
    Registry registry = new Registry();
    JsonNode card = JsonMapper.shared().readTree("{\"name\":\"a\"}");
    for (int i = 0; i <= Registry.MAX_AGENTS; i++) {
      registry.register(card);
    }

    assertThat(registry.find("agent-1")).isNull();
    assertThat(registry.find("agent-2")).isNotNull();
    assertThat(registry.list("http://h", 1, 1)).containsEntry("total", Registry.MAX_AGENTS + 1);
  }

  @Test
  void aStreamOfACanceledTaskSaysSo() {
    AgentTask task = new AgentTask("t", "c", "x", 0, 0);
    task.streamed(1);
    task.cancel();

    assertThat(task.streamed(3).toString()).contains("TASK_STATE_CANCELED");
    assertThat(task.streamed(4).toString()).contains("TASK_STATE_CANCELED");
  }
}
