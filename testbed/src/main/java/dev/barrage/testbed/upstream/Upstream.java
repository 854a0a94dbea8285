package dev.barrage.testbed.upstream;

import dev.barrage.testbed.session.SessionTokens;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A scriptable HTTP/1.1 server on loopback that counts exactly what it receives.
 *
 * <pre>{@code
 * try (Upstream upstream = Upstream.start(UpstreamOptions.DEFAULT)) {
 *   upstream.inject(Faults.NONE.withStall(Duration.ofSeconds(1)));
 *   …                                       // requests to upstream.uri()
 *   upstream.counts().maxInFlight();        // how many it held
 * }
 * }</pre>
 *
 * <p>All methods are safe for any thread. Natively on epoll where that loads, on NIO elsewhere.
 */
public final class Upstream implements AutoCloseable {
  private static final int BACKLOG = 4096;

  private final Tally tally = new Tally();
  private final FaultGate gate = new FaultGate();
  private final String token;
  private final @Nullable Certificate certificate;
  private final EventLoopGroup loops;
  private final Channel listener;
  private final AdminServer admin;

  /** What the connections share. */
  record Shared(Endpoints endpoints, Tally tally, FaultGate gate, int maxBodyBytes) {}

  private Upstream(UpstreamOptions options) throws IOException {
    this.token = options.token() == null ? UpstreamOptions.randomToken() : options.token();
    this.certificate = options.certificate();
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.loops =
        new MultiThreadIoEventLoopGroup(
            options.threads(), new DefaultThreadFactory("upstream", true), handlers);
    try {
      this.listener =
          listen(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class, options);
      this.admin = new AdminServer(this, options.adminPort(), token);
    } catch (IOException e) {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
      throw e;
    }
  }

  /**
   * Starts one; it accepts connections when this returns.
   *
   * @throws IOException if a port is taken or the certificate is unusable
   */
  public static Upstream start(UpstreamOptions options) throws IOException {
    return new Upstream(options);
  }

  private Channel listen(Class<? extends ServerChannel> type, UpstreamOptions options)
      throws IOException {
    AgentEndpoints agents = new AgentEndpoints(scheme(options.certificate()));
    Endpoints endpoints = new Endpoints(tally, new SessionTokens(token), agents);
    Shared shared = new Shared(endpoints, tally, gate, options.maxBodyBytes());
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(type)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new Initializer(shared, tls(options.certificate())))
            .bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), options.port()))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "cannot listen on port " + options.port() + ": " + bound.cause().getMessage(),
          bound.cause());
    }
    return bound.channel();
  }

  private static @Nullable SslContext tls(@Nullable Certificate certificate) throws IOException {
    if (certificate == null) {
      return null;
    }
    try {
      return SslContextBuilder.forServer(certificate.keyManagers())
          .protocols("TLSv1.3", "TLSv1.2")
          .build();
    } catch (GeneralSecurityException e) {
      throw new IOException("certificate is unusable: " + e.getMessage(), e);
    }
  }

  private static final class Initializer extends ChannelInitializer<SocketChannel> {
    private final Shared shared;
    private final @Nullable SslContext tls;

    Initializer(Shared shared, @Nullable SslContext tls) {
      this.shared = shared;
      this.tls = tls;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      shared.tally().connectionOpened();
      channel.closeFuture().addListener(closed -> shared.tally().connectionClosed());
      if (tls != null) {
        channel.pipeline().addLast(tls.newHandler(channel.alloc()));
      }
      channel.pipeline().addLast(new Connection(shared));
    }
  }

  /** Base URI, such as {@code http://127.0.0.1:40001}. */
  public URI uri() {
    int port = ((InetSocketAddress) listener.localAddress()).getPort();
    return URI.create(scheme(certificate) + "://127.0.0.1:" + port);
  }

  private static String scheme(@Nullable Certificate certificate) {
    return certificate == null ? "http" : "https";
  }

  /** Base URI of the admin port. */
  public URI adminUri() {
    return URI.create("http://127.0.0.1:" + admin.port());
  }

  /** Bearer token of the admin port; also the secret behind session tokens. */
  public String token() {
    return token;
  }

  /** What was seen since the start or {@link #resetCounts()}. */
  public Counts counts() {
    return tally.counts();
  }

  /** The delays given on purpose, ascending, in microseconds from request to answer. */
  public long[] delaysUs() {
    return tally.delaysUs();
  }

  /** Counts begin anew. Call it when no request is under way, else those are counted partly. */
  public void resetCounts() {
    tally.clear();
  }

  /** The faults in force. */
  public Faults faults() {
    return gate.faults();
  }

  /** Replaces the faults, from now on; {@link Faults#NONE} ends them. */
  public void inject(Faults faults) {
    gate.set(faults, System.nanoTime());
  }

  /** Closes the listeners and every connection. */
  @Override
  public void close() {
    admin.close();
    listener.close().awaitUninterruptibly();
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
