package dev.barrage.engine.io;

import java.io.IOException;

/** Chooses the cheapest poller of this machine. */
public final class Pollers {
  private Pollers() {}

  /**
   * {@code epoll} on Linux (x86_64, aarch64), else a NIO selector; the system property {@code
   * barrage.poller=nio} asks for the latter.
   */
  public static Poller open() throws IOException {
    String arch = System.getProperty("os.arch");
    boolean linux = System.getProperty("os.name").equals("Linux");
    boolean known = arch.equals("amd64") || arch.equals("aarch64");
    boolean nio = "nio".equals(System.getProperty("barrage.poller"));
    return linux && known && !nio ? new EpollPoller() : new NioPoller();
  }
}
