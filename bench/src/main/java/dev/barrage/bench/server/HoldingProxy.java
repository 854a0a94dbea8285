package dev.barrage.bench.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A proxy before one upstream that holds each answer back for a time. Requests and answers fit one
 * read; nothing is pipelined. Its one thread never sleeps but yields its CPU in each turn, so that
 * an upstream on the same CPU is served at once.
 */
public final class HoldingProxy implements AutoCloseable {
  private final InetSocketAddress upstream;
  private final long holdNs;
  private final ServerSocketChannel listener;
  private final Selector selector;
  private final ArrayDeque<Link> held = new ArrayDeque<>();
  private final Thread thread;
  private volatile boolean closing;
  private volatile @Nullable IOException failure;

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
    this.upstream = new InetSocketAddress(InetAddress.getLoopbackAddress(), upstreamPort);
    this.holdNs = holdNs;
    listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
    listener.configureBlocking(false);
    selector = Selector.open();
    listener.register(selector, SelectionKey.OP_ACCEPT);
    thread = Thread.ofPlatform().daemon().name("proxy").start(this::serve);
  }

  public String url() {
    return "http://127.0.0.1:" + listener.socket().getLocalPort();
  }

  private void serve() {
    try {
      while (!closing) {
        selector.selectNow();
        for (Iterator<SelectionKey> i = selector.selectedKeys().iterator(); i.hasNext(); ) {
          SelectionKey key = i.next();
          i.remove();
          if (key.isAcceptable()) {
            accept();
          } else {
            read((SocketChannel) key.channel(), (Link) key.attachment());
          }
        }
        for (Link next; (next = held.peek()) != null && next.dueNs - System.nanoTime() <= 0; ) {
          held.remove();
          next.client.write(next.bytes.flip());
        }
        Thread.yield();
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  private void accept() throws IOException {
    for (SocketChannel client; (client = listener.accept()) != null; ) {
      Link link = new Link(client, SocketChannel.open(upstream));
      for (SocketChannel channel : new SocketChannel[] {client, link.behind}) {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.register(selector, SelectionKey.OP_READ, link);
      }
    }
  }

  private void read(SocketChannel channel, Link link) throws IOException {
    link.bytes.clear();
    int bytes;
    try {
      bytes = channel.read(link.bytes);
    } catch (IOException e) {
      bytes = -1; // a reset: as good as an end
    }
    if (bytes < 0) {
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
  public void close() throws IOException {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
    listener.close();
    IOException broken = failure;
    if (broken != null) {
      throw new IOException("the proxy failed: " + broken.getMessage(), broken);
    }
  }
}
