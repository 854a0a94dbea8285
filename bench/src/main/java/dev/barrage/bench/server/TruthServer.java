package dev.barrage.bench.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Answers GET requests at times that are told, and knows the delays it really gave.
 *
 * <p>It takes a CPU for itself. Where something else takes that CPU for a while, a request may have
 * lain there since the server looked last: it knows a least and a most delay, which are
 * microseconds apart otherwise. Requests must fit one read and are not pipelined. {@link
 * #delaysNs}, {@link #mostDelaysNs}, {@link #arrivalsNs} and {@link #inHandMax} may be asked once
 * it is closed.
 */
public final class TruthServer extends SpinningServer {
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
  private final ByteBuffer in = ByteBuffer.allocateDirect(8192);
  private final ByteBuffer out = ByteBuffer.allocateDirect(ANSWER.length).put(ANSWER);
  private final PriorityQueue<Held> held =
      new PriorityQueue<>(
          4096, (a, b) -> a.dueNs != b.dueNs ? Long.compare(a.dueNs, b.dueNs) : a.n - b.n);
  private long lookedNs = System.nanoTime();
  private long lookingNs = lookedNs;
  private long[] delays = new long[1 << 17];
  private long[] mostDelays = new long[1 << 17];
  private long[] arrivals = new long[1 << 17];
  private int count;
  private int inHandMax;

  public TruthServer(Answering answering) throws IOException {
    super("truth server");
    this.answering = answering;
    start();
  }

  public String url() {
    return "http://127.0.0.1:" + port() + "/";
  }

  @Override
  void accepted(SocketChannel client) throws IOException {
    watch(client, null);
  }

  @Override
  void readable(SocketChannel channel, @Nullable Object attachment) throws IOException {
    int bytes = read(channel, in);
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

  @Override
  void turned() throws IOException {
    answerDue();
    lookedNs = lookingNs;
    lookingNs = System.nanoTime();
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
    assertServed();
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
}
