package dev.barrage.bench.server;

import dev.barrage.bench.machine.Bench;
import dev.barrage.bench.machine.Launch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code barrage testbed} on the server's CPU: an upstream with faults, which counts. */
public final class TestbedProcess implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long READY_NS = 120_000_000_000L;

  private final Launch process;
  private final JsonNode addresses;
  private final HttpClient client = HttpClient.newHttpClient();

  private TestbedProcess(Launch process, JsonNode addresses) {
    this.process = process;
    this.addresses = addresses;
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @throws IOException if it is not within two minutes
   */
  public static TestbedProcess start(Bench bench) throws IOException {
    List<String> command = bench.barrage("testbed", "--json", "--warmup", "0s");
    Launch process =
        Launch.on(bench.serverCpu(), command, Files.createTempDirectory(bench.scratch(), "bed"));
    long untilNs = System.nanoTime() + READY_NS;
    Optional<String> ready = Optional.empty();
    while (ready.isEmpty()) {
      if (System.nanoTime() - untilNs > 0 || !process.handle().isAlive()) {
        process.close();
        throw new IOException("the testbed is not ready; it printed:\n" + process.output());
      }
      LockSupport.parkNanos(50_000_000L);
      ready = process.output().lines().filter(line -> line.matches("\\{.*\\}")).findFirst();
    }
    return new TestbedProcess(process, JSON.readTree(ready.get()));
  }

  /** Base URL of the upstream, without the gateway before it. */
  public String upstream() {
    return addresses.path("upstream").asString();
  }

  /** Sets the upstream's faults; {@code {}} is none. */
  public void faults(String json) throws IOException, InterruptedException {
    admin("/faults", BodyPublishers.ofString(json));
  }

  /** Counts from zero. */
  public void reset() throws IOException, InterruptedException {
    admin("/reset", BodyPublishers.noBody());
  }

  /** Answers with status 200, and with status 429. */
  public record Answers(long ok, long refused) {}

  /**
   * Answers that the upstream gave to a path, by its own count.
   *
   * @param template such as {@code /api/hello}
   */
  public Answers answers(String template) throws IOException, InterruptedException {
    JsonNode statuses =
        JSON.readTree(admin("/counts", null)).path("paths").path(template).path("statuses");
    return new Answers(statuses.path("200").asLong(0), statuses.path("429").asLong(0));
  }

  private String admin(String path, HttpRequest.@Nullable BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(addresses.path("admin").asString() + path))
            .header("Authorization", "Bearer " + addresses.path("token").asString());
    HttpResponse<String> response =
        client.send(
            (body == null ? request.GET() : request.POST(body)).build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("the testbed's admin port answered " + response.body());
    }
    return response.body();
  }

  @Override
  public void close() {
    client.close();
    process.close();
  }
}
