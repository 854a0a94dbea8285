package dev.barrage.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.engine.ScriptedServer;
import dev.barrage.measure.Measurement.Failure;
import dev.barrage.plan.PlanReader;
import dev.barrage.report.RunRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What users add to their requests, and bodies, byte for byte as the server received them. */
@Timeout(60)
class UserRequestsTest {
  private static final String HEAD = "Host: HOST\r\nUser-Agent: barrage/0.1\r\nAccept: */*\r\n";

  @TempDir private Path dir;
  private int users = 1;
  private final List<String> received = new ArrayList<>();

  /** Runs one iteration of one user, or as many as {@code rest} has data for. */
  private RunRecord run(UnaryOperator<String> answers, String user) throws Exception {
    ScriptedServer.Script script =
        connection -> {
          for (String request; (request = connection.request()) != null; ) {
            connection.answer(answers.apply(request.lines().findFirst().orElse("")));
          }
        };
    try (ScriptedServer server = new ScriptedServer(script)) {
      String once = user.contains("data:") ? "" : "data: {once: {sequence: to 1, at end: stop}},";
      String yaml =
          "target: http://127.0.0.1:%d\nusers: {u: {%s %s}}\nload: hold %d users for 20s\n"
              .formatted(server.port(), once, user, users);
      Path file = Files.writeString(dir.resolve("plan.yaml"), yaml);
      RunRecord record = new Run(PlanReader.read(file), Optional.empty(), p -> {}).execute();
      received.clear();
      server.heads.forEach(
          head -> received.add(head.replace("127.0.0.1:" + server.port(), "HOST")));
      return record;
    }
  }

  private RunRecord run(String user) throws Exception {
    return run(line -> ScriptedServer.ok("{}"), user);
  }

  private static String body(String request) {
    return request.substring(request.indexOf("\r\n\r\n") + 4);
  }

  @Test
  void formsArePercentEncoded() throws Exception {
    run(
        "tasks: [{post: /, form: {name: 'Ann & Bo', q: ['${user.name}=${once}', é~*+], '': x,"
            + " e: ''}}]");
    String body = "name=Ann%20%26%20Bo&q=u=1&q=%C3%A9~%2A%2B&=x&e=".replace("u=1", "u%3D1");
    assertThat(received)
        .containsExactly(
            "POST / HTTP/1.1\r\n"
                + HEAD
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);
  }

  @Test
  void multipartBodiesHoldFieldsAndFiles() throws Exception {
    Files.write(dir.resolve("a.bin"), new byte[] {0, (byte) 0xff, '\r', '\n'});
    run(
        "tasks: [{post: /, multipart: {title: 'no ${once}', doc: {text: '{}', type:"
            + " application/json}, note: {text: hi, name: n.txt}, raw: {file: a.bin, name: ''}, up:"
            + " [{file: a.bin}, {file: a.bin, name: 'b\"c', type: image/png}]}}]");
    String request = received.getFirst();
    String boundary = request.replaceAll("(?s).*boundary=([^\r]+).*", "$1");
    assertThat(boundary).matches("barrage-[0-9a-f]{8}-[0-9a-f]{8}");
    String expected =
        """
        --B
        Content-Disposition: form-data; name="title"

        no 1
        --B
        Content-Disposition: form-data; name="doc"
        Content-Type: application/json

        {}
        --B
        Content-Disposition: form-data; name="note"; filename="n.txt"
        Content-Type: application/octet-stream

        hi
        --B
        Content-Disposition: form-data; name="raw"

        BYTES
        --B
        Content-Disposition: form-data; name="up"; filename="a.bin"
        Content-Type: application/octet-stream

        BYTES
        --B
        Content-Disposition: form-data; name="up"; filename="b%22c"
        Content-Type: image/png

        BYTES
        --B--
        """
            .replace("\n", "\r\n")
            .replace("--B", "--" + boundary)
            .replace("BYTES", "\0ÿ\r\n");
    assertThat(request)
        .contains("Content-Type: multipart/form-data; boundary=" + boundary + "\r\n")
        .contains("Content-Length: " + expected.length() + "\r\n");
    assertThat(body(request)).isEqualTo(expected);
  }

  @Test
  void payloadsHaveTheirSizesAndFollowFromTheSeed() throws Exception {
    String user =
        "data: {n: {sequence: to 40, at end: stop}}, tasks: [{steps: [{post: /b, payload:"
            + " 100..300}, {post: /t, payload: text 1KB}, {post: /w, payload: '50% 10, 50% 20'}]}]";
    run(user);
    List<String> first = List.copyOf(received);
    List<Integer> uniform = sizes(first, "POST /b", "application/octet-stream");
    assertThat(uniform).hasSize(40).allMatch(size -> size >= 100 && size <= 300);
    assertThat(uniform.stream().distinct().count()).isGreaterThan(20);
    assertThat(sizes(first, "POST /t", "text/plain")).hasSize(40).containsOnly(1000);
    assertThat(sizes(first, "POST /w", "application/octet-stream"))
        .containsOnly(10, 20)
        .contains(10, 20);
    assertThat(first.stream().filter(r -> r.startsWith("POST /t")).map(UserRequestsTest::body))
        .doesNotHaveDuplicates()
        .allMatch(text -> text.matches("[A-Za-z0-9_-]{1000}"));
    run(user);
    assertThat(received).isEqualTo(first);
  }

  private static List<Integer> sizes(List<String> requests, String line, String type) {
    return requests.stream()
        .filter(r -> r.startsWith(line) && r.contains("Content-Type: " + type + "\r\n"))
        .map(r -> body(r).length())
        .toList();
  }

  @Test
  void basicCredentialsMayComeFromData() throws Exception {
    Files.writeString(dir.resolve("a.csv"), "name,pw\nann,s3cret\nbø,a:b\n");
    run(
        "data: {a: {csv: a.csv, at end: stop}}, auth: {basic: {user: '${name}', password:"
            + " '${pw}'}}, headers: {X-Team: '${name}', Accept: text/plain}, tasks: [{get: /},"
            + " {get: /, headers: {authorization: own, x-team: x}}]");
    assertThat(received).hasSize(2);
    for (int i = 0; i < 2; i++) {
      String name = i == 0 ? "ann" : "bø";
      byte[] pair = (name + ":" + (i == 0 ? "s3cret" : "a:b")).getBytes(StandardCharsets.UTF_8);
      String latin = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      String begin = "GET / HTTP/1.1\r\nHost: HOST\r\nUser-Agent: barrage/0.1\r\n";
      assertThat(received.get(i))
          .isIn(
              begin
                  + "Authorization: Basic "
                  + Base64.getEncoder().encodeToString(pair)
                  + ("\r\nX-Team: " + latin + "\r\nAccept: text/plain\r\n\r\n"),
              begin + "Accept: text/plain\r\nauthorization: own\r\nx-team: x\r\n\r\n");
    }
  }

  @Test
  void aBearerTokenMayBeCaptured() throws Exception {
    run(
        line -> ScriptedServer.ok("{\"t\":\"abc\"}"),
        "auth: {bearer: '${t}'}, start: [{post: /login, headers: {Authorization: none}, capture:"
            + " {t: json $.t}}], tasks: [{get: /}]");
    assertThat(received.getLast()).contains("\r\nAuthorization: Bearer abc\r\n");
  }

  private static String setting(String... cookies) {
    StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n");
    for (String cookie : cookies) {
      head.append("Set-Cookie: ").append(cookie).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  private List<String> cookies() {
    return received.stream()
        .map(r -> r.lines().filter(l -> l.startsWith("Cookie: ")).findFirst().orElse(""))
        .toList();
  }

  @Test
  void cookiesAreSentAgainUntilTheyAreDeleted() throws Exception {
    UnaryOperator<String> answers =
        line ->
            switch (line.split(" ")[1]) {
              case "/in/a?x=/" ->
                  setting(
                      "sid=1; Path=/; HttpOnly",
                      "deep=2",
                      " spaced = v w ;path=/in",
                      "tls=3; Secure; Path=/",
                      "other=4; Domain=example.com",
                      "dead=5; Max-Age=0",
                      "=nameless",
                      "valueless",
                      "long=" + "x".repeat(5000));
              case "/change" -> setting("sid=9; Path=/", "sid=10; Path=/in; Max-Age=600");
              case "/out" ->
                  setting(
                      "sid=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
                      "sid=; Path=/in; Max-Age=-1; Expires=Thu, 01 Jan 2970 00:00:00 GMT");
              default -> setting();
            };
    RunRecord record =
        run(
            answers,
            "cookies: true, tasks: [{steps: [{get: '/in/a?x=/'}, {get: /in/b}, {get: /inside},"
                + " {get: /change}, {get: /in}, {get: /in/x, headers: {Cookie: own=1}}, {get:"
                + " /out}, {get: /in/c}]}]");
    assertThat(cookies())
        .containsExactly(
            "",
            "Cookie: deep=2; spaced=v w; sid=1",
            "Cookie: sid=1",
            "Cookie: sid=1",
            "Cookie: deep=2; spaced=v w; sid=10; sid=9",
            "Cookie: own=1",
            "Cookie: sid=9",
            "Cookie: deep=2; spaced=v w");
    assertThat(record.measurement().totals().counts().ok()).isEqualTo(8);
  }

  @Test
  void eachUserHasCookiesOfItsOwn() throws Exception {
    users = 3;
    UnaryOperator<String> answers = line -> setting("id=" + line.split(" ")[1].substring(1));
    run(
        answers,
        "cookies: true, data: {n: {sequence: to 30, at end: stop}}, tasks: [{get: '/${user.id}'}]");
    assertThat(received).hasSize(30);
    for (String request : received) {
      char id = request.charAt("GET /".length());
      assertThat(request.contains("Cookie: "))
          .isEqualTo(request.contains("\r\nCookie: id=" + id + "\r\n"));
    }
    assertThat(cookies().stream().filter(String::isEmpty)).hasSize(3);
  }

  @Test
  void usersKeepNoCookiesUnlessThePlanSaysSo() throws Exception {
    run(line -> setting("id=1"), "tasks: [{steps: [{get: /}, {get: /}]}]");
    assertThat(cookies()).containsExactly("", "");
  }

  @Test
  void checksHaveOpposites() throws Exception {
    UnaryOperator<String> answers =
        line ->
            line.contains("bad")
                ? "HTTP/1.1 200 OK\r\nContent-Length: 35\r\nX-Debug: on\r\n\r\n"
                    + "{\"status\":\"failed\",\"msg\":\"error 7\"}"
                : "HTTP/1.1 200 OK\r\nContent-Length: 15\r\nX-A: b\r\n\r\n{\"status\":\"ok\"}";
    String checks =
        "expect: [header X-Debug absent, header X-A is not: c, header X-A does not contain: z,"
            + " body does not contain: error, body does not match: 'err|fail', json $.status is"
            + " not: failed, json $.msg absent, size <= 20, size >= 15, size < 16, size > 14]";
    RunRecord good = run(answers, "tasks: [{get: /good, " + checks + "}]");
    assertThat(good.measurement().parts().errors()).isEmpty();
    assertThat(good.measurement().totals().counts().ok()).isEqualTo(1);
    for (String one :
        List.of(
            "header X-Debug absent ⇒ header X-Debug is there",
            "header X-Debug is not: on ⇒ header X-Debug is on",
            "header X-Debug does not contain: n ⇒ header X-Debug contains n",
            "body does not contain: error ⇒ body contains error",
            "body does not match: err|x ⇒ body matches err|x",
            "json $.status is not: failed ⇒ json $.status is \"failed\"",
            "json $.msg absent ⇒ json $.msg is there",
            "size <= 20 ⇒ body has more than 20 bytes",
            "size > 35 ⇒ body has fewer than 36 bytes")) {
      String[] parts = one.split(" ⇒ ");
      RunRecord bad = run(answers, "tasks: [{get: /bad, expect: [" + parts[0] + "]}]");
      assertThat(bad.measurement().parts().errors())
          .extracting(Failure::message)
          .as(one)
          .containsExactly(parts[1]);
    }
  }
}
