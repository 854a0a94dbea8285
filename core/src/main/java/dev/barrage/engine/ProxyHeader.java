package dev.barrage.engine;

import dev.barrage.plan.ProxyProtocol;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The header of the PROXY protocol, which tells the receiver whom a connection is made for.
 *
 * <p>After HAProxy's "The PROXY protocol", sections 2.1 (version 1) and 2.2 (version 2).
 */
final class ProxyHeader {
  private static final byte[] SIGNATURE = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };
  private static final byte LOCAL = 0x20;
  private static final byte PROXY = 0x21;
  private static final byte UNSPECIFIED = 0x00;
  private static final byte TCP4 = 0x11;
  private static final byte TCP6 = 0x21;
  private static final int FIRST_PORT = 1024;
  private static final int PORTS = 65_536 - FIRST_PORT;

  private ProxyHeader() {}

  /** For a client that is the connection's own peer. */
  static byte[] ofPeer(ProxyProtocol version) {
    return switch (version) {
      case V1 -> "PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII);
      case V2 -> binary(LOCAL, UNSPECIFIED, new byte[0]);
    };
  }

  /**
   * For a client of this address and port. Where only one side is IPv4, it is mapped into IPv6 (RFC
   * 4291 section 2.5.5.2): the header holds addresses of one family.
   *
   * @param to what the client is said to have connected to; the loopback address for a unix socket
   */
  static byte[] of(ProxyProtocol version, InetAddress client, int clientPort, SocketAddress to) {
    InetSocketAddress tcp =
        to instanceof InetSocketAddress inet ? inet : new InetSocketAddress(loopback(client), 80);
    InetAddress server = tcp.getAddress();
    boolean four = client instanceof Inet4Address && server instanceof Inet4Address;
    return switch (version) {
      case V1 ->
          String.join(
                  " ",
                  four ? "PROXY TCP4" : "PROXY TCP6",
                  text(client, four),
                  text(server, four),
                  Integer.toString(clientPort),
                  Integer.toString(tcp.getPort()))
              .concat("\r\n")
              .getBytes(StandardCharsets.US_ASCII);
      case V2 -> {
        byte[] source = bytes(client, four);
        byte[] destination = bytes(server, four);
        ByteBuffer addresses = ByteBuffer.allocate(source.length + destination.length + 4);
        addresses.put(source).put(destination);
        addresses.putShort((short) clientPort).putShort((short) tcp.getPort());
        yield binary(PROXY, four ? TCP4 : TCP6, addresses.array());
      }
    };
  }

  /** A port for the client of a connection. */
  static int port(long number) {
    return FIRST_PORT + (int) (number % PORTS);
  }

  private static byte[] binary(byte command, byte family, byte[] addresses) {
    ByteBuffer header = ByteBuffer.allocate(SIGNATURE.length + 4 + addresses.length);
    header.put(SIGNATURE).put(command).put(family).putShort((short) addresses.length);
    return header.put(addresses).array();
  }

  private static InetAddress loopback(InetAddress client) {
    return InetAddress.ofLiteral(client instanceof Inet4Address ? "127.0.0.1" : "::1");
  }

  private static String text(InetAddress address, boolean four) {
    boolean mapped = !four && address instanceof Inet4Address;
    return (mapped ? "::ffff:" : "") + address.getHostAddress();
  }

  private static byte[] bytes(InetAddress address, boolean four) {
    byte[] bytes = address.getAddress();
    if (four || bytes.length == 16) {
      return bytes;
    }
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    System.arraycopy(bytes, 0, mapped, 12, 4);
    return mapped;
  }
}
