package dev.barrage.testbed.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Streams server-sent events, the first at once, in chunks where the client knows them.
 *
 * <p>On one event loop. Events follow a fixed grid, so that a late one does not shift the others; a
 * client that does not read is waited for.
 */
// A write that fails closes the channel, and the next event sees that.
@SuppressWarnings("FutureReturnValueIgnored")
final class EventStream {
  private static final long RETRY_NS = 1_000_000;
  private static final int BATCH = 64;

  private final ChannelHandlerContext ctx;
  private final Request request;
  private final Answer.Events events;
  private final Tally tally;
  private final FaultGate gate;
  private final Runnable whenDone;
  private final long startNs = System.nanoTime();
  private long sent;

  EventStream(
      ChannelHandlerContext ctx,
      Request request,
      Answer.Events events,
      Tally tally,
      FaultGate gate,
      Runnable whenDone) {
    this.ctx = ctx;
    this.request = request;
    this.events = events;
    this.tally = tally;
    this.gate = gate;
    this.whenDone = whenDone;
  }

  void start(String moreFields) {
    String head =
        ResponseEncoder.statusLine(200)
            + ResponseEncoder.MARKER
            + "Content-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
            + (request.http11() ? "Transfer-Encoding: chunked\r\n" : "")
            + moreFields
            + "\r\n";
    write(head);
    if (request.isHead()) {
      ctx.flush();
      whenDone.run();
      return;
    }
    next();
  }

  private void next() {
    if (!ctx.channel().isActive()) {
      return;
    }
    long heldNs = gate.heldNs(request.path());
    if (heldNs > 0) {
      later(heldNs);
      return;
    }
    for (int i = 0; i < BATCH && due() && ctx.channel().isWritable(); i++) {
      event();
    }
    boolean complete = events.count() > 0 && sent == events.count();
    if (complete && request.http11()) {
      write("0\r\n\r\n");
    }
    ctx.flush();
    if (complete) {
      whenDone.run();
    } else if (ctx.channel().isWritable()) {
      later(Math.max(0, dueNs() - System.nanoTime()));
    } else {
      later(RETRY_NS);
    }
  }

  private boolean due() {
    return (events.count() == 0 || sent < events.count()) && dueNs() - System.nanoTime() <= 0;
  }

  private long dueNs() {
    return startNs + sent * events.intervalNs();
  }

  private void event() {
    sent++;
    String event = events.event().apply(sent);
    int length = ByteBufUtil.utf8Bytes(event);
    write(request.http11() ? Integer.toHexString(length) + "\r\n" + event + "\r\n" : event);
    tally.event();
  }

  private void later(long delayNs) {
    ctx.executor().schedule(this::next, delayNs, TimeUnit.NANOSECONDS);
  }

  private void write(String text) {
    ByteBuf bytes = ctx.alloc().directBuffer(text.length());
    bytes.writeCharSequence(text, StandardCharsets.UTF_8);
    ctx.write(bytes, ctx.voidPromise());
  }
}
