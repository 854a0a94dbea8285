package dev.barrage.bench.server;

import dev.barrage.bench.machine.Bench;
import dev.barrage.bench.machine.CpuTime;
import dev.barrage.bench.machine.Launch;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One nginx worker on the server's CPU: {@code /hello} answers six bytes, {@code /token} a header
 * and JSON to capture from. It counts what it receives, alike for all generators.
 */
public final class Nginx implements AutoCloseable {
  private static final String CONFIGURATION =
      """
      daemon off;
      worker_processes 1;
      worker_rlimit_nofile 20000;
      pid @/nginx.pid;
      error_log @/error.log;
      events { worker_connections 19000; }
      http {
        access_log off;
        default_type text/plain;
        keepalive_requests 1000000000;
        keepalive_timeout 1h;
        client_body_temp_path @/body;
        proxy_temp_path @/proxy;
        fastcgi_temp_path @/fastcgi;
        uwsgi_temp_path @/uwsgi;
        scgi_temp_path @/scgi;
        server {
          listen 127.0.0.1:PORT backlog=4096;
          location / { return 200 "hello\\n"; }
          location /token {
            default_type application/json;
            add_header X-Session 7f3a9c21;
            return 200 '{"token":"e0b1c44298fc1c14","ok":true}';
          }
          location = /status { stub_status; }
        }
      }
      """;

  private static final Pattern COUNTS = Pattern.compile("\\s(\\d+) (\\d+) (\\d+)\\s");

  private final Launch process;
  private final int port;
  private final HttpClient client = HttpClient.newHttpClient();

  private Nginx(Launch process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * @throws IOException if there is no nginx, or it does not answer within five seconds
   */
  public static Nginx start(Bench bench) throws IOException {
    Path folder = Files.createTempDirectory(bench.scratch(), "nginx");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path configuration = folder.resolve("nginx.conf");
    Files.writeString(
        configuration, CONFIGURATION.replace("@", folder.toString()).replace("PORT", "" + port));
    List<String> command =
        List.of("nginx", "-p", folder.toString(), "-c", configuration.toString(), "-e", "stderr");
    Nginx nginx = new Nginx(Launch.on(bench.serverCpu(), command, folder), port);
    nginx.awaitAnswer();
    return nginx;
  }

  private void awaitAnswer() throws IOException {
    for (int i = 0; ; i++) {
      try {
        requests();
        return;
      } catch (IOException e) {
        if (i == 50 || !process.handle().isAlive()) {
          String said = process.output();
          close();
          throw new IOException("nginx does not answer: " + said, e);
        }
        LockSupport.parkNanos(100_000_000L);
      }
    }
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** Requests received since the start, this question included. */
  public long requests() throws IOException {
    try {
      HttpRequest question = HttpRequest.newBuilder(URI.create(url("/status"))).build();
      String said = client.send(question, HttpResponse.BodyHandlers.ofString()).body();
      Matcher counts = COUNTS.matcher(said);
      if (!counts.find()) {
        throw new IOException("not a status page: " + said);
      }
      return Long.parseLong(counts.group(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  public long cpuNs() {
    return CpuTime.ofProcessNs(process.handle());
  }

  @Override
  public void close() {
    client.close();
    process.close();
  }
}
