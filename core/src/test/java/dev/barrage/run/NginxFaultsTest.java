package dev.barrage.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.engine.tls.Certificates;
import dev.barrage.plan.PlanReader;
import dev.barrage.report.RunRecord;
import dev.barrage.testkit.RealServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nginx does with clients that do wrong, plain and through TLS. */
@Timeout(60)
class NginxFaultsTest {
  private static final Certificates CERTIFICATES = Certificates.made();

  @TempDir static Path folder;
  private static @Nullable RealServer nginx;
  private static int plain;
  private static int secure;
  private static int upstream;

  @BeforeAll
  static void start() throws IOException {
    plain = RealServer.freePort();
    secure = RealServer.freePort();
    upstream = RealServer.freePort();
    nginx = RealServer.nginx(folder, secure, http());
  }

  @AfterAll
  static void stop() {
    if (nginx != null) {
      nginx.close();
    }
  }

  private static String http() {
    return """
      access_log off;
      ssl_certificate %s;
      ssl_certificate_key %s;
      client_header_timeout 1s;
      client_body_timeout 1s;
      server {
        listen 127.0.0.1:%d;
        listen 127.0.0.1:%d ssl;
        location / { proxy_pass http://127.0.0.1:%d; }
      }
      server {
        listen 127.0.0.1:%d;
        location / { return 200 ok; }
      }
    """
        .formatted(
            CERTIFICATES.cert("server"),
            CERTIFICATES.key("server"),
            plain,
            secure,
            upstream,
            upstream);
  }

  /** One iteration of one user; each request has its name. */
  private static Map<String, String> statuses(boolean tls) throws Exception {
    String plan =
        """
        target: {url: "%s", insecure: true}
        users:
          u:
            data: {once: {sequence: to 1, at end: stop}}
            tasks:
              - steps:
                  - {get: /, name: request line, fault: malformed request line}
                  - {get: /, name: version, fault: malformed version}
                  - {get: /, name: header, fault: malformed header}
                  - {get: /, name: host, fault: malformed host}
                  - {get: /, name: line end, fault: malformed line end}
                  - {post: /, name: content length, fault: malformed content length}
                  - {post: /, name: chunk, fault: malformed chunk}
                  - {get: /, name: large header, fault: oversize header 64KiB}
                  - {get: /, name: large path, fault: oversize path 64KiB}
                  - {post: /, name: large body, fault: oversize body 20MiB}
                  - {get: /, name: slow headers, fault: slow headers 30s, timeout: 5s}
                  - {post: /, name: slow body, payload: text 20, fault: slow body 40s}
                  - {post: /, name: patient, payload: text 20, fault: slow body 500ms}
                  - {post: /, name: abort, payload: 100KB, fault: abort after 4KiB}
                  - {post: /, name: reset, payload: 100KB, fault: reset after 4KiB}
                  - {get: /, name: sound}
        load: hold 1 users for 50s
        """
            .formatted((tls ? "https" : "http") + "://127.0.0.1:" + (tls ? secure : plain));
    Path file = Files.writeString(folder.resolve("plan.yaml"), plan);
    RunRecord record = new Run(PlanReader.read(file), Optional.empty(), p -> {}).execute();
    assertThat(record.measurement().parts().errors()).isEmpty();
    Map<String, String> statuses = new LinkedHashMap<>();
    record.measurement().parts().requests().stream()
        .filter(request -> request.totals().counts().ok() == 1)
        .forEach(request -> statuses.put(request.name(), request.totals().statuses().firstKey()));
    return statuses;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSoundServerRefusesOrCloses(boolean tls) throws Exception {
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("request line", "400");
    expected.put("version", "400");
    expected.put("header", "400");
    expected.put("host", "400");
    expected.put("line end", "400");
    expected.put("content length", "400");
    expected.put("chunk", "400");
    expected.put("large header", "400");
    expected.put("large path", "414");
    expected.put("large body", "413");
    expected.put("slow headers", "none");
    expected.put("slow body", "none");
    expected.put("patient", "200");
    expected.put("abort", "none");
    expected.put("reset", "none");
    expected.put("sound", "200");
    Map<String, String> found = statuses(tls);
    for (String name : List.of("large header", "large path", "large body")) {
      // A server that closes with bytes unread resets, which may overtake its answer.
      found.computeIfPresent(
          name, (key, status) -> status.equals("none") ? expected.get(name) : status);
    }
    assertThat(found).isEqualTo(expected);
  }
}
