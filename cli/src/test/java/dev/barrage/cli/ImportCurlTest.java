package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Curl commands become plans that send what curl would. */
class ImportCurlTest {
  @TempDir Path folder;

  /** Imports, tries the plan with these variables, and gives what the site received. */
  private List<Site.Received> sent(String text, String... variables) throws Exception {
    try (Site site = new Site()) {
      CommandLineRun run = CommandLineRun.of("import", "curl", text.replace("SITE", site.url()));
      assertThat(run.exitCode()).as(run.err()).isZero();
      Path plan = Files.writeString(folder.resolve("plan.yaml"), run.out());
      List<String> args = new ArrayList<>(List.of("try", plan.toString()));
      for (String variable : variables) {
        args.addAll(List.of("--set", variable));
      }
      CommandLineRun tried = CommandLineRun.of(args.toArray(String[]::new));
      assertThat(tried.err()).as(run.out()).isEmpty();
      return site.received();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          curl SITE/x                                       | GET /x              |
          curl -XPUT SITE/x -d a=1                          | PUT /x              | a=1
          curl -X PATCH SITE/x --data-raw @a                | PATCH /x            | @a
          curl -d a=1 -d b=2 SITE/x                         | POST /x             | a=1&b=2
          curl SITE/x --data-urlencode "q=a b&c"            | POST /x             | q=a%20b%26c
          curl SITE/x --data-urlencode "a b"                | POST /x             | a%20b
          curl -G -d q=1 SITE/x?p=0                         | GET /x?p=0&q=1      |
          curl --url-query 'q=ü' SITE/x                     | GET /x?q=%C3%BC     |
          curl -I SITE/x                                    | HEAD /x             |
          curl -sSLkvi SITE/x -o /dev/null                  | GET /x              |
          curl --json '{"a": 1}' SITE/x                     | POST /x             | {"a":1}
          curl -d '{"a": 1}' SITE/x                         | POST /x             | {"a": 1}
          curl $'SITE/x\\x2fy' --data-binary $'it\\'s\\n'   | POST /x/y           | it's~
          curl "SITE/a b" -d "x\\"y\\$z"                    | POST /a%20b         | x"y$z
          curl SITE/x?a=1&b=2                               | GET /x?a=1&b=2      |
          curl -d '${x}' SITE/x                             | POST /x             | ${x}
          /usr/bin/curl SITE/x # a comment                  | GET /x              |
          curl ^"SITE/x^" -H ^"a: ^\\^"b^\\^"^"             | GET /x              |
          """)
  void isSentAsCurlWould(String command, String line, String body) throws Exception {
    List<Site.Received> received = sent(command);
    assertThat(received).hasSize(1);
    assertThat(received.getFirst().line()).isEqualTo(line);
    assertThat(received.getFirst().body()).isEqualTo(body == null ? "" : body.replace('~', '\n'));
  }

  @Test
  void whatHasNoPlaceBesideAFormIsSaid() throws Exception {
    CommandLineRun run =
        CommandLineRun.of("import", "curl", "curl -F a=1 --data-urlencode b=2 -d c=3 http://a/x");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("multipart").doesNotContain("b=2", "c=3");
    assertThat(run.err())
        .contains("--data-urlencode beside --form: a request has one body")
        .contains("--data beside --form: a request has one body");
    CommandLineRun upload =
        CommandLineRun.of("import", "curl", "curl -T f -F a=1 -d b=2 http://a/");
    assertThat(upload.err()).contains("--form beside --upload-file", "--data beside --upload-file");
    CommandLineRun query = CommandLineRun.of("import", "curl", "curl -G -F a=1 -d b=2 http://a/");
    assertThat(query.err()).doesNotContain("beside");
  }

  @Test
  void copiedFromABrowserItKeepsHeadersAndLosesSecrets() throws Exception {
    String command =
        """
        curl 'SITE/api/cart?access_token=q4ery-t0k' \\
          -H 'accept: application/json' \\
          -H 'authorization: Bearer h3ader-t0k' \\
          -b 'SID=c00kie; theme=dark' \\
          -A 'Mozilla/5.0' -e https://shop.example/ \\
          -H 'content-type: application/json' \\
          --data-raw $'{"user":"Ann\\'s","password":"b0dy-pass","n":1.50}' \\
          --compressed
        """;
    CommandLineRun run = CommandLineRun.of("import", "curl", command.replace("SITE", "http://a"));
    assertThat(run.out())
        .doesNotContain("q4ery", "h3ader", "c00kie", "b0dy-pass")
        .contains("--set token=…   authorization of POST /api/cart");
    Site.Received received =
        sent(
                command,
                "token=T",
                "access_token=A B",
                "cookie_secret=SID=1; theme=dark",
                "password=P")
            .getFirst();
    assertThat(received.line()).isEqualTo("POST /api/cart?access_token=A%20B");
    assertThat(received.field("Authorization")).isEqualTo("Bearer T");
    assertThat(received.field("Cookie")).isEqualTo("SID=1; theme=dark");
    assertThat(received.field("User-Agent")).isEqualTo("Mozilla/5.0");
    assertThat(received.field("Referer")).isEqualTo("https://shop.example/");
    assertThat(received.field("Content-Type")).isEqualTo("application/json");
    assertThat(received.body()).isEqualTo("{\"user\":\"Ann's\",\"password\":\"P\",\"n\":1.50}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "curl -L SITE/x | 50",
        "curl -sL --max-redirs 3 SITE/x | 3",
        "curl --max-redirs -1 --location SITE/x | 100",
        "curl --max-redirs 3 SITE/x |",
      })
  void redirectsAreFollowedAsFarAsCurlFollows(String command, String atMost) {
    CommandLineRun run = CommandLineRun.of("import", "curl", command.replace("SITE", "http://a"));
    assertThat(run.err() + run.out()).doesNotContain("Not imported");
    if (atMost == null) {
      assertThat(run.out()).doesNotContain("follow");
    } else {
      assertThat(run.out()).contains("        follow: " + atMost + "\n");
    }
  }

  @Test
  void severalCommandsAreTheStepsOfATask() throws Exception {
    List<Site.Received> received =
        sent(
            """
            TOKEN=x
            curl -u ann:pass SITE/one && curl SITE/two -H "X-Trace: $TRACE"
            curl SITE/three --next -d x SITE/four
            """,
            "basic_credential=YW5u",
            "TRACE=t1");
    assertThat(received.stream().map(Site.Received::line))
        .containsExactly("GET /one", "GET /two", "GET /three", "POST /four");
    assertThat(received.get(0).field("Authorization")).isEqualTo("Basic YW5u");
    assertThat(received.get(1).field("X-Trace")).isEqualTo("t1");
  }

  @Test
  void aFormIsMultipart() throws Exception {
    Site.Received received =
        sent("curl -F a=b -F 'c={};type=application/json' -F a=e SITE/up").getFirst();
    assertThat(received.field("Content-Type")).startsWith("multipart/form-data; boundary=");
    assertThat(received.body())
        .contains("name=\"a\"\r\n\r\nb\r\n", "application/json\r\n\r\n{}\r\n", "\r\n\r\ne\r\n");
  }

  @Test
  void quotedFileNamesAndLiteralTextAreTakenAsCurlTakesThem() throws Exception {
    Files.writeString(folder.resolve("cat.png"), "meow");
    Site.Received received =
        sent("curl -F 'photo=@cat.png;filename=\"a;\\\"b.png\";type=image/png'"
                + " --form-string 'note=@x;type=y' SITE/up")
            .getFirst();
    assertThat(received.body())
        .contains("filename=\"a;%22b.png\"\r\nContent-Type: image/png\r\n\r\nmeow\r\n")
        .contains("name=\"note\"\r\n\r\n@x;type=y\r\n");
  }

  @Test
  void aFieldMayHaveTheContentOfAFile() throws Exception {
    Files.writeString(folder.resolve("story.txt"), "once");
    Site.Received received =
        sent("curl -F 'story=<story.txt' -F 'f=@story.txt' SITE/up").getFirst();
    assertThat(received.body())
        .contains("name=\"story\"\r\n\r\nonce\r\n")
        .contains("name=\"f\"; filename=\"story.txt\"\r\nContent-Type: application/octet-stream");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "curl 'SITE/[1-3]' | /1 /2 /3",
        "curl 'SITE/{a,b}/[08-10]' | /a/08 /a/09 /a/10 /b/08 /b/09 /b/10",
        "curl 'SITE/[a-e:2]?q={x,}' | /a?q=x /a?q= /c?q=x /c?q= /e?q=x /e?q=",
        "curl 'SITE/[2-2]/[1-6:5]' | /2/1 /2/6",
        "curl 'SITE/x?a\\[\\]=1' | /x?a[]=1",
        "curl -g 'SITE/x?a[1-2]=1' | /x?a[1-2]=1",
        "curl 'SITE/x?a[b]=1' --globoff | /x?a[b]=1",
        "curl 'SITE/x?a[]=[1-2]' | /x?a[]=1 /x?a[]=2",
      })
  void setsAndRangesOfAUrlAreSeveralRequests(String command, String paths) throws Exception {
    assertThat(sent(command).stream().map(Site.Received::line))
        .containsExactly(Stream.of(paths.split(" ")).map("GET "::concat).toArray(String[]::new));
  }

  @Test
  void bracesWithABackslashStandForThemselves() {
    CommandLineRun run = CommandLineRun.of("import", "curl", "curl 'http://a/\\{b,c\\}'");
    assertThat(run.out()).contains("get: \"/{b,c}\"");
  }

  @Test
  void anAddressInBracketsIsNoRange() {
    CommandLineRun run = CommandLineRun.of("import", "curl", "curl 'http://[::1]:8080/[1-2]'");
    assertThat(run.out()).contains("target: \"http://[::1]:8080\"", "get: /1", "get: /2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "curl 'http://a/x?a[b]=1' | the URL \"http://a/x?…\" has a range at 13 that is not [1-3],"
            + " [1-9:2] or [a-c]; for brackets and braces as they stand, write -g (--globoff)",
        "curl 'http://a/[3-1]' | the URL \"http://a/[3-1]\" has a range at 10 that is not [1-3],",
        "curl 'http://a/[1-3:9]' | has a range at 10",
        "curl 'http://a/[a-Z]' | has a range at 10",
        "curl 'http://a/{}' | has a set at 10 that is not {a,b}",
        "curl 'http://a/{a,{b}}' | has a set at 10",
        "curl 'http://a/b}' | closes at 11 what is not open",
        "curl 'http://a/[1-9999999]' | stands for more than 1000 URLs",
        "curl 'http://a/[1-99]/[1-99]' | stands for more than 1000 URLs",
        "curl http://a/ -d @ | a curl command takes a file without a name; write e.g. -d"
            + " @body.json",
        "curl http://a/ -F x=@ | a curl command takes a file without a name",
        "curl http://a/ -F 'x=<;type=a/b' | a curl command takes a file without a name",
      })
  void whatCurlWouldRefuseIsOneLine(String command, String message) {
    CommandLineRun run = CommandLineRun.of("import", "curl", command);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(message).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aBodyFromStandardInputIsSaid() {
    CommandLineRun run = CommandLineRun.of("import", "curl", "curl -d @- http://a/x");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("a body from standard input");
    assertThat(run.out()).contains("post: /x").doesNotContain("file: \"-\"", "file: -");
  }

  @Test
  void aSecretIsLeftOutWhereverItStands() throws Exception {
    CommandLineRun run =
        CommandLineRun.of(
            "import",
            "curl",
            "curl 'http://a/x?tok=abC12345678%2FxyZ&q=1' -H 'Authorization: Bearer abC12345678/xyZ'"
                + " -d 'again abC12345678/xyZ'");
    assertThat(run.out()).doesNotContain("abC12345678").contains("/x?tok=${token}&q=1");
  }

  @Test
  void whatCannotBeImportedIsSaidTwice() throws Exception {
    CommandLineRun run =
        CommandLineRun.of(
            "import",
            "curl",
            "wget http://a/; curl -x proxy:1 -L --http3 -c jar --fancy http://a/x http://b/y");
    for (String what : List.of("command wget", "--proxy", "--http3", "--fancy", "http://b")) {
      assertThat(run.err()).contains(what);
      assertThat(run.out()).contains(what);
    }
    assertThat(run.err().lines()).allMatch(line -> line.startsWith("barrage: not imported: "));
    assertThat(run.exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "wget http://a/",
        "curl",
        "curl 'http://a",
        "curl -H",
        "curl ftp://a/",
        "curl http://",
        "curl -X TRACE http://a/",
        "@/no/such/file",
        "@/proc",
        "curl $'http://a"
      })
  void whatIsNoCurlCommandIsOneLine(String text) {
    CommandLineRun run = CommandLineRun.of("import", "curl", text);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("barrage: ").hasLineCount(1).doesNotContain("Exception");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aFileIsOverwrittenByForceOnly() throws Exception {
    Path file = folder.resolve("new/plan.yaml");
    String[] args = {"import", "curl", "curl http://127.0.0.1:1/x", "-o", file.toString(), ""};
    String[] first = java.util.Arrays.copyOf(args, 5);
    assertThat(CommandLineRun.of(first).exitCode()).isZero();
    assertThat(file).content().contains("get: /x");
    Files.writeString(file, "mine");
    CommandLineRun again = CommandLineRun.of(first);
    assertThat(again.err()).isEqualTo("barrage: " + file + " exists; --force overwrites it\n");
    assertThat(again.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(file).hasContent("mine");
    args[5] = "--force";
    assertThat(CommandLineRun.of(args).exitCode()).isZero();
    assertThat(file).content().contains("get: /x");
  }

  @Test
  void theDocumentationShowsWhatIsImported() throws Exception {
    String page = Files.readString(Path.of("../docs/import.md"));
    String commands =
        page.substring(page.indexOf("    curl http://localhost:8080/api/login"))
            .replaceFirst("(?s)\nbecomes\n.*", "");
    String yaml = page.replaceFirst("(?s).*```yaml\n", "").replaceFirst("(?s)```.*", "");
    assertThat(CommandLineRun.of("import", "curl", commands).out()).isEqualTo(yaml);
  }

  @Test
  void importWithoutAKindSaysTheKinds() {
    CommandLineRun run = CommandLineRun.of("import");
    assertThat(run.err()).startsWith("barrage: ").contains("curl").hasLineCount(1);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
  }
}
