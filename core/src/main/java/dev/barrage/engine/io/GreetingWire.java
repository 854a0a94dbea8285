package dev.barrage.engine.io;

import java.io.IOException;

/** A wire whose first bytes, before TLS and before any request, are the same for its peer. */
public final class GreetingWire implements Wire {
  private final Wire socket;
  private final Block greeting;
  private int written;

  /**
   * @param socket not yet open
   * @param greeting sent as soon as the socket is open
   */
  public GreetingWire(Wire socket, byte[] greeting) {
    this.socket = socket;
    this.greeting = new Block(greeting);
  }

  @Override
  public boolean open() throws IOException {
    if (socket.open() && written < greeting.capacity()) {
      written += socket.write(greeting, written, greeting.capacity() - written);
    }
    return written == greeting.capacity();
  }

  @Override
  public int read(Block into) throws IOException {
    return socket.read(into);
  }

  @Override
  public int write(Block from, int offset, int length) throws IOException {
    return socket.write(from, offset, length);
  }

  @Override
  public boolean hasBuffered() {
    return socket.hasBuffered();
  }

  @Override
  public boolean wantsWrite() {
    return written < greeting.capacity() || socket.wantsWrite();
  }

  @Override
  public boolean isTruncated() {
    return socket.isTruncated();
  }

  @Override
  public long connectNs() {
    return socket.connectNs();
  }

  @Override
  public long tlsNs() {
    return socket.tlsNs();
  }

  @Override
  public void endOutput() throws IOException {
    socket.endOutput();
  }

  @Override
  public void resetOnClose() {
    socket.resetOnClose();
  }

  @Override
  public void close() {
    socket.close();
  }
}
