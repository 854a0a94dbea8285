package dev.barrage.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A server of another maker, as a process on loopback that a test began and ends.
 *
 * <pre>{@code
 * int port = RealServer.freePort();
 * RealServer.nginx(folder, port, "server { listen 127.0.0.1:" + port + "; }");
 * }</pre>
 *
 * <p>A program that is missing skips the test, see {@link RealComponent}.
 */
public final class RealServer implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofSeconds(10);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private final Process process;

  private RealServer(Process process) {
    this.process = process;
  }

  /** A port of loopback on which nobody listened a moment ago. */
  public static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /**
   * Begins a server and waits until it takes connections.
   *
   * @param folder takes its log, {@code <program>.log}
   * @param port the one of those it listens on that is tried
   * @param words after the program's name
   * @throws IOException it ended, or takes none in 10 s; with what it had to say
   */
  public static RealServer start(Path folder, int port, String program, String... words)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(RealComponent.require(program).toString()));
    command.addAll(List.of(words));
    Path log = folder.resolve(program + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    RealServer server = new RealServer(process);
    long deadlineNs = System.nanoTime() + READY_WITHIN.toNanos();
    while (!connects(port)) {
      if (!process.isAlive() || System.nanoTime() - deadlineNs > 0) {
        server.close();
        throw new IOException(program + " does not listen: " + Files.readString(log));
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
    return server;
  }

  /**
   * Begins nginx with all of its files in a folder.
   *
   * @param http what its block {@code http} holds
   */
  public static RealServer nginx(Path folder, int port, String http) throws IOException {
    String configuration =
        """
        daemon off;
        master_process off;
        pid nginx.pid;
        error_log error.log;
        user root;
        events {}
        http {
          client_body_temp_path body; proxy_temp_path p; fastcgi_temp_path f;
          uwsgi_temp_path u; scgi_temp_path s;
          %s
        }
        """
            .formatted(http);
    Path file = Files.writeString(folder.resolve("nginx.conf"), configuration);
    return start(folder, port, "nginx", "-c", file.toString(), "-p", folder.toString());
  }

  private static boolean connects(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends it and waits for its end, so that its logs are whole. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(READY_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
