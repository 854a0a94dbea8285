package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options that say how a target is reached, and the record that repeats the run. */
class RunReachTest {
  /** The verdict is not the point here, and a busy machine may have any. */
  private static final List<Integer> RAN =
      List.of(ExitCode.PASSED, ExitCode.FAILED, ExitCode.INVALID);

  @TempDir Path folder;

  @Test
  void optionsReachTheTargetAndTheRecordRepeatsThem() throws Exception {
    try (Target target = new Target()) {
      CommandLineRun run =
          CommandLineRun.of(
              "run",
              "http://gateway.invalid/x",
              "--connect-to=gateway.invalid:80:inside.invalid:" + target.port(),
              "--resolve=inside.invalid:" + target.port() + ":127.0.0.1",
              "--source-address=127.0.0.2..127.0.0.3",
              "--client-address=10.0.0.0/31",
              "--forwarded-for",
              "--header=Host: api.test",
              "--header=X-Me: ${client.ip}",
              "-u2",
              "-t1s",
              "--warmup=0s",
              "-o" + folder.resolve("r"));
      assertThat(run.exitCode()).as(run.err()).isIn(RAN);
      assertThat(target.received())
          .allMatch(request -> request.head().contains("Host: api.test\r\n"))
          .anyMatch(request -> presents(request, "10.0.0.0"))
          .anyMatch(request -> presents(request, "10.0.0.1"))
          .allMatch(request -> presents(request, "10.0.0.0") || presents(request, "10.0.0.1"));
      int first = target.count();
      Path plan = folder.resolve("r/plan.yaml");
      CommandLineRun again = CommandLineRun.of("run", plan.toString(), "-o" + folder.resolve("s"));
      assertThat(again.exitCode()).as(again.err()).isIn(RAN);
      assertThat(target.count()).isGreaterThan(first);
      assertThat(folder.resolve("s/plan.yaml")).hasContent(Files.readString(plan));
    }
  }

  private static boolean presents(Target.Received request, String address) {
    return request.head().contains("X-Forwarded-For: " + address + "\r\n")
        && request.head().contains("X-Me: " + address + "\r\n");
  }
}
