package dev.barrage.testbed.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands between a client and a server of loopback and keeps the bytes that the client sends. */
final class Recorder implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)\r\n");

  private final ServerSocket listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
  private final Queue<ByteArrayOutputStream> sent = new ConcurrentLinkedQueue<>();
  private final URI server;

  /** A request: its head with the line ends of the wire, and its body, which is UTF-8. */
  record Sent(String head, String body) {}

  Recorder(URI server) throws IOException {
    this.server = server;
    Thread.startVirtualThread(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Thread.startVirtualThread(() -> relay(client));
      }
    } catch (IOException e) {
      // closed: the end of the test
    }
  }

  private void relay(Socket client) {
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    sent.add(copy);
    try (client;
        Socket onward = new Socket(server.getHost(), server.getPort())) {
      onward.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
      Thread.startVirtualThread(() -> pump(onward, client, OutputStream.nullOutputStream()));
      pump(client, onward, copy);
    } catch (IOException e) {
      // one side went: the other one is closed
    }
  }

  private static void pump(Socket from, Socket to, OutputStream copy) {
    byte[] some = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        copy.write(some, 0, n);
        to.getOutputStream().write(some, 0, n);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // one side went: the other one is closed
    }
  }

  /** Requests that are complete, those of one connection in order. */
  List<Sent> requests() {
    List<Sent> requests = new ArrayList<>();
    for (ByteArrayOutputStream connection : sent) {
      // A char per byte, so that lengths are those of the wire.
      String bytes = connection.toString(StandardCharsets.ISO_8859_1);
      int at = 0;
      for (int end = bytes.indexOf("\r\n\r\n"); end >= 0; end = bytes.indexOf("\r\n\r\n", at)) {
        String head = bytes.substring(at, end + 2);
        Matcher length = LENGTH.matcher(head.toLowerCase(Locale.ROOT));
        int body = end + 4;
        at = body + (length.find() ? Integer.parseInt(length.group(1)) : 0);
        if (at > bytes.length()) {
          break;
        }
        byte[] content = bytes.substring(body, at).getBytes(StandardCharsets.ISO_8859_1);
        requests.add(new Sent(head, new String(content, StandardCharsets.UTF_8)));
      }
    }
    return requests;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
