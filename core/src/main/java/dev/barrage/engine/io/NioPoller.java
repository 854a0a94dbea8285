package dev.barrage.engine.io;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A NIO selector: where {@code epoll} is not to be had. Waits are rounded up to milliseconds. */
final class NioPoller implements Poller {
  private final Selector selector;
  private final List<SelectionKey> ready = new ArrayList<>();

  NioPoller() throws IOException {
    selector = Selector.open();
  }

  @Override
  public Wire connect(SocketAddress to, @Nullable InetAddress from, Object owner)
      throws IOException {
    long startedNs = System.nanoTime();
    boolean unix = to instanceof UnixDomainSocketAddress;
    SocketChannel channel =
        unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
    try {
      channel.configureBlocking(false);
      if (!unix) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      if (from != null) {
        bind(channel, from);
      }
      boolean connected = channel.connect(to);
      Socket socket = new Socket(channel, startedNs, owner);
      int interest = connected ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT;
      socket.key = channel.register(selector, interest, socket);
      return socket;
    } catch (ConnectFailedException e) {
      channel.close();
      throw e;
    } catch (IOException e) {
      channel.close();
      throw new ConnectFailedException(describe(e));
    }
  }

  /** Takes a port for the connection alone; epoll's lets connections to several peers share it. */
  private static void bind(SocketChannel channel, InetAddress from) throws IOException {
    try {
      channel.bind(new InetSocketAddress(from, 0));
    } catch (BindException e) {
      boolean taken = String.valueOf(e.getMessage()).contains("in use");
      throw new ConnectFailedException(
          taken ? ConnectFailedException.NO_LOCAL_PORT : ConnectFailedException.NOT_LOCAL);
    }
  }

  @Override
  public void watchWrites(Wire wire, boolean writes) {
    SelectionKey key = ((Socket) wire).key;
    if (key != null && key.isValid() && ((Socket) wire).open) {
      key.interestOps(SelectionKey.OP_READ | (writes ? SelectionKey.OP_WRITE : 0));
    }
  }

  @Override
  public int await(long timeoutNs) throws IOException {
    ready.clear();
    if (timeoutNs <= 0) {
      selector.selectNow(ready::add);
    } else {
      selector.select(ready::add, Math.max(1, (timeoutNs + 999_999) / 1_000_000));
    }
    return ready.size();
  }

  @Override
  public @Nullable Object ready(int i) {
    SelectionKey key = ready.get(i);
    return key.isValid() ? ((Socket) key.attachment()).owner : null;
  }

  @Override
  public boolean isReadable(int i) {
    SelectionKey key = ready.get(i);
    return key.isValid() && (key.readyOps() & SelectionKey.OP_READ) != 0;
  }

  @Override
  public boolean isWritable(int i) {
    SelectionKey key = ready.get(i);
    return key.isValid()
        && (key.readyOps() & (SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT)) != 0;
  }

  @Override
  public void wakeup() {
    selector.wakeup();
  }

  @Override
  public void close() {
    try {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      // Nothing is left to be done with a selector that cannot be closed.
    }
  }

  private static String describe(IOException e) {
    String message = e.getMessage();
    if (message != null && message.startsWith("Resource temporarily unavailable")) {
      return ConnectFailedException.QUEUE_FULL;
    }
    if (e instanceof SocketException && message != null) {
      return message.toLowerCase(java.util.Locale.ROOT);
    }
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /** A plain connection. */
  private static final class Socket implements Wire {
    private final SocketChannel channel;
    private final long startedNs;
    private final Object owner;
    private @Nullable SelectionKey key;
    private boolean open;
    private long connectNs;

    Socket(SocketChannel channel, long startedNs, Object owner) {
      this.channel = channel;
      this.startedNs = startedNs;
      this.owner = owner;
    }

    @Override
    public boolean open() throws IOException {
      if (!open) {
        try {
          if (!channel.finishConnect()) {
            return false;
          }
        } catch (IOException e) {
          throw new ConnectFailedException(describe(e));
        }
        open = true;
        connectNs = System.nanoTime() - startedNs;
        if (key != null) {
          key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
      }
      return true;
    }

    @Override
    public int read(Block into) throws IOException {
      into.buffer.clear();
      return channel.read(into.buffer);
    }

    @Override
    public int write(Block from, int offset, int length) throws IOException {
      return channel.write(from.source(offset, length));
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
      return connectNs;
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
      try {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException | UnsupportedOperationException e) {
        // A unix socket knows no reset; a connection that is gone needs none.
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        // The descriptor is gone either way.
      }
    }
  }
}
