package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each operation of a description becomes a task that can be sent. */
class ImportOpenApiTest {
  private static final String SHOP =
      """
      openapi: 3.1.0
      info: {title: Shop, version: "1"}
      servers:
        - url: SITE/{base}/
          variables: {base: {default: v1}}
        - url: https://prod.example
      security: [{bearer: []}]
      paths:
        /items/{id}:
          parameters:
            - {name: id, in: path, required: true, schema: {type: integer, minimum: 7}}
          get:
            summary: One item
            parameters:
              - {name: expand, in: query, schema: {type: array, items: {type: string, enum: [a b, c]}}, required: true}
              - {name: page, in: query, schema: {type: integer}}
              - {name: X-Tenant, in: header, required: true, schema: {type: string, const: blue}}
            responses: {"200": {description: ok}, "404": {description: none}}
          put:
            deprecated: true
            security: [{key: []}]
            requestBody:
              content:
                application/json:
                  schema: {$ref: "#/components/schemas/Item"}
            responses: {2XX: {description: ok}}
        /login:
          post:
            security: []
            requestBody:
              content:
                application/x-www-form-urlencoded:
                  schema:
                    properties:
                      name: {type: string, format: email}
                      password: {type: string, format: password, example: ex4mple-pass}
            responses: {"200": {description: ok}, "201": {description: ok}}
        /remote:
          get:
            parameters: [{$ref: "https://evil.example/x.yaml#/p"}]
            responses: {default: {description: any}}
          trace: {responses: {}}
        /upload:
          post:
            requestBody: {content: {multipart/form-data: {schema: {type: object}}}}
            responses: {"204": {description: ok}}
      components:
        securitySchemes:
          bearer: {type: http, scheme: bearer}
          key: {type: apiKey, in: header, name: X-Api-Key}
        schemas:
          Base: {type: object, required: [id], properties: {id: {type: string, format: uuid, readOnly: true}}}
          Item:
            allOf:
              - $ref: "#/components/schemas/Base"
              - type: object
                properties:
                  title: {type: [string, "null"], minLength: 6}
                  price: {type: number, exclusiveMinimum: 0, multipleOf: 0.5}
                  open: {type: boolean}
                  text: {type: string, default: "${x}"}
                  parent: {$ref: "#/components/schemas/Item"}
                  tags: {type: array, items: {oneOf: [{type: string, examples: [new]}, {type: integer}]}}
      """;

  @TempDir Path folder;

  private CommandLineRun imported(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("api.yaml"), text);
    return CommandLineRun.of("import", "openapi", file.toString());
  }

  @Test
  void everyOperationIsATaskThatTheSiteAnswers() throws Exception {
    try (Site site = new Site()) {
      CommandLineRun run = imported(SHOP.replace("SITE", site.url()));
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out())
          .contains("# One item\n", "# deprecated\n", "name: \"GET /items/{id}\"", "status: 2xx")
          .contains("--set token=…   security scheme bearer", "--set api_key=…")
          .contains("status: [200, 201]")
          .doesNotContain("ex4mple-pass");
      assertThat(run.err())
          .contains("https://evil.example", "TRACE of /remote", "1 more servers", "multipart");
      Path plan = Files.writeString(folder.resolve("plan.yaml"), run.out());
      CommandLineRun tried =
          CommandLineRun.of(
              "try",
              plan.toString(),
              "--all",
              "--set",
              "token=t0k",
              "--set",
              "api_key=k",
              "--set",
              "password=p w");
      assertThat(tried.err()).isEmpty();
      List<Site.Received> received = site.received();
      assertThat(received.stream().map(Site.Received::line))
          .containsExactly(
              "GET /v1/items/7?expand=a%20b",
              "PUT /v1/items/7", "POST /v1/login", "GET /v1/remote", "POST /v1/upload");
      assertThat(received.get(0).field("Authorization")).isEqualTo("Bearer t0k");
      assertThat(received.get(0).field("X-Tenant")).isEqualTo("blue");
      assertThat(received.get(1).field("X-Api-Key")).isEqualTo("k");
      assertThat(received.get(1).fields().containsKey("Authorization")).isFalse();
      assertThat(received.get(1).body())
          .isEqualTo(
              "{\"id\":\"00000000-0000-4000-8000-000000000000\",\"title\":\"textxx\",\"price\":0.5,"
                  + "\"open\":true,\"text\":\"${x}\",\"tags\":[\"new\"]}");
      assertThat(received.get(2).body()).startsWith("name=user%40example.com&password=p");
    }
  }

  @Test
  void jsonIsReadToo() throws Exception {
    CommandLineRun run =
        imported("{\"openapi\":\"3.0.3\",\"paths\":{\"/a b\":{\"get\":{\"responses\":{}}}}}");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("target: http://localhost:8080\n", "get: /a%20b");
    Plan plan = PlanReader.read("x", "x", run.out(), folder, new PlanOverrides());
    assertThat(plan.users().getFirst().tasks()).hasSize(1);
  }

  @Test
  void listsAreSentAsTheDescriptionSays() throws Exception {
    CommandLineRun run =
        imported(
            """
            openapi: 3.0.3
            paths:
              /a:
                post:
                  parameters:
                    - {name: q, in: query, explode: false, schema: {example: [p, "q r"]}}
                    - {name: n, in: query, schema: {type: array, example: [p, q]}}
                  requestBody:
                    content:
                      application/x-www-form-urlencoded:
                        schema: {properties: {ids: {type: array, example: [7, 8]}}}
                  responses: {}
            """);
    assertThat(run.out()).contains("/a?q=p,q%20r&n=p&n=q");
    Plan plan = PlanReader.read("x", "x", run.out(), folder, new PlanOverrides());
    assertThat(plan.users()).hasSize(1);
    assertThat(run.out()).containsPattern("ids: *\\[\"7\", \"8\"]|- \"7\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "[]",
        "{",
        "openapi: 2",
        "swagger: '2.0'",
        "openapi: 3.1.0",
        "openapi: 3.0.0\npaths: {}",
        "openapi: 3.0.0\npaths: {/x: 7}",
        "a: *b",
        "a: !!java/x 1",
        "openapi: 3.0.0\nservers: [{url: 'http://'}]\npaths: {/x: {get: {}}}"
      })
  void whatIsNoDescriptionIsOneLine(String text) throws Exception {
    CommandLineRun run = imported(text);
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("barrage: ").hasLineCount(1).doesNotContain("Exception");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void circlesDepthAndFloodsEnd() throws Exception {
    assertThat(imported("[".repeat(50_000)).err()).contains("nested deeper").hasLineCount(1);
    StringBuilder flood = new StringBuilder("openapi: 3.0.0\npaths:\n");
    flood.append("  /x: {post: {requestBody: {content: {application/json: {schema: ");
    flood.append("{$ref: '#/components/schemas/s0'}}}}}}\n  /y: {$ref: '#/paths/~1y'}\n");
    flood.append("components:\n  schemas:\n");
    for (int i = 0; i < 30; i++) {
      flood.append("    s%d: {type: object, properties: {".formatted(i));
      for (int p = 0; p < 20; p++) {
        flood.append("p%d: {$ref: '#/components/schemas/s%d'},".formatted(p, i + 1));
      }
      flood.append("}}\n");
    }
    CommandLineRun run = imported(flood.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().length()).isLessThan(1_000_000);
    assertThat(run.err()).contains("in a circle");
  }
}
