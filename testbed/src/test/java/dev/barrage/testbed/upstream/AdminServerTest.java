package dev.barrage.testbed.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class AdminServerTest extends UpstreamFixture {

  @Test
  void refusesThoseWithoutTheToken() throws Exception {
    for (String given : new String[] {"Bearer nope", "Bearer ", "Basic " + upstream.token()}) {
      HttpRequest request =
          HttpRequest.newBuilder(upstream.adminUri().resolve("/counts"))
              .header("Authorization", given)
              .build();
      HttpResponse<String> refused = CLIENT.send(request, BodyHandlers.ofString());

      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.body()).doesNotContain(upstream.token());
    }
  }

  @Test
  void listensOnLoopbackOnly() {
    assertThat(upstream.adminUri().getHost()).isEqualTo("127.0.0.1");
    assertThat(upstream.uri().getHost()).isEqualTo("127.0.0.1");
  }

  @Test
  void showsAndResetsCounts() throws Exception {
    get("/api/hello");
    get("/delay/1");

    assertThat(admin("GET", "/counts", "").body())
        .contains("\"received\":2", "\"/api/hello\":{\"received\":1,\"statuses\":{\"200\":1}}");
    assertThat(admin("GET", "/in-flight", "").body())
        .contains("\"in_flight\":0", "\"max_in_flight\":1");
    assertThat(admin("GET", "/delays", "").body()).contains("\"count\":1", "\"p99.9\":");
    assertThat(admin("POST", "/reset", "").statusCode()).isEqualTo(200);
    assertThat(admin("GET", "/counts", "").body()).contains("\"received\":0", "\"paths\":{}");
  }

  @Test
  void refusesOtherPathsAndMethods() throws Exception {
    assertThat(admin("GET", "/count", "").statusCode()).isEqualTo(404);
    assertThat(admin("GET", "/reset", "").statusCode()).isEqualTo(405);
    assertThat(admin("POST", "/faults", "x".repeat(70_000)).statusCode()).isEqualTo(413);
  }
}
