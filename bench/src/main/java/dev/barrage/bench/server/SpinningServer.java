package dev.barrage.bench.server;

import dev.barrage.bench.machine.Ending;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A server on loopback whose one thread never sleeps, so that what it does is late by microseconds
 * only. What it does is a subclass's: {@link #accepted}, {@link #readable} and {@link #turned} are
 * called on that thread.
 */
abstract class SpinningServer implements AutoCloseable {
  private final String name;
  private final ServerSocketChannel listener;
  private final Selector selector;
  private final Thread thread;
  private volatile boolean closing;
  private volatile @Nullable IOException failure;

  /**
   * Listens; {@link #start} serves.
   *
   * @param name of the thread
   */
  SpinningServer(String name) throws IOException {
    this.name = name;
    listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
    listener.configureBlocking(false);
    selector = Selector.open();
    listener.register(selector, SelectionKey.OP_ACCEPT);
    thread = Thread.ofPlatform().daemon().name(name).unstarted(this::serve);
  }

  /** Once the subclass is whole. */
  final void start() {
    thread.start();
  }

  final int port() {
    return listener.socket().getLocalPort();
  }

  /** A client has connected; nothing is watched yet. */
  abstract void accepted(SocketChannel client) throws IOException;

  /** A watched channel has bytes, or has ended. */
  abstract void readable(SocketChannel channel, @Nullable Object attachment) throws IOException;

  /** All that was there to be read has been; what is due can be sent. */
  abstract void turned() throws IOException;

  final void watch(SocketChannel channel, @Nullable Object attachment) throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.register(selector, SelectionKey.OP_READ, attachment);
  }

  /** The bytes read; less than 0: the channel has ended. */
  static int read(SocketChannel channel, ByteBuffer into) {
    into.clear();
    try {
      return channel.read(into);
    } catch (IOException e) {
      return -1; // a reset: as good as an end
    }
  }

  private void serve() {
    try {
      while (!closing) {
        selector.selectNow();
        for (Iterator<SelectionKey> i = selector.selectedKeys().iterator(); i.hasNext(); ) {
          SelectionKey key = i.next();
          i.remove();
          if (key.isAcceptable()) {
            acceptAll();
          } else {
            readable((SocketChannel) key.channel(), key.attachment());
          }
        }
        turned();
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  private void acceptAll() throws IOException {
    for (SocketChannel client; (client = listener.accept()) != null; ) {
      accepted(client);
    }
  }

  /**
   * @throws IOException it has failed while it served
   */
  final void assertServed() throws IOException {
    IOException broken = failure;
    if (broken != null) {
      throw new IOException("the " + name + " failed: " + broken.getMessage(), broken);
    }
  }

  @Override
  public void close() throws IOException {
    closing = true;
    Ending.await(thread);
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
    listener.close();
  }
}
