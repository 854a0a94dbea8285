package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target that does not answer before the run: exit 5, its cause in a line, nothing left. */
class RunUnreachableTest {
  @TempDir Path folder;

  private void isUnreachable(String url, String timeout, String cause) throws Exception {
    BarrageProcess run =
        BarrageProcess.run(folder, "run", url, "--connect-timeout", timeout, "-t", "1s");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(run.err().lines()).singleElement().asString().startsWith("barrage: cannot reach ");
    assertThat(run.err()).containsIgnoringCase(cause);
    assertThat(run.out()).isEmpty();
    assertThat(folder.resolve("runs"))
        .satisfiesAnyOf(
            runs -> assertThat(runs).doesNotExist(), runs -> assertThat(runs).isEmptyDirectory());
  }

  @Test
  void refused() throws Exception {
    int port;
    try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = once.getLocalPort();
    }
    isUnreachable("http://127.0.0.1:" + port, "10s", "connection refused");
  }

  @Test
  void noSuchHost() throws Exception {
    isUnreachable("http://no.such.host.invalid", "10s", "no such host");
  }

  /** A listener whose queue is full: the kernel drops the first packet of each more connection. */
  @Test
  void silentUntilTheTimeoutAndEndedAtOnceByAnInterrupt() throws Exception {
    List<Socket> waiting = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      for (int n = 0; n < 4; n++) {
        Socket socket = new Socket();
        waiting.add(socket);
        try {
          socket.connect(full.getLocalSocketAddress(), 200);
        } catch (java.net.SocketTimeoutException e) {
          break;
        }
      }
      String url = "http://127.0.0.1:" + full.getLocalPort();
      isUnreachable(url, "500ms", "500");
      BarrageProcess run =
          BarrageProcess.start(
              folder, "run", url, "--connect-timeout", "300s", "-t", "1s", "-o", "r");
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> isTried(full.getLocalPort()));
      run.signal("INT");
      assertThat(run.await().exitCode()).isEqualTo(ExitCode.INTERRUPTED);
      assertThat(run.err())
          .isEqualTo("barrage: interrupted before the target had answered; nothing was sent\n");
      assertThat(folder.resolve("r")).doesNotExist();
    } finally {
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }

  /** Whether a connection to a port is being made (SYN_SENT), as proc(5) tells. */
  private static boolean isTried(int port) throws IOException {
    String state = String.format(Locale.ROOT, ":%04X 02 ", port);
    return Files.readString(Path.of("/proc/net/tcp")).contains(state);
  }

  @Test
  void certificateNotTrustedUntilSaidOtherwise() throws Exception {
    String store = folder.resolve("server.p12").toString();
    keytool(
        "-genkeypair -keyalg EC -alias s -dname CN=s -ext san=ip:127.0.0.1 -validity 20", store);
    keytool("-exportcert -rfc -alias s -file " + folder.resolve("s.pem"), store);
    KeyStore keys = KeyStore.getInstance(new File(store), "changeit".toCharArray());
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(keys, "changeit".toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(factory.getKeyManagers(), null, null);
    ServerSocket socket =
        tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    try (Target target = new Target(socket)) {
      String url = "https://127.0.0.1:" + target.port();
      isUnreachable(url, "10s", "not trusted");
      assertThat(target.count()).isZero();
      Path plan = Plans.patient(folder, url, "hold 20/s for 300ms");
      for (String trust : new String[] {"--insecure", "--cacert=s.pem"}) {
        BarrageProcess run =
            BarrageProcess.run(folder, "run", plan.toString(), trust, "--no-record");
        assertThat(run.exitCode()).as(run.err()).isZero();
      }
      assertThat(target.count()).isEqualTo(12);
    }
  }

  private static void keytool(String words, String store) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(words.split(" ")));
    command.addAll(List.of("-keystore", store, "-storepass", "changeit", "-storetype", "PKCS12"));
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }
}
