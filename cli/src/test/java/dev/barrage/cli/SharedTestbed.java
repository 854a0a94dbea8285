package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.testbed.process.Testbed;
import dev.barrage.testkit.RealComponent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The real sample gateway and its upstream, started once for all tests of this JVM. */
final class SharedTestbed {
  private static final Path PACKAGED = BarrageProcess.HOME.resolve("testbed/target");
  private static Testbed testbed;

  private SharedTestbed() {}

  /** {@code mvn verify} packages the testbed before these tests run; {@code mvn test} does not. */
  static void requirePackaged() {
    if (!Files.isDirectory(PACKAGED.resolve("lib"))) {
      RealComponent.missing("the testbed is not packaged, so this test cannot run; use mvn verify");
    }
  }

  /** The testbed; skipped aloud where it is not packaged, a failure in CI. */
  static synchronized Testbed get() throws Exception {
    if (testbed != null) {
      return testbed;
    }
    requirePackaged();
    List<Path> classPath =
        List.of(PACKAGED.resolve("barrage-testbed-0.1.0.jar"), PACKAGED.resolve("lib"));
    testbed = Testbed.start(classPath, line -> {}); // its children end with this JVM
    return testbed;
  }

  /** Sets the upstream's faults; {@code {}} is none. */
  static void faults(String json) throws Exception {
    assertThat(admin("/faults", BodyPublishers.ofString(json)).statusCode()).isEqualTo(200);
  }

  /** What the upstream has counted, as JSON. */
  static String counts() throws Exception {
    return admin("/counts", null).body();
  }

  /** Counts from zero. */
  static void reset() throws Exception {
    assertThat(admin("/reset", BodyPublishers.noBody()).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> admin(String path, HttpRequest.BodyPublisher body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(get().admin() + path))
            .header("Authorization", "Bearer " + get().token());
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          (body == null ? request.GET() : request.POST(body)).build(), BodyHandlers.ofString());
    }
  }
}
