package dev.barrage.overhead;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * An upstream that answers at once and a proxy before it that holds each answer back for a time.
 * Requests without bodies, one at a time per connection.
 */
final class HoldingProxy implements AutoCloseable {
  private final ServerSocket upstream = listener();
  private final ServerSocket proxy = listener();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final long holdNs;
  private final String answer;
  final AtomicInteger throughProxy = new AtomicInteger();
  final AtomicInteger answered = new AtomicInteger();

  /**
   * @param status of the proxy's answers; 200: the upstream's
   */
  HoldingProxy(long holdNs, int status) throws IOException {
    this.holdNs = holdNs;
    this.answer = "HTTP/1.1 " + status + " It\r\nContent-Length: 2\r\n\r\nok";
    var _ = threads.submit(() -> accept(upstream, this::answer));
    var _ = threads.submit(() -> accept(proxy, this::pass));
  }

  private static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
  }

  String direct() {
    return "http://127.0.0.1:" + upstream.getLocalPort();
  }

  String gateway() {
    return "http://127.0.0.1:" + proxy.getLocalPort();
  }

  int proxyPort() {
    return proxy.getLocalPort();
  }

  private interface Serving {
    void serve(Socket socket) throws IOException;
  }

  private Void accept(ServerSocket listener, Serving serving) throws IOException {
    while (true) {
      Socket socket = listener.accept();
      socket.setTcpNoDelay(true);
      var _ =
          threads.submit(() -> {
            serving.serve(socket);
            return null;
          });
    }
  }

  private static boolean readsHead(InputStream in) throws IOException {
    int state = 0;
    for (int c; state < 4 && (c = in.read()) >= 0; ) {
      state = c == (state % 2 == 0 ? '\r' : '\n') ? state + 1 : 0;
    }
    return state == 4;
  }

  private void answer(Socket socket) throws IOException {
    byte[] ok =
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);
    InputStream in = new java.io.BufferedInputStream(socket.getInputStream());
    while (readsHead(in)) {
      answered.incrementAndGet();
      socket.getOutputStream().write(ok);
    }
  }

  private void pass(Socket client) throws IOException {
    byte[] ask = "GET / HTTP/1.1\r\nHost: up\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    InputStream in = new java.io.BufferedInputStream(client.getInputStream());
    OutputStream out = client.getOutputStream();
    try (Socket behind = new Socket(InetAddress.getLoopbackAddress(), upstream.getLocalPort())) {
      behind.setTcpNoDelay(true);
      InputStream from = new java.io.BufferedInputStream(behind.getInputStream());
      while (readsHead(in)) {
        throughProxy.incrementAndGet();
        behind.getOutputStream().write(ask);
        if (!readsHead(from) || from.skip(2) != 2) {
          return;
        }
        long dueNs = System.nanoTime() + holdNs;
        for (long leftNs; (leftNs = dueNs - System.nanoTime()) > 0; ) {
          LockSupport.parkNanos(leftNs);
        }
        out.write(answer.getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  @Override
  public void close() throws IOException {
    upstream.close();
    proxy.close();
    threads.shutdownNow();
  }
}
