package dev.barrage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final String YAML =
      """
      target: http://h
      variables: {password: HIDE1, apiToken: HIDE2, tenant: blue}
      users:
        u:
          auth: {basic: {user: ann, password: HIDE11}}
          headers: {X-Api-Key: HIDE12}
          start:
            - post: /login?api_key=HIDE3&page=1
              json: {name: ann, password: HIDE4, nested: {client_secret: "HIDE\\"5"}, n: 1}
              capture: {t: json $.t}
          tasks:
            - get: /
              headers:
                Authorization: Bearer HIDE6
                Proxy-Authorization: Basic HIDE7
                Cookie: a=HIDE8; b=c
                X-Api-Key: HIDE9
                X-Session-Token: "${password}HIDE10"
                Accept: text/plain
            - get: /
              headers: {Authorization: "Bearer ${t}"}
            - post: /
              form: {password: HIDE13, page: "1"}
            - post: /
              text: '{"a": 1, "password" : "HIDE17${t}HIDE18", "token": "${t}", "pin_token": 77 }'
            - post: /
              text: 'name=ann&password=HIDE19&api_key=${t}'
            - post: /
              multipart: {client_secret: "HIDE14${t}", token: {text: HIDE15}}
        v:
          auth: {bearer: HIDE16}
          tasks: [{get: /}]
      load: hold 1 users for 1s
      """;

  @Test
  void keepsSecretsOutOfRecords() {
    Plan plan = PlanReaderTest.read(YAML);
    String written = PlanWriter.yaml(Secrets.mask(plan));
    assertThat(written)
        .doesNotContain("HIDE")
        .contains("blue", "ann", "text/plain", "Bearer ***", "Bearer ${t}", "page=1", "${password}")
        .contains(
            "\\\"password\\\" : \\\"***${t}***\\\", \\\"token\\\": \\\"${t}\\\", \\\"pin_token\\\":"
                + " \\\"***\\\"",
            "name=ann&password=***&api_key=${t}");
    assertThat(PlanReaderTest.read(written)).isEqualTo(Secrets.mask(plan));
  }

  @Test
  void leavesAPlanWithoutSecretsAsItIs() {
    Plan plan =
        PlanReaderTest.read(
            "users: {u: {tasks: [{get: /}]}}\nload: hold 1/s for 1s\n"
                + "target: http://h\nvariables: {keyboard: x, monkey: y}\n");
    assertThat(Secrets.mask(plan)).isEqualTo(plan);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"password", "DB_PASSWORD", "clientSecret", "token", "key", "api-key", "my.key"})
  void knowsSecretsByTheirNames(String name) {
    assertThat(Secrets.isSecretName(name)).isTrue();
  }

  @Test
  void hidesUserNamesInUrls() {
    Target target = Target.at(java.net.URI.create("http://ann:pw@h:1/x"));
    Plan with = PlanReaderTest.read(YAML).withTarget(target);
    assertThat(Secrets.mask(with).target().urls()).hasToString("[http://***@h:1/x]");
  }
}
