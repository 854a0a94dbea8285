package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target that answers with what it was sent. */
class RunSecretsTest {
  private static final String LOGINS =
      """
      target: http://127.0.0.1:%d
      variables: {password: swordfish, greeting: hello there}
      users:
        u:
          tasks:
            - steps:
                - {post: /login, text: "for ${password}: ${greeting}", on failure: continue}
                - {post: /json, json: {token: tokval, name: ann}, on failure: continue}
                - {post: /form, form: {client_secret: formval}}
      load: hold 20/s for 500ms
      """;

  @TempDir Path folder;
  private HttpServer echo;

  @BeforeEach
  void open() throws Exception {
    echo = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    echo.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(500, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    echo.start();
  }

  @AfterEach
  void close() {
    echo.stop(0);
  }

  @Test
  void anAnswerThatRepeatsASecretDoesNotTellIt() throws Exception {
    Path plan = folder.resolve("p.yaml");
    Files.writeString(plan, LOGINS.formatted(echo.getAddress().getPort()));
    Path record = folder.resolve("r");
    CommandLineRun run = CommandLineRun.of("run", plan.toString(), "-o", record.toString());
    StringBuilder told = new StringBuilder(run.out() + run.err());
    try (var files = Files.list(record)) {
      for (Path file : files.toList()) {
        told.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(told)
        .contains("for ***: hello there", "client_secret=***")
        .doesNotContain("swordfish", "tokval", "formval");
  }
}
