package dev.barrage.run;

import dev.barrage.engine.ScriptedServer;
import dev.barrage.plan.PlanReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs where the system has few ports to give. For a network namespace of its own: it narrows
 * {@code net.ipv4.ip_local_port_range}. Prints for each run the most connections open at once.
 */
final class FewPorts {
  /** Ports for the connections of one source address to one target. */
  static final int PORTS = 20;

  private static final Path SYSCTL = Path.of("/proc/sys/net/ipv4");
  private static final int FIRST = 40_000;

  private FewPorts() {}

  /**
   * @param args of each run a word: {@code POLLER/NUMBER OF TARGETS/SOURCE ADDRESSES}
   */
  public static void main(String[] args) throws Exception {
    Files.writeString(SYSCTL.resolve("ip_local_port_range"), "20000 20999");
    Files.writeString(SYSCTL.resolve("tcp_max_tw_buckets"), "0"); // a port is free once closed
    List<ScriptedServer> servers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      servers.add(ScriptedServer.answering(ScriptedServer.ok("")));
    }
    String range = FIRST + " " + (FIRST + PORTS - 1);
    Files.writeString(SYSCTL.resolve("ip_local_port_range"), range);
    List<String> urls = servers.stream().map(s -> "http://127.0.0.1:" + s.port()).toList();
    for (String arg : args) {
      String[] words = arg.split("/");
      System.setProperty("barrage.poller", words[0]);
      System.out.println(arg + " " + peak(urls.subList(0, Integer.parseInt(words[1])), words[2]));
    }
    System.exit(0); // the servers' threads have nothing left to do
  }

  private static long peak(List<String> urls, String sources) throws Exception {
    String plan =
        """
        target: {urls: [%s], source addresses: "%s"}
        users: {u: {wait: 200ms, tasks: [get: /]}}
        load: hold 100 users for 1s
        """
            .formatted(String.join(", ", urls), sources);
    Path file = Files.writeString(Files.createTempFile("few-ports", ".yaml"), plan);
    try {
      var run = new Run(PlanReader.read(file), Optional.empty(), p -> {}).execute();
      run.measurement().parts().errors().forEach(e -> System.out.println("  " + e.message()));
      return run.measurement().connections().peak();
    } finally {
      Files.delete(file);
    }
  }
}
