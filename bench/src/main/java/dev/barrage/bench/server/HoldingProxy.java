package dev.barrage.bench.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A proxy before one upstream that holds each answer back for a time. Requests and answers fit one
 * read; nothing is pipelined. Its thread yields its CPU in each turn, so that an upstream on the
 * same CPU is served at once.
 */
public final class HoldingProxy extends SpinningServer {
  private final InetSocketAddress upstream;
  private final long holdNs;
  private final ArrayDeque<Link> held = new ArrayDeque<>();

  /** A client's connection and the one behind it. */
  private static final class Link {
    final SocketChannel client;
    final SocketChannel behind;
    final ByteBuffer bytes = ByteBuffer.allocateDirect(8192);
    long dueNs;

    Link(SocketChannel client, SocketChannel behind) {
      this.client = client;
      this.behind = behind;
    }
  }

  /**
   * @param upstreamPort of a server on the loopback address
   */
  public HoldingProxy(int upstreamPort, long holdNs) throws IOException {
    super("proxy");
    this.upstream = new InetSocketAddress(InetAddress.getLoopbackAddress(), upstreamPort);
    this.holdNs = holdNs;
    start();
  }

  public String url() {
    return "http://127.0.0.1:" + port();
  }

  @Override
  void accepted(SocketChannel client) throws IOException {
    Link link = new Link(client, SocketChannel.open(upstream));
    watch(client, link);
    watch(link.behind, link);
  }

  @Override
  void readable(SocketChannel channel, @Nullable Object attachment) throws IOException {
    Link link = (Link) Objects.requireNonNull(attachment);
    if (read(channel, link.bytes) < 0) {
      link.client.close();
      link.behind.close();
    } else if (channel.equals(link.client)) {
      link.behind.write(link.bytes.flip());
    } else {
      link.dueNs = System.nanoTime() + holdNs;
      held.add(link); // the same time for all: the first is due first
    }
  }

  @Override
  void turned() throws IOException {
    for (Link next; (next = held.peek()) != null && next.dueNs - System.nanoTime() <= 0; ) {
      held.remove();
      next.client.write(next.bytes.flip());
    }
    Thread.yield();
  }

  @Override
  public void close() throws IOException {
    super.close();
    assertServed();
  }
}
