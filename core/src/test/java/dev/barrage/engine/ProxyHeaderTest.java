package dev.barrage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.ProxyProtocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes that HAProxy's "The PROXY protocol" prescribes. */
class ProxyHeaderTest {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 192.0.2.9, PROXY TCP4 10.0.0.1 192.0.2.9 1024 443",
    "2001:db8::1, ::1, PROXY TCP6 2001:db8:0:0:0:0:0:1 0:0:0:0:0:0:0:1 1024 443",
    "10.0.0.1, ::1, PROXY TCP6 ::ffff:10.0.0.1 0:0:0:0:0:0:0:1 1024 443",
    "2001:db8::1, 192.0.2.9, PROXY TCP6 2001:db8:0:0:0:0:0:1 ::ffff:192.0.2.9 1024 443"
  })
  void versionOneIsALine(String client, String server, String line) {
    byte[] header = ProxyHeader.of(ProxyProtocol.V1, ip(client), 1024, at(server));
    assertThat(new String(header, StandardCharsets.US_ASCII)).isEqualTo(line + "\r\n");
    assertThat(header.length).as("section 2.1").isLessThanOrEqualTo(107);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 192.0.2.9, 2111000c0a000001c0000209040001bb",
    "::2, ::1, 2121002400000000000000000000000000000002"
        + "00000000000000000000000000000001040001bb",
    "10.0.0.1, ::1, 2121002400000000000000000000ffff0a000001"
        + "00000000000000000000000000000001040001bb"
  })
  void versionTwoIsBinary(String client, String server, String hex) {
    byte[] header = ProxyHeader.of(ProxyProtocol.V2, ip(client), 1024, at(server));
    assertThat(HexFormat.of().formatHex(header)).isEqualTo(SIGNATURE + hex);
  }

  @Test
  void withoutAClientTheReceiverKeepsTheConnectionsOwnAddress() {
    assertThat(new String(ProxyHeader.ofPeer(ProxyProtocol.V1), StandardCharsets.US_ASCII))
        .isEqualTo("PROXY UNKNOWN\r\n");
    assertThat(HexFormat.of().formatHex(ProxyHeader.ofPeer(ProxyProtocol.V2)))
        .isEqualTo(SIGNATURE + "20000000");
  }

  @Test
  void behindAUnixSocketTheServerIsSaidToBeTheLoopbackAddress() {
    SocketAddress socket = UnixDomainSocketAddress.of("/run/x");
    assertThat(
            new String(
                ProxyHeader.of(ProxyProtocol.V1, ip("10.0.0.1"), 9, socket),
                StandardCharsets.US_ASCII))
        .isEqualTo("PROXY TCP4 10.0.0.1 127.0.0.1 9 80\r\n");
  }

  @Test
  void clientPortsAreNeverPrivilegedAndStayInRange() {
    assertThat(ProxyHeader.port(0)).isEqualTo(1024);
    assertThat(ProxyHeader.port(64_511)).isEqualTo(65_535);
    assertThat(ProxyHeader.port(64_512)).isEqualTo(1024);
  }

  private static InetAddress ip(String literal) {
    return InetAddress.ofLiteral(literal);
  }

  private static InetSocketAddress at(String literal) {
    return new InetSocketAddress(ip(literal), 443);
  }
}
