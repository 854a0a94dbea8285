package dev.barrage.engine.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** A JDK server on a free loopback port; each connection is handled on a virtual thread. */
public final class TlsServer implements AutoCloseable {
  /** What a server does with one connection. */
  public interface Handler {
    /**
     * @param tls the TLS side, handshake not yet done
     * @param tcp the socket below, to be closed without close_notify
     */
    void handle(SSLSocket tls, Socket tcp) throws IOException;
  }

  private final ServerSocket listener;

  private TlsServer(Handling each) throws IOException {
    listener = new ServerSocket();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread.ofVirtual().start(() -> accept(each));
  }

  /** A TLS server whose sockets are set up by {@code configure}. */
  public static TlsServer start(SSLContext context, Consumer<SSLSocket> configure, Handler handler)
      throws IOException {
    return new TlsServer(tcp -> {
      SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(tcp, "client", 0, false);
      tls.setUseClientMode(false);
      configure.accept(tls);
      handler.handle(tls, tcp);
    });
  }

  /** A server that speaks no TLS. */
  public static TlsServer plain(Handling each) throws IOException {
    return new TlsServer(each);
  }

  /** What a plain server does with one connection. */
  public interface Handling {
    void handle(Socket tcp) throws IOException;
  }

  private void accept(Handling each) {
    while (!listener.isClosed()) {
      try {
        Socket tcp = listener.accept();
        Thread.ofVirtual().start(() -> serve(each, tcp));
      } catch (IOException _) {
        return; // closed: the test is over
      }
    }
  }

  private static void serve(Handling each, Socket tcp) {
    try (tcp) {
      tcp.setSoTimeout(20_000);
      try {
        each.handle(tcp);
      } catch (SSLException _) {
        // Closing with bytes unread would reset the connection, and the alert with it.
        tcp.shutdownOutput();
        tcp.getInputStream().readAllBytes();
      }
    } catch (IOException _) {
      // The client gave up, as many tests want it to.
    }
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  public int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
