package dev.barrage.cli;

import dev.barrage.plan.User;
import dev.barrage.rehearsal.Dialogue;
import dev.barrage.rehearsal.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Dialogues for machines: a JSON object on a line; times in microseconds. */
final class DialogueJson {
  private DialogueJson() {}

  /** What a script threw. */
  static String line(User user, int task, String thrown) {
    Map<String, Object> tree = of(user, task);
    tree.put("outcome", "script_failed");
    tree.put("message", thrown);
    return JsonMapper.shared().writeValueAsString(tree) + "\n";
  }

  private static Map<String, Object> of(User user, int task) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("user", user.name());
    tree.put("task", task + 1);
    return tree;
  }

  static String line(User user, int task, Dialogue dialogue) {
    Map<String, Object> tree = of(user, task);
    tree.put("name", dialogue.name());
    dialogue.link().ifPresent(link -> tree.put("connection", link(link)));
    dialogue.request().ifPresent(request -> tree.put("request", message(request)));
    dialogue.response().ifPresent(response -> tree.put("response", message(response)));
    tree.put("retried", dialogue.retried());
    tree.put("outcome", dialogue.outcome().id());
    dialogue.problem().ifPresent(problem -> tree.put("message", problem));
    tree.put("wait_us", dialogue.timings().waitNs() / 1000);
    if (dialogue.timings().firstByteNs() >= 0) {
      tree.put("first_byte_us", dialogue.timings().firstByteNs() / 1000);
    }
    tree.put("total_us", dialogue.timings().totalNs() / 1000);
    tree.put("findings", dialogue.findings());
    return JsonMapper.shared().writeValueAsString(tree) + "\n";
  }

  private static Map<String, Object> link(Dialogue.Link link) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("address", link.address());
    tree.put("connect_us", link.connectNs() / 1000);
    link.security()
        .ifPresent(tls -> {
          tree.put("tls", tls.version());
          tree.put("cipher", tls.cipher());
          tree.put("certificate", tls.certificate());
          tree.put("tls_us", tls.handshakeNs() / 1000);
        });
    return tree;
  }

  private static Map<String, Object> message(Message message) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("start_line", message.startLine());
    tree.put("fields", message.fields());
    message.body().ifPresent(body -> tree.put("body", body));
    tree.put("body_bytes", message.bodyBytes());
    return tree;
  }
}
