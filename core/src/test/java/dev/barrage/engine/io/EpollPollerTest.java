package dev.barrage.engine.io;

import java.io.IOException;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class EpollPollerTest extends PollerContract {
  @Override
  Poller open() throws IOException {
    return new EpollPoller();
  }
}
