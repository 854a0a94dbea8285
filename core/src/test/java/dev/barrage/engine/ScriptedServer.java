package dev.barrage.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server that does on each connection what a test says: blocking code on virtual threads. */
public final class ScriptedServer implements AutoCloseable {
  /** What happens on one connection; it is closed when this returns. */
  public interface Script {
    void serve(Exchanges connection) throws Exception;
  }

  public final AtomicInteger connections = new AtomicInteger();
  public final AtomicInteger requests = new AtomicInteger();
  public final AtomicInteger inHand = new AtomicInteger();
  public final AtomicInteger mostInHand = new AtomicInteger();
  public final Queue<String> heads = new ConcurrentLinkedQueue<>();
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  public ScriptedServer(Script script) throws IOException {
    this(InetAddress.getByName("127.0.0.1"), script);
  }

  public ScriptedServer(InetAddress address, Script script) throws IOException {
    listener = new ServerSocket();
    listener.bind(new InetSocketAddress(address, 0), 4096);
    Thread.ofVirtual().start(() -> accept(script));
  }

  /** Answers every request alike. */
  public static ScriptedServer answering(String response) throws IOException {
    return new ScriptedServer(connection -> {
      while (connection.request() != null) {
        connection.answer(response);
      }
    });
  }

  public static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  public int port() {
    return listener.getLocalPort();
  }

  private void accept(Script script) {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        int number = connections.getAndIncrement();
        Thread.ofVirtual().start(() -> serve(script, socket, number));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Script script, Socket socket, int number) {
    try (socket) {
      script.serve(new Exchanges(socket, number));
    } catch (Exception e) {
      // The client went away, which is its right.
    } finally {
      open.remove(socket);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  /** The server's side of one connection. */
  public final class Exchanges {
    public final Socket socket;
    public final int number;
    private final InputStream in;
    private final OutputStream out;

    Exchanges(Socket socket, int number) throws IOException {
      this.socket = socket;
      this.number = number;
      this.in = new BufferedInputStream(socket.getInputStream());
      this.out = socket.getOutputStream();
    }

    /** Head and body of the next request, or null at the end of the connection. */
    public @Nullable String request() throws IOException {
      StringBuilder head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        int c = in.read();
        if (c < 0) {
          return null;
        }
        head.append((char) c);
      }
      String text = head.toString();
      int at = text.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
      if (at >= 0) {
        int length = Integer.parseInt(text.substring(at + 16, text.indexOf("\r\n", at)));
        text += new String(in.readNBytes(length), ISO_8859_1);
      }
      requests.incrementAndGet();
      mostInHand.accumulateAndGet(inHand.incrementAndGet(), Math::max);
      heads.add(text);
      return text;
    }

    public void answer(String response) throws IOException {
      inHand.decrementAndGet();
      out.write(response.getBytes(ISO_8859_1));
      out.flush();
    }
  }
}
