package dev.barrage.bench.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Answers GET requests at times that are told, and knows the delays it really gave.
 *
 * <p>Its one thread never sleeps, so that an answer is late by microseconds only; it takes a CPU
 * for itself. Where something else takes that CPU for a while, a request may have lain there since
 * the server looked last: it knows a least and a most delay, which are microseconds apart
 * otherwise. Requests must fit one read and are not pipelined. {@link #delaysNs}, {@link
 * #mostDelaysNs}, {@link #arrivalsNs} and {@link #inHandMax} may be asked once it is closed.
 */
public final class TruthServer implements AutoCloseable {
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello\n".getBytes(StandardCharsets.US_ASCII);

  /** When a request is to be answered. Asked in the order of arrival, on the server's thread. */
  public interface Answering {
    /**
     * @param n number of the request, from 0
     * @param arrivedNs {@link System#nanoTime()} when it was read
     * @return when to answer it, on the same axis
     */
    long dueNs(long n, long arrivedNs);
  }

  private record Held(int n, long arrivedNs, long notBeforeNs, long dueNs, SocketChannel channel) {}

  private final Answering answering;
  private final ServerSocketChannel listener;
  private final Selector selector;
  private final ByteBuffer in = ByteBuffer.allocateDirect(8192);
  private final ByteBuffer out = ByteBuffer.allocateDirect(ANSWER.length).put(ANSWER);
  private final PriorityQueue<Held> held =
      new PriorityQueue<>(
          4096, (a, b) -> a.dueNs != b.dueNs ? Long.compare(a.dueNs, b.dueNs) : a.n - b.n);
  private final Thread thread;
  private long lookedNs;
  private long[] delays = new long[1 << 17];
  private long[] mostDelays = new long[1 << 17];
  private long[] arrivals = new long[1 << 17];
  private int count;
  private int inHandMax;
  private volatile boolean closing;
  private volatile @Nullable IOException failure;

  public TruthServer(Answering answering) throws IOException {
    this.answering = answering;
    listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
    listener.configureBlocking(false);
    selector = Selector.open();
    listener.register(selector, SelectionKey.OP_ACCEPT);
    thread = Thread.ofPlatform().daemon().name("truth").start(this::serve);
  }

  public String url() {
    return "http://127.0.0.1:" + listener.socket().getLocalPort() + "/";
  }

  private void serve() {
    try {
      long lookingNs = System.nanoTime();
      while (!closing) {
        lookedNs = lookingNs;
        lookingNs = System.nanoTime();
        selector.selectNow();
        for (Iterator<SelectionKey> i = selector.selectedKeys().iterator(); i.hasNext(); ) {
          SelectionKey key = i.next();
          i.remove();
          if (key.isAcceptable()) {
            accept();
          } else {
            read((SocketChannel) key.channel());
          }
        }
        answerDue();
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  private void accept() throws IOException {
    for (SocketChannel channel; (channel = listener.accept()) != null; ) {
      channel.configureBlocking(false);
      channel.socket().setTcpNoDelay(true);
      channel.register(selector, SelectionKey.OP_READ);
    }
  }

  private void read(SocketChannel channel) throws IOException {
    in.clear();
    int bytes;
    try {
      bytes = channel.read(in);
    } catch (IOException e) {
      bytes = -1; // a reset: as good as an end
    }
    if (bytes < 0) {
      channel.close();
      return;
    }
    if (bytes < 4 || in.getInt(bytes - 4) != 0x0d0a0d0a) {
      throw new IOException("a request in two pieces, or with a body");
    }
    long nowNs = System.nanoTime();
    int n = count++;
    if (n >= arrivals.length) {
      arrivals = Arrays.copyOf(arrivals, arrivals.length * 2);
    }
    arrivals[n] = nowNs;
    held.add(new Held(n, nowNs, lookedNs, answering.dueNs(n, nowNs), channel));
    inHandMax = Math.max(inHandMax, held.size());
  }

  private void answerDue() throws IOException {
    for (Held next; (next = held.peek()) != null && next.dueNs - System.nanoTime() <= 0; ) {
      held.remove();
      out.clear();
      // Before the bytes leave: the client may have them before the call returns.
      long leavesNs = System.nanoTime();
      next.channel.write(out);
      if (next.n >= delays.length) {
        delays = Arrays.copyOf(delays, delays.length * 2);
        mostDelays = Arrays.copyOf(mostDelays, delays.length);
      }
      delays[next.n] = leavesNs - next.arrivedNs;
      mostDelays[next.n] = System.nanoTime() - next.notBeforeNs;
    }
  }

  /** Delays given to the requests from number {@code first} on, the least, ns, sorted. */
  public long[] delaysNs(int first) throws IOException {
    return sorted(delays, first);
  }

  /**
   * The most that these delays can have been: from the look before the one that found the request,
   * to the end of the call that sent the answer.
   */
  public long[] mostDelaysNs(int first) throws IOException {
    return sorted(mostDelays, first);
  }

  private long[] sorted(long[] all, int first) throws IOException {
    IOException broken = failure;
    if (broken != null) {
      throw new IOException("the server failed: " + broken.getMessage(), broken);
    }
    long[] result = Arrays.copyOfRange(all, Math.min(first, count), count);
    Arrays.sort(result);
    return result;
  }

  /** When the requests from number {@code first} on arrived, ns on the axis of the clock. */
  public long[] arrivalsNs(int first) {
    return Arrays.copyOfRange(arrivals, Math.min(first, count), count);
  }

  /** Requests received. */
  public int count() {
    return count;
  }

  /** Most requests received and not answered at one time. */
  public int inHandMax() {
    return inHandMax;
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
  }
}
