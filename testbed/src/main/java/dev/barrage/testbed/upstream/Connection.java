package dev.barrage.testbed.upstream;

import dev.barrage.testbed.limit.Decision;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection, on its event loop, one request in hand at a time.
 *
 * <pre>
 *   HEAD ──head──→ BODY ──body──→ ANSWERING ──written──→ HEAD
 *     │ bad head     │ bad body      │ close wanted, fault
 *     └──────────────┴──────────────→ CLOSING (reads on and drops, so that the answer arrives)
 * </pre>
 *
 * <p>Bytes that arrive while an answer is awaited wait in {@code pending}; beyond a bound the
 * socket is not read.
 */
// A write that fails closes the channel, and channelInactive is where that is dealt with.
@SuppressWarnings("FutureReturnValueIgnored")
final class Connection extends ChannelInboundHandlerAdapter {
  private static final int MAX_PENDING_BYTES = 64 * 1024;
  private static final long LINGER_NS = 1_000_000_000;
  private static final byte[] NO_BODY = new byte[0];
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private enum State {
    HEAD,
    BODY,
    ANSWERING,
    CLOSING
  }

  private final Upstream.Shared shared;
  private final RequestParser parser = new RequestParser();
  private State state = State.HEAD;
  private ByteBuf pending = Unpooled.EMPTY_BUFFER;
  private @Nullable Request request;
  private @Nullable BodyReader body;
  private @Nullable ScheduledFuture<?> timer;
  private long receivedNs;
  private boolean delayed;
  private String moreFields = "";

  Connection(Upstream.Shared shared) {
    this.shared = shared;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    if (state == State.CLOSING) {
      in.release();
      return;
    }
    pending = pending.isReadable() ? append(ctx, in) : in;
    advance(ctx);
    if (pending.readableBytes() > MAX_PENDING_BYTES) {
      ctx.channel().config().setAutoRead(false);
    }
  }

  private ByteBuf append(ChannelHandlerContext ctx, ByteBuf in) {
    int length = pending.readableBytes() + in.readableBytes();
    ByteBuf joined = pending;
    if (pending.writableBytes() < in.readableBytes() || pending.refCnt() > 1) {
      joined = ctx.alloc().buffer(Math.max(1024, 2 * length)).writeBytes(pending);
      pending.release();
    }
    joined.writeBytes(in);
    in.release();
    return joined;
  }

  /** Takes requests from {@code pending} until one must wait or the bytes run out. */
  private void advance(ChannelHandlerContext ctx) {
    if (takesInput()) {
      receivedNs = System.nanoTime();
    }
    try {
      while (pending.isReadable() && takesInput() && ctx.channel().isWritable()) {
        boolean stepped = state == State.HEAD ? readHead(ctx) : readBody(ctx);
        if (!stepped) {
          break;
        }
      }
    } catch (RefusedException refused) {
      refuse(ctx, refused);
    }
    if (!pending.isReadable()) {
      pending.release();
      pending = Unpooled.EMPTY_BUFFER;
    }
  }

  private boolean takesInput() {
    return state == State.HEAD || state == State.BODY;
  }

  private boolean readHead(ChannelHandlerContext ctx) {
    Request head = parser.parse(pending);
    if (head == null) {
      return false;
    }
    shared.tally().received(head.route());
    request = head;
    moreFields = "";
    delayed = false;
    if (!head.hasBody()) {
      answer(ctx, head, NO_BODY);
      return true;
    }
    state = State.BODY;
    body = new BodyReader(head.contentLength(), shared.maxBodyBytes());
    if (head.headers().hasToken("Expect", "100-continue")) {
      ctx.writeAndFlush(Unpooled.wrappedBuffer(CONTINUE));
    }
    return true;
  }

  private boolean readBody(ChannelHandlerContext ctx) {
    BodyReader reader = body;
    Request head = request;
    if (reader == null || head == null) {
      throw new IllegalStateException("reading a body that no request announced");
    }
    byte[] whole = reader.read(pending);
    if (whole == null) {
      return false;
    }
    body = null;
    answer(ctx, head, whole);
    return true;
  }

  private void answer(ChannelHandlerContext ctx, Request head, byte[] content) {
    state = State.ANSWERING;
    FaultGate.Active faults = shared.gate().on(head.path());
    if (faults == null) {
      perform(ctx, head, endpointAnswer(head, content));
      return;
    }
    Answer answer = underFaults(ctx, faults, head, content);
    long slowNs = faults.slowNs();
    if (slowNs > 0) {
      later(ctx, slowNs, () -> perform(ctx, head, answer));
    } else {
      perform(ctx, head, answer);
    }
  }

  private Answer underFaults(
      ChannelHandlerContext ctx, FaultGate.Active faults, Request head, byte[] content) {
    Decision limit = faults.limit(head, address(ctx), receivedNs);
    if (limit != null) {
      moreFields = RateLimitFields.of(limit);
      if (!limit.allowed()) {
        return new Answer.Now(RateLimitFields.refusal(limit));
      }
    }
    Answer fault = faults.instead();
    return fault != null ? fault : faults.after(endpointAnswer(head, content));
  }

  private Answer endpointAnswer(Request head, byte[] content) {
    try {
      return shared.endpoints().answer(head, content);
    } catch (RefusedException refused) {
      return new Answer.Now(Response.error(refused.status(), String.valueOf(refused.getMessage())));
    }
  }

  /** Gives the answer that is due now, unless a stall holds it. */
  private void perform(ChannelHandlerContext ctx, Request head, Answer answer) {
    long heldNs = shared.gate().heldNs(head.path());
    if (heldNs > 0) {
      later(ctx, heldNs, () -> perform(ctx, head, answer));
      return;
    }
    switch (answer) {
      case Answer.Now now -> send(ctx, head, now.response());
      case Answer.Later wait -> {
        long leftNs = wait.delayNs() - (System.nanoTime() - receivedNs);
        later(ctx, leftNs, () -> perform(ctx, head, new Answer.Now(wait.response())));
      }
      case Answer.Events events -> stream(ctx, head, events);
      case Answer.Upgrade upgrade -> upgrade(ctx, head, upgrade.accept());
      case Answer.Reset reset -> {
        shared.tally().reset();
        request = null;
        state = State.CLOSING;
        ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        ctx.close();
      }
      case Answer.Broken broken -> {
        done(head, 0);
        ctx.write(Unpooled.wrappedBuffer(broken.kind().bytes()), ctx.voidPromise());
        closeGently(ctx);
      }
      case Answer.HalfClose halfClose -> halfClose(ctx, head, halfClose.response());
    }
  }

  private void send(ChannelHandlerContext ctx, Request head, Response response) {
    write(ctx, head, response, head.keepAlive());
    if (!head.keepAlive()) {
      state = State.CLOSING;
      ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  /** Writes without a flush: that comes when the read is over, or from the timer. */
  private void write(ChannelHandlerContext ctx, Request head, Response response, boolean keep) {
    String fields = moreFields + connectionField(head, keep);
    if (delayed) {
      long delayUs = (System.nanoTime() - receivedNs) / 1000;
      shared.tally().delayed(delayUs);
      fields += "X-Delay-Us: " + delayUs + "\r\n";
    }
    done(head, response.status);
    boolean withBody = !head.isHead();
    ctx.write(ResponseEncoder.encode(ctx.alloc(), response, fields, withBody), ctx.voidPromise());
  }

  private static String connectionField(Request head, boolean keep) {
    if (!keep) {
      return "Connection: close\r\n";
    }
    return head.http11() ? "" : "Connection: keep-alive\r\n";
  }

  /** The request is answered; the next may come. */
  private void done(Request head, int status) {
    shared.tally().answered(head.route(), status);
    request = null;
    state = State.HEAD;
  }

  private void stream(ChannelHandlerContext ctx, Request head, Answer.Events events) {
    boolean keep = head.keepAlive() && head.http11();
    Runnable whenDone =
        () -> {
          done(head, 200);
          if (keep) {
            resume(ctx);
          } else {
            ctx.close();
          }
        };
    new EventStream(ctx, head, events, shared.tally(), shared.gate(), whenDone)
        .start(moreFields + connectionField(head, keep));
  }

  private void upgrade(ChannelHandlerContext ctx, Request head, String accept) {
    done(head, 101);
    ByteBuf early = pending;
    pending = Unpooled.EMPTY_BUFFER;
    state = State.CLOSING;
    WebSocketEcho.switchTo(ctx, accept, head.path(), shared.tally(), shared.gate());
    ctx.fireChannelRead(early);
    ctx.pipeline().remove(this);
  }

  private void halfClose(ChannelHandlerContext ctx, Request head, @Nullable Response response) {
    if (response == null) {
      shared.tally().unanswered();
      request = null;
    } else {
      write(ctx, head, response, true);
    }
    // Reads on until the client closes too: that is what half-closed means.
    state = State.CLOSING;
    shutdownOutput(ctx);
  }

  private void refuse(ChannelHandlerContext ctx, RefusedException refused) {
    Request head = request;
    Route route = head == null ? Route.MALFORMED : head.route();
    if (head == null) {
      shared.tally().received(route);
    }
    shared.tally().answered(route, refused.status());
    request = null;
    Response error = Response.error(refused.status(), String.valueOf(refused.getMessage()));
    String close = "Connection: close\r\n";
    ctx.write(ResponseEncoder.encode(ctx.alloc(), error, close, true), ctx.voidPromise());
    closeGently(ctx);
  }

  /** A close with unread bytes would be a reset, and that destroys the answer on its way. */
  private void closeGently(ChannelHandlerContext ctx) {
    state = State.CLOSING;
    shutdownOutput(ctx);
    timer = ctx.executor().schedule(() -> ctx.close(), LINGER_NS, TimeUnit.NANOSECONDS);
  }

  private static void shutdownOutput(ChannelHandlerContext ctx) {
    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(written -> ((DuplexChannel) ctx.channel()).shutdownOutput());
  }

  private void later(ChannelHandlerContext ctx, long delayNs, Runnable task) {
    delayed = true;
    Runnable thenResume =
        () -> {
          timer = null;
          task.run();
          resume(ctx);
        };
    timer = ctx.executor().schedule(thenResume, delayNs, TimeUnit.NANOSECONDS);
  }

  /** After an answer given outside of a read: flush it and take what has arrived meanwhile. */
  private void resume(ChannelHandlerContext ctx) {
    if (takesInput() && pending.isReadable()) {
      advance(ctx);
    }
    ctx.flush();
    if (state != State.ANSWERING) {
      ctx.channel().config().setAutoRead(true);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      resume(ctx);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (timer != null) {
      timer.cancel(false);
    }
    if (request != null) {
      shared.tally().abandoned();
      request = null;
    }
    state = State.CLOSING;
    ReferenceCountUtil.safeRelease(pending);
    pending = Unpooled.EMPTY_BUFFER;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A client that resets or speaks no TLS: its connection ends, nothing else.
    ctx.close();
  }

  private static String address(ChannelHandlerContext ctx) {
    return ctx.channel().remoteAddress() instanceof InetSocketAddress client
        ? client.getAddress().getHostAddress()
        : "unknown";
  }
}
