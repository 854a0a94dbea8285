package dev.barrage.testbed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A socket that sends text and reads answers, for what an HTTP client would not send. */
public final class RawClient implements AutoCloseable {
  private final Socket socket;

  public RawClient(URI target) throws IOException {
    this.socket = new Socket("127.0.0.1", target.getPort());
    socket.setSoTimeout(10_000);
    socket.setTcpNoDelay(true);
  }

  public RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  public InputStream in() throws IOException {
    return socket.getInputStream();
  }

  public void closeOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** The next answer that has a Content-Length (or no body): head and body. */
  public String answer() throws IOException {
    StringBuilder text = new StringBuilder(until("\r\n\r\n"));
    for (String line : text.toString().split("\r\n")) {
      if (line.startsWith("Content-Length: ")) {
        int length = Integer.parseInt(line.substring(16));
        text.append(
            new String(socket.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }

  /** Bytes up to and with {@code end}, or to the end of the stream. */
  public String until(String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        return text.toString();
      }
      text.append((char) next);
    }
    return text.toString();
  }

  /** Everything until the peer closes; {@code "RESET"} if it resets. */
  public String rest() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (SocketException e) {
      return "RESET";
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
