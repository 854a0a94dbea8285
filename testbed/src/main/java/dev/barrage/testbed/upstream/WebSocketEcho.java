package dev.barrage.testbed.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * Echoes WebSocket frames (RFC 6455): data as it came, ping with pong, close with close.
 *
 * <p>On one event loop. A stall holds echoes as it holds answers.
 */
// A write that fails closes the channel; there is nothing else to do then.
@SuppressWarnings("FutureReturnValueIgnored")
final class WebSocketEcho extends ChannelInboundHandlerAdapter {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int MAX_FRAME_BYTES = 1 << 20;

  private final String path;
  private final Tally tally;
  private final FaultGate gate;

  private WebSocketEcho(String path, Tally tally, FaultGate gate) {
    this.path = path;
    this.tally = tally;
    this.gate = gate;
  }

  /** The answer to a handshake. */
  static Answer upgrade(Request request) {
    Headers headers = request.headers();
    if (!headers.hasToken("Upgrade", "websocket") || !headers.hasToken("Connection", "upgrade")) {
      Response refused = Response.error(426, "this path speaks WebSocket only");
      return new Answer.Now(refused.with("Upgrade: websocket\r\n"));
    }
    if (!"13".equals(headers.get("Sec-WebSocket-Version"))) {
      Response refused = Response.error(426, "WebSocket version must be 13");
      return new Answer.Now(refused.with("Sec-WebSocket-Version: 13\r\n"));
    }
    String key = headers.get("Sec-WebSocket-Key");
    if (key == null || key.length() != 24) {
      throw new RefusedException(400, "Sec-WebSocket-Key must be 16 bytes in base64");
    }
    return new Answer.Upgrade(accept(key));
  }

  private static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] digest = sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-1", e);
    }
  }

  /** Sends the handshake's answer and adds the frame handlers behind {@code ctx}'s. */
  static void switchTo(
      ChannelHandlerContext ctx, String accept, String path, Tally tally, FaultGate gate) {
    String head =
        "HTTP/1.1 101 Switching Protocols\r\n"
            + ResponseEncoder.MARKER
            + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
            + accept
            + "\r\n\r\n";
    ByteBuf bytes = Unpooled.copiedBuffer(head, StandardCharsets.US_ASCII);
    ctx.writeAndFlush(bytes);
    ChannelPipeline pipeline = ctx.pipeline();
    pipeline.addLast(new WebSocket13FrameEncoder(false));
    pipeline.addLast(new WebSocket13FrameDecoder(true, false, MAX_FRAME_BYTES));
    pipeline.addLast(new WebSocketEcho(path, tally, gate));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    WebSocketFrame frame = (WebSocketFrame) message;
    switch (frame) {
      case PingWebSocketFrame ping -> send(ctx, new PongWebSocketFrame(ping.content()));
      case PongWebSocketFrame pong -> pong.release();
      case CloseWebSocketFrame close ->
          ctx.writeAndFlush(close).addListener(ChannelFutureListener.CLOSE);
      default -> {
        tally.webSocketMessage();
        send(ctx, frame);
      }
    }
  }

  /** Frames held by a stall are due at the same instant and leave in the order they came. */
  private void send(ChannelHandlerContext ctx, WebSocketFrame frame) {
    long heldNs = gate.heldNs(path);
    if (heldNs == 0) {
      ctx.write(frame, ctx.voidPromise());
      return;
    }
    ctx.executor().schedule(() -> ctx.writeAndFlush(frame), heldNs, TimeUnit.NANOSECONDS);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.flush();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // The decoder has already sent the close frame of a protocol error.
    ctx.close();
  }
}
