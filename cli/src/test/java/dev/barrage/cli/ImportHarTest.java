package dev.barrage.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** A recorded session becomes a plan that can be sent again. */
class ImportHarTest {
  private static final String OLD_TOKEN = "0ld-t0ken-of-the-recording";

  @TempDir Path folder;
  private final List<Object> entries = new ArrayList<>();

  private static Map<String, Object> map(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    return map;
  }

  private static List<Object> headers(String... pairs) {
    List<Object> headers = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      headers.add(map("name", pairs[i], "value", pairs[i + 1]));
    }
    return headers;
  }

  private void entry(
      String page, String at, Map<String, Object> request, int status, String mime, String text) {
    entries.add(
        map(
            "pageref",
            page,
            "startedDateTime",
            "2026-05-01T10:00:" + at + "Z",
            "time",
            100,
            "request",
            request,
            "response",
            map(
                "status", status,
                "headers", headers("Set-Cookie", "SID=0ld-c00kie-value; Path=/"),
                "content", map("mimeType", mime, "text", text))));
  }

  private Path file() throws Exception {
    String json =
        JsonMapper.shared()
            .writeValueAsString(
                map(
                    "log",
                    map(
                        "version",
                        "1.2",
                        "pages",
                        List.of(
                            map("id", "p1", "title", "http://shop/login?x=1"),
                            map("id", "p2", "title", "Account: \"me\" ${x}")),
                        "entries",
                        entries)));
    return Files.writeString(folder.resolve("session.har"), json);
  }

  private void record(String url) {
    entry(
        "p1",
        "00.000",
        map(
            "method",
            "POST",
            "url",
            url + "/login?x=1",
            "headers",
            headers(
                ":authority",
                "shop",
                "Host",
                "shop",
                "Content-Length",
                "40",
                "Content-Type",
                "application/json",
                "sec-ch-ua",
                "x",
                "Accept-Encoding",
                "gzip"),
            "postData",
            map(
                "mimeType", "application/json",
                "text", "{\"name\":\"ann\",\"password\":\"rec0rded-pass\"}")),
        200,
        "application/json",
        "{\"token\":\"" + OLD_TOKEN + "\"}");
    entry("p1", "00.100", map("method", "GET", "url", url + "/a.js"), 200, "text/javascript", "");
    entry("p1", "00.100", map("method", "GET", "url", "https://ads.example/x"), 200, "", "");
    entry("p1", "00.150", map("method", "GET", "url", "wss://shop/x"), 101, "", "");
    entry(
        "p2",
        "00.520",
        map(
            "method",
            "GET",
            "url",
            url + "/me",
            "headers",
            headers(
                "authorization",
                "Bearer " + OLD_TOKEN,
                "Cookie",
                "SID=0ld-c00kie-value; theme=rec0rded-theme")),
        200,
        "application/json",
        "{\"name\":\"ann\"}");
    entry("p2", "00.700", map("method", "GET", "url", url + "/status/304"), 304, "", "");
  }

  @Test
  void theSessionIsSentAgainWithFreshTokens() throws Exception {
    try (Site site = new Site()) {
      record(site.url());
      CommandLineRun run = CommandLineRun.of("import", "har", file().toString());
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out())
          .doesNotContain(OLD_TOKEN, "0ld-c00kie", "rec0rded", "sec-ch", ":authority")
          .contains("- group: http://shop/login\n", "wait: 400ms", "token: json $.token")
          .contains("- group: \"Account: \\\"me\\\" $${x}\"");
      assertThat(run.err())
          .contains("1 static files", "1 requests to https://ads.example", "not http: wss:");

      Path plan = Files.writeString(folder.resolve("p.yaml"), run.out());
      CommandLineRun tried =
          CommandLineRun.of(
              "try",
              plan.toString(),
              "--set",
              "password=new-pass",
              "--set",
              "theme_cookie_secret=dark");
      assertThat(tried.exitCode()).as(run.out() + tried.out() + tried.err()).isZero();
      List<Site.Received> received = site.received();
      assertThat(received.stream().map(Site.Received::line))
          .containsExactly("POST /login?x=1", "GET /me", "GET /status/304");
      assertThat(received.get(0).body()).isEqualTo("{\"name\":\"ann\",\"password\":\"new-pass\"}");
      assertThat(received.get(1).field("Authorization")).isEqualTo("Bearer " + Site.TOKEN);
      assertThat(received.get(1).field("Cookie")).isEqualTo("SID=s3cr3t-cookie; theme=dark");
    }
  }

  @Test
  void whatAnAnswerInBase64GaveIsCapturedToo() throws Exception {
    String packed =
        Base64.getEncoder().encodeToString(("{\"token\":\"" + OLD_TOKEN + "\"}").getBytes(UTF_8));
    String url = "http://shop.example";
    entry("p1", "00.000", map("method", "GET", "url", url + "/a"), 200, "application/json", packed);
    entry("p1", "00.100", map("method", "GET", "url", url + "/b?t=" + OLD_TOKEN), 200, "", "");
    Path file = file();
    String json = Files.readString(file);
    Files.writeString(
        file, json.replace("\"text\":\"" + packed, "\"encoding\":\"base64\",\"text\":\"" + packed));
    CommandLineRun run = CommandLineRun.of("import", "har", file.toString());
    assertThat(run.out()).contains("token: json $.token", "/b?t=${token}");
    assertThat(run.out()).doesNotContain(OLD_TOKEN);
  }

  @Test
  void hostStaticsAndWaitsAreChosen() throws Exception {
    record("http://127.0.0.1:9");
    String file = file().toString();
    CommandLineRun ads = CommandLineRun.of("import", "har", file, "--host", "ads.example");
    assertThat(ads.out()).contains("target: https://ads.example", "get: /x");
    CommandLineRun all =
        CommandLineRun.of("import", "har", file, "--host", "127.0.0.1:9", "--static", "--no-waits");
    assertThat(all.out()).contains("get: /a.js").doesNotContain("wait:");
    CommandLineRun none = CommandLineRun.of("import", "har", file, "--host", "nowhere");
    assertThat(none.err()).isEqualTo("barrage: session.har has no request of host nowhere\n");
    assertThat(none.exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "{\"log\":{}}",
        "{\"log\":{\"entries\":7}}",
        "{\"log\":{\"entries\":[]}}",
        "{\"log\":{\"entries\":[1,{},{\"request\":{\"url\":7}}]}}",
        "{\"log\":{\"entries\":[{\"request\":{\"url\":\"http://\"},\"response\":{\"status\":200}}]}}",
        "openapi: 3.0.0",
        "\0\1\2"
      })
  void whatIsNoHarFileIsOneLine(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("bad.har"), text);
    CommandLineRun run = CommandLineRun.of("import", "har", file.toString());
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("barrage: ").hasLineCount(1).doesNotContain("Exception");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void depthIsBounded() throws Exception {
    Path file = Files.writeString(folder.resolve("deep.har"), "[".repeat(100_000));
    CommandLineRun run = CommandLineRun.of("import", "har", file.toString());
    assertThat(run.err()).startsWith("barrage: deep.har").hasLineCount(1);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
  }
}
