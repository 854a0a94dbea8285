package dev.barrage.engine.io;

import java.io.IOException;

class NioPollerTest extends PollerContract {
  @Override
  Poller open() throws IOException {
    return new NioPoller();
  }
}
