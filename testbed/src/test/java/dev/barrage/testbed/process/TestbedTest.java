package dev.barrage.testbed.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestbedTest {
  private static final String CLASS_PATH = System.getProperty("java.class.path");
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private static String fetch(URI uri, String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    }
  }

  @Test
  void startsBothAndEndsBoth() throws Exception {
    List<Path> classPath =
        Arrays.stream(CLASS_PATH.split(File.pathSeparator)).map(Path::of).toList();
    List<String> progress = new ArrayList<>();
    long upstreamPid;
    long gatewayPid;
    try (Testbed testbed = Testbed.start(classPath, progress::add)) {
      upstreamPid = testbed.upstreamPid();
      gatewayPid = testbed.gatewayPid();

      assertThat(fetch(testbed.gateway().resolve("/api/hello"), "")).startsWith("200");
      assertThat(fetch(testbed.upstream().resolve("/health"), "")).startsWith("200");
      assertThat(fetch(testbed.admin().resolve("/counts"), testbed.token()))
          .contains("\"received\":2");
      assertThat(testbed.isAlive()).isTrue();
    }

    assertThat(progress).hasSize(4).last().asString().startsWith("gateway ready at http://");
    assertThat(ProcessHandle.of(upstreamPid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(ProcessHandle.of(gatewayPid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void saysWhyAChildDoesNotStart(@TempDir Path empty) {
    assertThatThrownBy(() -> Testbed.start(List.of(empty), line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("upstream ended before it was ready")
        .hasMessageContaining("dev.barrage.testbed.Main");
    assertThatThrownBy(() -> Testbed.start(List.of(empty.resolve("none")), line -> {}))
        .hasMessageContaining("none; build the testbed");
  }

  @Test
  void aChildEndsWhenItsInputEnds() throws Exception {
    Process child =
        new ProcessBuilder(JAVA, "-cp", CLASS_PATH, "dev.barrage.testbed.Main", "upstream").start();
    readyLine(child);

    child.getOutputStream().close();

    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isZero();
  }

  @Test
  void aChildEndsWhenItsParentIsKilledThoughItsInputIsOpen(@TempDir Path temporary)
      throws Exception {
    // A shell between, to be killed. The child holds both ends of its input, so that never ends;
    // the colon keeps the shell from replacing itself by its last command.
    String script =
        "mkfifo \"$2\"; \"$0\" -cp \"$1\" dev.barrage.testbed.Main upstream 0<>\"$2\"; :";
    String fifo = temporary.resolve("input").toString();
    Process shell = new ProcessBuilder("/bin/sh", "-c", script, JAVA, CLASS_PATH, fifo).start();
    readyLine(shell);
    ProcessHandle child = shell.children().findFirst().orElseThrow();
    assertThat(child.isAlive()).isTrue();

    shell.destroyForcibly().waitFor();

    try {
      Awaitility.await().until(() -> !child.isAlive());
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void misuseIsOneLineAndExit2() throws Exception {
    Process child =
        new ProcessBuilder(JAVA, "-cp", CLASS_PATH, "dev.barrage.testbed.Main", "gateway").start();
    String said = new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor()).isEqualTo(2);
    assertThat(said).isEqualTo("testbed: gateway needs --upstream-url URL\n");
  }

  private static String readyLine(Process child) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
    String line = lines.readLine();
    assertThat(line).startsWith("{\"upstream\":\"http://127.0.0.1:");
    return line;
  }
}
