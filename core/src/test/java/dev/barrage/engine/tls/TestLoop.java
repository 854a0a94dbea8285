package dev.barrage.engine.tls;

import dev.barrage.engine.io.Block;
import dev.barrage.engine.io.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLEngine;

/**
 * One TLS connection driven the way an event loop drives it: only when the selector or the wire
 * says so. Waits forever for nothing: after ten seconds without progress it gives up.
 */
final class TestLoop implements AutoCloseable {
  private static final long PATIENCE_NS = Duration.ofSeconds(10).toNanos();

  final TlsWire wire;
  final SocketWire socket;
  private final Selector selector = Selector.open();
  private final ExecutorService pool = Executors.newSingleThreadExecutor();
  private final Block block;

  TestLoop(InetSocketAddress to, SSLEngine engine, int maxRead, int maxWrite, int blockBytes)
      throws IOException {
    socket = new SocketWire(to, selector, maxRead, maxWrite);
    block = new Block(blockBytes);
    wire = new TlsWire(socket, engine, new TlsScratch(), pool, selector::wakeup);
  }

  TestLoop(InetSocketAddress to, SSLEngine engine, Executor tasks, Runnable whenDone)
      throws IOException {
    socket = new SocketWire(to, selector, Integer.MAX_VALUE, Integer.MAX_VALUE);
    block = new Block(16 << 10);
    wire = new TlsWire(socket, engine, new TlsScratch(), tasks, whenDone);
  }

  TestLoop open() throws IOException {
    long endNs = System.nanoTime() + PATIENCE_NS;
    while (!wire.open()) {
      await(endNs);
    }
    return this;
  }

  /** Sends all and reads until that many bytes came, or to the end if it is negative. */
  byte[] exchange(byte[] out, int expected) throws IOException {
    return exchange(new Block(out), expected);
  }

  byte[] exchange(Block source, int expected) throws IOException {
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    int sent = 0;
    long endNs = System.nanoTime() + PATIENCE_NS;
    while (expected < 0 || in.size() < expected) {
      sent += wire.write(source, sent, source.capacity() - sent);
      int n = wire.read(block);
      if (n == Wire.END) {
        return in.toByteArray();
      }
      in.write(block.bytes, 0, n);
      if (n > 0) {
        endNs = System.nanoTime() + PATIENCE_NS;
      }
      if (!wire.hasBuffered() && (n == 0 || expected < 0 || in.size() < expected)) {
        awaitFor(endNs, sent < source.capacity());
      }
    }
    return in.toByteArray();
  }

  /** Reads until something came; how many bytes. */
  int readSome() throws IOException {
    int n = wire.read(block);
    for (long endNs = System.nanoTime() + PATIENCE_NS; n == 0; n = wire.read(block)) {
      await(endNs);
    }
    return n;
  }

  byte[] readToEnd() throws IOException {
    return exchange(new byte[0], -1);
  }

  void await(long endNs) throws IOException {
    awaitFor(endNs, false);
  }

  private void awaitFor(long endNs, boolean more) throws IOException {
    socket.watch(wire.wantsWrite() || more);
    if (System.nanoTime() > endNs) {
      throw new IOException("nothing happened for ten seconds");
    }
    selector.select(1000);
    selector.selectedKeys().clear();
  }

  @Override
  public void close() throws IOException {
    wire.close();
    pool.shutdownNow();
    selector.close();
  }

  /** A plain NIO socket that can be told to move only a few bytes at a time. */
  static final class SocketWire implements Wire {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final int maxRead;
    private final int maxWrite;
    private boolean open;

    SocketWire(InetSocketAddress to, Selector selector, int maxRead, int maxWrite)
        throws IOException {
      this.maxRead = maxRead;
      this.maxWrite = maxWrite;
      channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.connect(to);
      key = channel.register(selector, SelectionKey.OP_CONNECT);
    }

    void watch(boolean writes) {
      if (open) {
        key.interestOps(SelectionKey.OP_READ | (writes ? SelectionKey.OP_WRITE : 0));
      }
    }

    @Override
    public boolean open() throws IOException {
      open = open || channel.finishConnect();
      return open;
    }

    @Override
    public int read(Block into) throws IOException {
      return channel.read(into.buffer().clear().limit(Math.min(maxRead, into.capacity())));
    }

    @Override
    public int write(Block from, int offset, int length) throws IOException {
      int n = Math.min(length, maxWrite);
      return channel.write(from.buffer().clear().position(offset).limit(offset + n));
    }

    @Override
    public boolean hasBuffered() {
      return false;
    }

    @Override
    public boolean wantsWrite() {
      return !open;
    }

    @Override
    public long connectNs() {
      return 1;
    }

    @Override
    public long tlsNs() {
      return -1;
    }

    @Override
    public void endOutput() throws IOException {
      channel.shutdownOutput();
    }

    @Override
    public void resetOnClose() {
      throw new UnsupportedOperationException("no test resets");
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException _) {
        // Given up.
      }
    }
  }
}
