package dev.barrage.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of loopback that tells the truth: it keeps and counts what it received, and answers 200
 * after a delay; {@code /refused} is always answered with 503. Each connection has a virtual
 * thread.
 */
final class Target implements AutoCloseable {
  /** One request: its head with the line ends of the wire, and its body, a char per byte. */
  record Received(String head, String body) {}

  private final ServerSocket socket;
  private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();
  private final Queue<Received> received = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile long delayMs;
  private volatile int status = 200;

  Target() throws IOException {
    this(new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1")));
  }

  /** Takes the socket over. */
  Target(ServerSocket socket) {
    this.socket = socket;
    Thread.startVirtualThread(this::accept);
  }

  /** Answers each request this late; a very long time is a server that hangs. */
  Target delayMs(long ms) {
    delayMs = ms;
    return this;
  }

  Target status(int code) {
    status = code;
    return this;
  }

  int port() {
    return socket.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  /** Requests received so far. */
  int count() {
    return count.get();
  }

  int connections() {
    return connections.size();
  }

  /** The first of them, at most 1000. */
  List<Received> received() {
    return List.copyOf(received);
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        connections.add(connection);
        Thread.startVirtualThread(() -> serve(connection));
      }
    } catch (IOException e) {
      // Closed: the end of this server.
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        String body = new String(in.readNBytes(length(head)), StandardCharsets.ISO_8859_1);
        if (count.incrementAndGet() <= 1000) {
          received.add(new Received(head, body));
        }
        if (delayMs > 0 && closed.await(delayMs, java.util.concurrent.TimeUnit.MILLISECONDS)) {
          return;
        }
        int code = head.contains(" /refused ") ? 503 : status;
        String answer = "HTTP/1.1 " + code + " x\r\nContent-Length: 2\r\n\r\n";
        boolean bodyless = head.startsWith("HEAD ");
        out.write((bodyless ? answer : answer + "hi").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
      }
    } catch (IOException e) {
      // The client went, or this server closes.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static int length(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
        .map(line -> Integer.parseInt(line.substring(15).strip()))
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    socket.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
