package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.testkit.RealComponent;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Forms with files, as imports describe them and a server that is not ours reads them. */
@Timeout(60)
class ImportMultipartTest {
  private static final String UPLOAD =
      """
      openapi: 3.1.0
      servers: [{url: "SITE"}]
      paths:
        /avatars:
          post:
            requestBody:
              content:
                multipart/form-data:
                  schema:
                    allOf:
                      - $ref: "#/components/schemas/Named"
                      - properties:
                          avatar: {type: string, format: binary}
                          pages: {type: array, minItems: 2, items: {contentMediaType: text/csv}}
                          meta: {type: object, properties: {n: {type: integer}}}
                          tags: {type: array, example: [a, b]}
                          raw: {}
                          secret_token: {type: string, example: h1dden-t0ken}
                  encoding: {avatar: {contentType: "image/png, image/jpeg"}}
            responses: {"204": {description: ok}}
        /nothing:
          post:
            requestBody: {content: {multipart/form-data: {schema: {type: object}}}}
            responses: {"204": {description: ok}}
        /either:
          post:
            requestBody:
              content:
                multipart/form-data: {schema: {properties: {a: {type: string}}}}
                application/json: {schema: {properties: {a: {type: string}}}}
            responses: {"204": {description: ok}}
      components: {schemas: {Named: {properties: {title: {type: string, example: "é \\"q\\""}}}}}
      """;

  @TempDir Path folder;
  private Process server;
  private BufferedReader heard;
  private String url;

  @BeforeEach
  void start() throws IOException {
    Path script = folder.resolve("server.py");
    try (var resource = ImportMultipartTest.class.getResourceAsStream("multipart-server.py")) {
      Files.write(script, resource.readAllBytes());
    }
    server =
        new ProcessBuilder(RealComponent.require("python3").toString(), script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    heard = server.inputReader(StandardCharsets.UTF_8);
    url = "http://127.0.0.1:" + heard.readLine();
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.destroyForcibly();
    }
  }

  /** {@code name|file|type|content} of each part that the server found in one form. */
  private List<String> form() throws IOException {
    List<String> parts = new ArrayList<>();
    while (true) {
      JsonNode part = JsonMapper.shared().readTree(heard.readLine());
      if (part.isEmpty()) {
        return parts;
      }
      parts.add(
          List.of("name", "file", "type", "content").stream()
              .map(key -> part.path(key).asString())
              .reduce((a, b) -> a + "|" + b)
              .orElseThrow());
    }
  }

  private void tried(CommandLineRun imported, String... options) throws Exception {
    Path plan = Files.writeString(folder.resolve("plan.yaml"), imported.out());
    List<String> args = new ArrayList<>(List.of("try", plan.toString()));
    args.addAll(List.of(options));
    CommandLineRun tried = CommandLineRun.of(args.toArray(String[]::new));
    assertThat(tried.err()).as(imported.out()).isEmpty();
  }

  @Test
  void aDescribedFormHasAPartForEachPropertyAndFilesWithNames() throws Exception {
    Path file = Files.writeString(folder.resolve("api.yaml"), UPLOAD.replace("SITE", url));
    CommandLineRun run = CommandLineRun.of("import", "openapi", file.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).doesNotContain("h1dden").contains("json:\n");
    assertThat(run.err())
        .contains("the content of the file avatar of POST /avatars: a few bytes stand for it")
        .contains("the body of POST /nothing: multipart/form-data without properties");

    tried(run, "--set", "secret_token=T");

    assertThat(form())
        .containsExactlyInAnyOrder(
            "title|||é \"q\"",
            "avatar|avatar.bin|image/png|text",
            "pages|pages.bin|text/csv|text",
            "pages|pages.bin|text/csv|text",
            "meta||application/json|{\"n\":1}",
            "tags|||a",
            "tags|||b",
            "raw|raw.bin|application/octet-stream|{}",
            "secret_token|||T");
  }
}
