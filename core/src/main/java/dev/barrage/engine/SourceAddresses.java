package dev.barrage.engine;

import dev.barrage.plan.AddressSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Tells before a run whether connections can come from the addresses that a plan names. */
final class SourceAddresses {
  private SourceAddresses() {}

  /**
   * Binds a socket to each address; none is kept.
   *
   * @throws IllegalArgumentException naming the first address that is not this machine's
   */
  static void check(AddressSet sources) {
    for (InetAddress address : sources.all()) {
      try (Socket socket = new Socket()) {
        socket.bind(new InetSocketAddress(address, 0));
      } catch (IOException e) {
        String ip = address.getHostAddress();
        throw new IllegalArgumentException(
            ("source address " + ip + " is not one of this machine's; ")
                + ("add it (ip addr add " + ip + " dev lo) or leave it out"),
            e);
      }
    }
  }
}
