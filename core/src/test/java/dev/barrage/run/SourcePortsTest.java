package dev.barrage.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.testkit.RealComponent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How many connections source addresses allow, where the system has twenty ports to give. */
class SourcePortsTest {
  private static final String READY =
      "ip link set lo up && test -w /proc/sys/net/ipv4/ip_local_port_range";

  /** In a network namespace of its own, with loopback up. */
  private static List<String> inNamespace(String... command) {
    String unshare = RealComponent.require("unshare").toString();
    RealComponent.require("ip");
    boolean root = "root".equals(System.getProperty("user.name"));
    List<String> words = new ArrayList<>(List.of(unshare, root ? "-n" : "-rn", "sh", "-c"));
    words.add("PATH=$PATH:/usr/sbin:/sbin; " + READY + " && exec \"$@\"");
    words.add("sh");
    words.addAll(List.of(command));
    return words;
  }

  private static String output(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(text).isTrue();
      return text + "exit " + process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static void requireNamespaces() throws Exception {
    String said = output(inNamespace("true"));
    if (!said.equals("exit 0")) {
      RealComponent.missing(
          "no network namespace can be made (root can), so this test cannot run: " + said);
    }
  }

  @Test
  void eachSourceAddressHasAllPortsForEachTarget() throws Exception {
    requireNamespaces();
    Map<String, Integer> connections = new LinkedHashMap<>();
    connections.put("epoll/1/127.0.0.2", FewPorts.PORTS);
    connections.put("epoll/1/127.0.0.2..127.0.0.4", 3 * FewPorts.PORTS);
    connections.put("epoll/2/127.0.0.2", 2 * FewPorts.PORTS);
    connections.put("nio/1/127.0.0.2", FewPorts.PORTS);
    connections.put("nio/1/127.0.0.2..127.0.0.4", 3 * FewPorts.PORTS);
    connections.put("nio/2/127.0.0.2", FewPorts.PORTS); // its ports are chosen without the peer

    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(FewPorts.class.getName());
    command.addAll(connections.keySet());
    String said = output(inNamespace(command.toArray(String[]::new)));

    connections.forEach((run, peak) -> assertThat(said).contains(run + " " + peak + "\n"));
    assertThat(said).endsWith("exit 0");
  }
}
