package dev.barrage.testbed.process;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Upstream and gateway, each in a JVM of its own, on free ports of loopback.
 *
 * <pre>{@code
 * List<Path> classPath = List.of(Path.of("testbed/target/barrage-testbed-0.1.0.jar"),
 *     Path.of("testbed/target/lib"));           // jars, folders of classes, folders of jars
 * try (Testbed testbed = Testbed.start(classPath, System.err::println)) {
 *   …                                           // requests to testbed.gateway()
 * }
 * }</pre>
 *
 * <p>The children also end when this process does, even when it is killed.
 */
public final class Testbed implements AutoCloseable {
  /** Environment variable by which the children learn the token they share. */
  public static final String TOKEN_VARIABLE = "BARRAGE_TESTBED_TOKEN";

  /**
   * System property of the children. Ctrl-C goes to all processes of a terminal: what they serve is
   * still needed then, until this process ends them.
   */
  public static final String CHILD_PROPERTY = "barrage.testbed.child";

  private static final String MAIN = "dev.barrage.testbed.Main";
  private static final Duration READY_TIMEOUT = Duration.ofSeconds(60);

  /** Small heaps, one collector thread, and Netty's fast access to its buffers. */
  private static final List<String> JVM_FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "-XX:+ExitOnOutOfMemoryError",
          "-Xshare:auto",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-D" + CHILD_PROPERTY + "=true");

  private final Child upstreamProcess;
  private final Child gatewayProcess;
  private final URI upstream;
  private final URI admin;
  private final URI gateway;
  private final String token;

  private Testbed(
      Child upstreamProcess,
      Child gatewayProcess,
      URI upstream,
      URI admin,
      URI gateway,
      String token) {
    this.upstreamProcess = upstreamProcess;
    this.gatewayProcess = gatewayProcess;
    this.upstream = upstream;
    this.admin = admin;
    this.gateway = gateway;
    this.token = token;
  }

  /**
   * Starts both and waits until both are ready.
   *
   * @param classPath the testbed's jar or classes and the folder of its libraries
   * @param progress gets a line for each thing that happens
   * @throws IOException if one does not start; none is left behind then
   */
  public static Testbed start(List<Path> classPath, Consumer<String> progress) throws IOException {
    return start(classPath, 0, progress);
  }

  /**
   * The same, the gateway on a given port.
   *
   * @param gatewayPort on loopback; 0 for a free one
   */
  public static Testbed start(List<Path> classPath, int gatewayPort, Consumer<String> progress)
      throws IOException {
    String classes = expand(classPath);
    Map<String, String> environment = Map.of(TOKEN_VARIABLE, randomToken());
    List<Child> started = new ArrayList<>();
    try {
      long startNs = System.nanoTime();
      progress.accept("starting the upstream");
      List<String> memory = List.of("-Xms32m", "-Xmx256m");
      Child upstream = Child.start("upstream", command(classes, memory, "upstream"), environment);
      started.add(upstream);
      Child.Ready upstreamReady = upstream.awaitReady(READY_TIMEOUT);
      String url = upstreamReady.value("upstream");
      progress.accept("upstream ready at " + url + since(startNs));
      long gatewayStartNs = System.nanoTime();
      progress.accept("starting the gateway (Spring Cloud Gateway)");
      memory = List.of("-Xms64m", "-Xmx384m");
      String port = Integer.toString(gatewayPort);
      List<String> command =
          command(classes, memory, "gateway", "--upstream-url", url, "--port", port);
      Child gateway = Child.start("gateway", command, environment);
      started.add(gateway);
      String gatewayUrl = gateway.awaitReady(READY_TIMEOUT).value("gateway");
      progress.accept("gateway ready at " + gatewayUrl + since(gatewayStartNs));
      return new Testbed(
          upstream,
          gateway,
          URI.create(url),
          URI.create(upstreamReady.value("admin")),
          URI.create(gatewayUrl),
          upstreamReady.value("token"));
    } catch (IOException | RuntimeException e) {
      started.forEach(Child::close);
      throw e;
    }
  }

  private static String since(long startNs) {
    return String.format(Locale.ROOT, " after %.1f s", (System.nanoTime() - startNs) / 1e9);
  }

  private static List<String> command(String classes, List<String> memory, String... arguments) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(JVM_FLAGS);
    command.addAll(memory);
    command.addAll(List.of("-cp", classes, MAIN));
    command.addAll(List.of(arguments));
    return command;
  }

  private static String expand(List<Path> classPath) throws IOException {
    for (Path entry : classPath) {
      if (!Files.exists(entry)) {
        throw new IOException("no " + entry + "; build the testbed: mvn -pl testbed package");
      }
    }
    return classPath.stream()
        .map(entry -> holdsJars(entry) ? entry + File.separator + "*" : entry.toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean holdsJars(Path entry) {
    String[] jars = entry.toFile().list((folder, name) -> name.endsWith(".jar"));
    return jars != null && jars.length > 0;
  }

  private static String randomToken() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** Base URI of the upstream. */
  public URI upstream() {
    return upstream;
  }

  /** Base URI of the upstream's admin port. */
  public URI admin() {
    return admin;
  }

  /** Base URI of the gateway. */
  public URI gateway() {
    return gateway;
  }

  /** Bearer token of the admin port. */
  public String token() {
    return token;
  }

  /** Process id of the upstream. */
  public long upstreamPid() {
    return upstreamProcess.pid();
  }

  /** Process id of the gateway, such as to watch what it spends. */
  public long gatewayPid() {
    return gatewayProcess.pid();
  }

  /** Whether both still run. */
  public boolean isAlive() {
    return upstreamProcess.isAlive() && gatewayProcess.isAlive();
  }

  /** Ends both: SIGTERM, and after five seconds SIGKILL. */
  @Override
  public void close() {
    upstreamProcess.terminate();
    gatewayProcess.close();
    upstreamProcess.close();
  }
}
