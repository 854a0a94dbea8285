package dev.barrage.cli;

import dev.barrage.plan.AddressSet;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.ProxyProtocol;
import dev.barrage.plan.Reach;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How connections find their way to the target; curl's words where curl has one. */
final class ReachOptions {
  @Option(
      names = "--resolve",
      paramLabel = "H:P:ADDR",
      description = "Use this address for host H, port P, as curl does; repeatable.")
  private List<String> resolve = List.of();

  @Option(
      names = "--connect-to",
      paramLabel = "H:P:I:Q",
      description = "Connect to host I, port Q instead of H:P, as curl does; repeatable.")
  private List<String> connectTo = List.of();

  @Option(
      names = "--server-name",
      paramLabel = "NAME",
      description = "TLS server name (SNI) instead of the URL's host.")
  private @Nullable String serverName;

  @Option(
      names = "--unix-socket",
      paramLabel = "PATH",
      description = "Connect to this unix socket.")
  private @Nullable Path unixSocket;

  @Option(
      names = "--source-address",
      paramLabel = "SET",
      description = "Local addresses of connections, in turn: 127.0.0.2..127.0.0.50.")
  private @Nullable String sources;

  @Option(
      names = "--client-address",
      paramLabel = "SET",
      description = "Addresses that users present, in turn, e.g. 10.0.0.0/24.")
  private @Nullable String clients;

  @Option(names = "--forwarded-for", description = "Send X-Forwarded-For with a client address.")
  private boolean forwardedFor;

  @Option(
      names = "--proxy-protocol",
      paramLabel = "V",
      description = "Begin connections with a PROXY protocol header: v1 or v2.")
  private @Nullable String proxyProtocol;

  /**
   * Hands over what was asked for.
   *
   * @throws IllegalArgumentException a value is impossible: one line that says what is allowed
   */
  void addTo(PlanOverrides overrides) {
    PlanOptions.given("--server-name", serverName, overrides::serverName);
    Reach reach = Reach.DIRECT;
    for (String text : resolve) {
      reach = changed("--resolve", text, reach::resolve);
    }
    for (String text : connectTo) {
      reach = changed("--connect-to", text, reach::connectTo);
    }
    if (unixSocket != null) {
      Path socket = unixSocket.toAbsolutePath().normalize();
      reach = changed("--unix-socket", socket, reach::unixSocket);
    }
    if (sources != null) {
      reach = reach.sources(changed("--source-address", sources, AddressSet::parse));
    }
    if (clients != null) {
      reach = reach.clients(changed("--client-address", clients, AddressSet::parse));
    }
    if (forwardedFor) {
      reach = reach.forwardingFor();
    }
    if (proxyProtocol != null) {
      reach = reach.proxyProtocol(changed("--proxy-protocol", proxyProtocol, ProxyProtocol::parse));
    }
    overrides.reach(reach);
  }

  private static <S, T> T changed(String option, S value, Function<S, T> parser) {
    try {
      return parser.apply(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
    }
  }
}
