package dev.barrage.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A page of metrics as a process has it that takes 5 MB more each second. */
final class LeakingProcess implements AutoCloseable {
  private final HttpServer server;
  private final long startNs = System.nanoTime();

  LeakingProcess() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          double seconds = (System.nanoTime() - startNs) / 1e9;
          long bytes = Math.round(100e6 + 5e6 * seconds);
          byte[] page =
              ("process_resident_memory_bytes " + bytes + "\n").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
  }

  /** The part of a plan that watches it as {@code gateway}. */
  String monitors() {
    return """
    monitors:
      gateway:
        prometheus: http://127.0.0.1:%d/metrics
        series: {rss: process_resident_memory_bytes}
        every: 250ms
    """
        .formatted(server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
