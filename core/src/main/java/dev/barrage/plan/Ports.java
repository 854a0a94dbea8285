package dev.barrage.plan;

import java.net.InetAddress;

/** Hosts and ports as {@code HOST:PORT} writes them, an IPv6 address in brackets. */
final class Ports {
  private static final int MAX = 65_535;

  private Ports() {}

  static int port(String text, String digits) {
    int port = Integer.parseInt(digits);
    if (port < 1 || port > MAX) {
      throw new IllegalArgumentException(
          Quoted.of(text) + ": a port must be from 1 to " + MAX + ", not " + digits);
    }
    return port;
  }

  /** Without brackets; what is in them must be an address. */
  static String host(String text) {
    if (text.startsWith("[")) {
      return AddressSet.address(text).getHostAddress();
    }
    if (!text.equals("*") && !text.matches("[A-Za-z0-9._-]{1,253}")) {
      throw new IllegalArgumentException(
          Quoted.of(text) + " is not a host name; write e.g. api.example.com");
    }
    return text;
  }

  /** Whether two hosts without brackets are the same; addresses may be written differently. */
  static boolean same(String one, String other) {
    if (one.indexOf(':') < 0 || other.indexOf(':') < 0) {
      return one.equalsIgnoreCase(other);
    }
    return AddressSet.address(one).equals(AddressSet.address(other));
  }

  static String bracketed(String host) {
    return host.indexOf(':') < 0 ? host : "[" + host + "]";
  }

  static String bracketed(InetAddress address) {
    return bracketed(address.getHostAddress());
  }
}
