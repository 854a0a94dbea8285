package dev.barrage.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.engine.ScriptedServer;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import dev.barrage.report.HookResult;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A hook's request never reaches another server than the run does. */
@Timeout(30)
class HookReachTest {
  private static HookResult hook(String target, String address) throws InterruptedException {
    String yaml =
        ("target: {%s}\nbefore: [{get: '%s'}]\nusers: {u: {tasks: [{get: /}]}}\n"
                + "load: hold 1/s for 1s\n")
            .formatted(target, address);
    Plan plan = PlanReader.read("p", "p", yaml, Path.of(""), new PlanOverrides());
    return new HookRunner(plan).run("before", plan.hooks().before().getFirst());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unix socket: /tmp/none.sock | /x | unix socket",
        "connect to: '127.0.0.1:PORT:127.0.0.1:9' | /x | connect to",
        "resolve: '127.0.0.1:PORT:127.0.0.2' | http://127.0.0.1:PORT/x | resolve",
      })
  void isRefusedWhereTheRunTakesAnotherWay(String way, String address, String word)
      throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ScriptedServer.ok("hi"))) {
      String port = "" + server.port();
      String target = "url: 'http://127.0.0.1:%s', %s".formatted(port, way.replace("PORT", port));
      HookResult result = hook(target, address.replace("PORT", port));
      assertThat(result.ok()).isFalse();
      assertThat(result.message())
          .startsWith("cannot be sent: the run goes there by \"" + word + "\", which requests of");
      assertThat(server.requests.get()).isZero();
    }
  }

  @Test
  void goesWhereNothingLeadsElsewhere() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ScriptedServer.ok("hi"))) {
      String url = "http://127.0.0.1:" + server.port();
      assertThat(hook("url: " + url, "/x").ok()).isTrue();
      assertThat(hook("url: 'http://127.0.0.1:9', unix socket: /tmp/none.sock", url + "/x").ok())
          .isTrue();
    }
  }
}
