package dev.barrage.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealServerTest {
  @TempDir Path folder;

  @Test
  void tellsWhatAServerThatEndedHadToSay() throws IOException {
    int port = RealServer.freePort();
    assertThatThrownBy(() -> RealServer.start(folder, port, "sh", "-c", "echo no such option"))
        .isInstanceOf(IOException.class)
        .hasMessage("sh does not listen: no such option\n");
  }
}
