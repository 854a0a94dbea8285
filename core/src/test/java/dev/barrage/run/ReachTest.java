package dev.barrage.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.barrage.engine.UnreachableException;
import dev.barrage.engine.tls.Certificates;
import dev.barrage.plan.AddressSet;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import dev.barrage.report.RunRecord;
import dev.barrage.testkit.RealServer;
import dev.barrage.verdict.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections find their way, and whom they come from, as nginx and HAProxy see it. */
class ReachTest {
  private static final Certificates CERTIFICATES = Certificates.made();

  @TempDir static Path folder;
  private static final List<RealServer> SERVERS = new ArrayList<>();
  private static int plain;
  private static int secure;
  private static int proxied;
  private static int proxiedSecure;
  private static int haproxy;
  private int seen;

  /** A line of nginx's log. */
  private record Request(
      String remote, String proxy, String host, String serverName, String forwardedFor) {
    static Request of(String line) {
      String[] part = line.split("\\|", -1);
      return new Request(part[0], part[1], part[2], part[3], part[4]);
    }
  }

  @BeforeAll
  static void start() throws IOException {
    plain = RealServer.freePort();
    secure = RealServer.freePort();
    proxied = RealServer.freePort();
    proxiedSecure = RealServer.freePort();
    haproxy = RealServer.freePort();
    SERVERS.add(RealServer.nginx(folder, plain, nginx()));
    Path config = Files.writeString(folder.resolve("haproxy.cfg"), haproxy());
    SERVERS.add(RealServer.start(folder, haproxy, "haproxy", "-db", "-f", config.toString()));
  }

  private static String nginx() {
    return """
      log_format who '$remote_addr|$proxy_protocol_addr|$http_host|$ssl_server_name|$http_x_forwarded_for';
      access_log who.log who;
      ssl_certificate %s;
      ssl_certificate_key %s;
      server {
        listen 127.0.0.1:%d;
        listen 127.0.0.1:%d ssl;
        listen 127.0.0.1:%d proxy_protocol;
        listen 127.0.0.1:%d ssl proxy_protocol;
        listen unix:%s/plain.sock;
        listen unix:%s/secure.sock ssl;
        location / { return 200 ok; }
      }
    """
        .formatted(
            CERTIFICATES.cert("server"),
            CERTIFICATES.key("server"),
            plain,
            secure,
            proxied,
            proxiedSecure,
            folder,
            folder);
  }

  private static String haproxy() {
    return """
    defaults
      mode http
      timeout client 10s
    frontend f
      bind 127.0.0.1:%d accept-proxy
      http-request return status 200 content-type text/plain lf-string "<%%[src]>"
    """
        .formatted(haproxy);
  }

  @AfterAll
  static void stop() {
    SERVERS.forEach(RealServer::close);
  }

  @AfterEach
  void chooseThePollerAgain() {
    System.clearProperty("barrage.poller");
  }

  @ParameterizedTest
  @CsvSource({"v1, http, epoll", "v2, http, nio", "v1, https, nio", "v2, https, epoll"})
  void theProxyProtocolPresentsTheUsersAddresses(String version, String scheme, String poller)
      throws Exception {
    List<Request> requests =
        run(
            poller,
            """
            url: %s://127.0.0.1:%d
            insecure: true
            client addresses: [10.9.0.1..10.9.0.2, "2001:db8::7"]
            forwarded for: true
            proxy protocol: %s
            """
                .formatted(scheme, scheme.equals("http") ? proxied : proxiedSecure, version));
    assertThat(requests)
        .extracting(r -> InetAddress.ofLiteral(r.proxy()))
        .containsAll(AddressSet.parse("10.9.0.1..10.9.0.2, 2001:db8::7").all());
    assertThat(requests)
        .as("a user's connection and its requests present one address")
        .allMatch(
            r -> InetAddress.ofLiteral(r.proxy()).equals(InetAddress.ofLiteral(r.forwardedFor())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void withoutClientAddressesTheProxyProtocolLeavesTheConnectionsOwn(String version)
      throws Exception {
    List<Request> requests =
        run("epoll", "{url: http://127.0.0.1:%d, proxy protocol: %s}".formatted(proxied, version));
    assertThat(requests).extracting(Request::remote).containsOnly("127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void haproxyTakesThePresentedAddressForTheClients(String version) throws Exception {
    Plan plan =
        plan(
            "{url: http://127.0.0.1:%d, client addresses: 10.9.8.7, proxy protocol: %s}"
                .formatted(haproxy, version),
            "{get: /, expect: [body contains: <10.9.8.7>]}");
    passes(plan);
  }

  @ParameterizedTest
  @CsvSource({
    "epoll, http, plain",
    "nio, http, plain",
    "epoll, https, secure",
    "nio, https, secure"
  })
  void unixSocketsAreReachedWithTheUrlsHost(String poller, String scheme, String socket)
      throws Exception {
    List<Request> requests =
        run(
            poller,
            """
            url: %s://gateway.test
            insecure: true
            unix socket: %s
            """
                .formatted(scheme, folder.resolve(socket + ".sock")));
    assertThat(requests).extracting(Request::remote).containsOnly("unix:");
    assertThat(requests).extracting(Request::host).containsOnly("gateway.test");
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void hostHeaderAndServerNameAreApartFromTheAddress(String poller) throws Exception {
    List<Request> requests =
        run(
            poller,
            """
            url: https://nowhere.invalid
            insecure: true
            connect to: nowhere.invalid:443:127.0.0.1:%d
            host: api.test:8443
            server name: edge.test
            """
                .formatted(secure));
    assertThat(requests).extracting(Request::host).containsOnly("api.test:8443");
    assertThat(requests).extracting(Request::serverName).containsOnly("edge.test");
  }

  @Test
  void aDetourKeepsTheNamesOfTheUrlAndAnEarlierOneWins() throws Exception {
    List<Request> requests =
        run(
            "epoll",
            """
            url: https://Shop.test
            insecure: true
            connect to: ["other:443::1", "[::1]::127.0.0.1:1", ":443:inside.test:%d", ":::1"]
            resolve: inside.test:%d:127.0.0.1
            """
                .formatted(secure, secure));
    assertThat(requests).extracting(Request::host).containsOnly("Shop.test");
    assertThat(requests).extracting(Request::serverName).containsOnly("Shop.test");
  }

  @Test
  void resolveTriesItsAddressesInTurn() throws Exception {
    List<Request> requests =
        run(
            "epoll",
            """
            url: http://gateway.test:%d
            resolve: ["other.test:%d:127.0.0.9", "*:%d:127.0.0.8,127.0.0.1"]
            """
                .formatted(plain, plain, plain));
    assertThat(requests).extracting(Request::host).containsOnly("gateway.test:" + plain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void connectionsComeFromTheSourceAddressesInTurn(String poller) throws Exception {
    List<Request> requests =
        run(
            poller,
            """
            url: http://127.0.0.1:%d
            connections: new
            source addresses: [127.0.0.2, 127.0.0.8/31]
            """
                .formatted(plain));
    Map<String, Long> counts =
        requests.stream().collect(Collectors.groupingBy(Request::remote, Collectors.counting()));
    assertThat(counts).containsOnlyKeys("127.0.0.2", "127.0.0.8", "127.0.0.9");
    long most = counts.values().stream().max(Long::compare).orElseThrow();
    assertThat(counts.values()).as("each as often").allMatch(count -> most - count <= 4);
  }

  @Test
  void aUserKeepsItsSourceAddress() throws Exception {
    List<Request> requests =
        run(
            "epoll",
            """
            url: http://127.0.0.1:%d
            source addresses: 127.0.0.2..127.0.0.4
            client addresses: 10.0.0.0..10.0.0.2
            forwarded for: true
            """
                .formatted(plain));
    Function<Request, String> last = r -> r.forwardedFor().substring("10.0.0.".length());
    assertThat(requests)
        .allMatch(r -> r.remote().equals("127.0.0." + (2 + Integer.parseInt(last.apply(r)))));
  }

  @Test
  void whatCannotBeIsToldBeforeAnythingIsSent() throws Exception {
    assertThatThrownBy(() ->
            execute("{url: http://127.0.0.1:%d, source addresses: 192.0.2.1}".formatted(plain)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "source address 192.0.2.1 is not one of this machine's; add it (ip addr add 192.0.2.1"
                + " dev lo) or leave it out");
    assertThatThrownBy(
            () -> execute("{url: http://127.0.0.1:%d, source addresses: '::1'}".formatted(plain)))
        .isInstanceOf(UnreachableException.class)
        .hasMessageEndingWith("\"127.0.0.1\" has no IPv6 address, as the source addresses are");
    for (String poller : List.of("epoll", "nio")) {
      System.setProperty("barrage.poller", poller);
      assertThatThrownBy(
              () -> execute("{url: http://x, unix socket: %s}".formatted(folder.resolve("no"))))
          .isInstanceOf(UnreachableException.class)
          .hasMessage(
              "cannot reach unix socket " + folder.resolve("no") + ": no such file or directory");
    }
  }

  private List<Request> run(String poller, String target) throws Exception {
    System.setProperty("barrage.poller", poller);
    Path log = folder.resolve("who.log");
    seen = (int) Files.readString(log).lines().count();
    RunRecord record = passes(plan(target, "{get: /who}"));
    long sent = record.measurement().totals().counts().sent();
    await().until(() -> Files.readString(log).lines().count() == seen + sent);
    return Files.readString(log).lines().skip(seen).map(Request::of).toList();
  }

  private static RunRecord passes(Plan plan) throws Exception {
    RunRecord record = new Run(plan, Optional.empty(), progress -> {}).execute();
    assertThat(record.measurement().totals().counts().failed()).isZero();
    assertThat(record.measurement().totals().counts().ok()).isPositive();
    assertThat(record.judgement().verdict()).isNotEqualTo(Verdict.FAIL);
    return record;
  }

  private static void execute(String target) throws Exception {
    new Run(plan(target, "{get: /}"), Optional.empty(), progress -> {}).execute();
  }

  private static Plan plan(String target, String task) {
    String yaml =
        "target:\n%susers: {u: {wait: 10ms, tasks: [%s]}}\nload: hold 6 users for 400ms\n"
            .formatted(target.strip().indent(2), task);
    return PlanReader.read("p", "p", yaml, folder, new PlanOverrides());
  }
}
