package dev.barrage.monitor.target;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Fetches a page, in time and bounded. */
final class Pages {
  static final int MAX_BYTES = 16 << 20;
  private static final Duration WAIT = Duration.ofSeconds(2);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(WAIT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final HttpRequest request;

  Pages(URI url) {
    request =
        HttpRequest.newBuilder(url).timeout(WAIT).header("User-Agent", "barrage-monitor").build();
  }

  record Page(int status, String text) {}

  /**
   * The page as it is now.
   *
   * @throws IOException no complete answer: why, in words
   */
  Page get() throws IOException {
    try {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          throw new IOException("the page is larger than " + MAX_BYTES + " bytes");
        }
        return new Page(response.statusCode(), new String(bytes, StandardCharsets.UTF_8));
      }
    } catch (HttpTimeoutException e) {
      throw new IOException(
          "no answer from " + request.uri() + " in " + WAIT.toSeconds() + " s", e);
    } catch (ConnectException e) {
      throw new IOException("nothing listens at " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
