package dev.barrage.engine.tls;

import dev.barrage.engine.io.Block;
import dev.barrage.engine.io.ConnectFailedException;
import dev.barrage.engine.io.TlsFailedException;
import dev.barrage.engine.io.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * TLS over a plain wire, through an {@link SSLEngine}. Never blocks.
 *
 * <pre>
 *   Wire wire = new TlsWire(socket, engine, scratch, tasks, () -> loop.wake(connection));
 *
 *   CONNECTING ──socket open──► HANDSHAKE ◄──task done, whenDone──► TASK (on the executor)
 *                                   │ finished
 *                                   ▼
 *                                 OPEN ──close_notify──► END
 *                                   └────EOF without it──► END, truncated
 * </pre>
 *
 * <p>The engine's delegated tasks (certificate path, key exchange: about a millisecond) run on
 * {@code tasks}. While one runs, {@link #open()} and {@link #read} have nothing yet; when it is
 * done {@code whenDone} is called on the executor's thread, and the loop calls {@link #open()} (or,
 * once open, {@link #read}) again. All else is on the loop's thread.
 *
 * <p>A record that the socket takes only in part is kept encrypted, and its plaintext does not
 * count as accepted until all of it has gone: so an accepted byte has been handed to the kernel.
 * The next {@link #write} must begin with the bytes not accepted, as with any wire; what of them is
 * encrypted already is not encrypted again.
 *
 * <p>Failures found after the handshake by the server's reckoning (TLS 1.3: a missing client
 * certificate) come out of {@link #read} as {@link TlsFailedException}.
 */
public final class TlsWire implements Wire {
  /** Read ahead while a task runs; no server flight is larger than that. */
  private static final int READ_AHEAD_BYTES = 128 << 10;

  private final Wire socket;
  private final SSLEngine engine;
  private final TlsScratch scratch;
  private final DelegatedTasks tasks;
  private final RecordSender sender;

  private final Leftover received = new Leftover();
  private final Leftover plain = new Leftover();

  private boolean handshaking;
  private boolean open;
  private boolean socketEnded;
  private boolean ended;
  private boolean truncated;
  private boolean closed;

  /** Whether the client goes without a word. */
  private boolean silent;

  private long startedNs;
  private long tlsNs = -1;
  private @Nullable IOException failure;

  /**
   * @param socket not yet open
   * @param engine a client's, from {@link TlsContexts#newEngine}; used by this wire alone
   * @param scratch the loop's
   * @param tasks runs the engine's long computations; never the loop's own thread
   * @param whenDone called on a thread of {@code tasks} when the wire can go on: wakes the loop
   */
  public TlsWire(
      Wire socket, SSLEngine engine, TlsScratch scratch, Executor tasks, Runnable whenDone) {
    this.socket = socket;
    this.engine = engine;
    this.scratch = scratch;
    this.tasks = new DelegatedTasks(engine, tasks, whenDone);
    this.sender = new RecordSender(socket, engine, scratch, this.tasks);
  }

  @Override
  public boolean open() throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (open) {
      return true;
    }
    if (!handshaking) {
      if (!socket.open()) {
        return false;
      }
      handshaking = true;
      startedNs = System.nanoTime();
      engine.beginHandshake();
    }
    try {
      boolean finished = !tasks.areRunning() ? handshake() : readAhead();
      if (finished && socketEnded) {
        throw new TlsFailedException("server closed during the handshake", null);
      }
      open = finished;
    } catch (ConnectFailedException e) {
      throw e;
    } catch (IOException e) {
      throw fail(e);
    }
    if (open) {
      tlsNs = System.nanoTime() - startedNs;
    }
    return open;
  }

  /** Goes as far as the bytes at hand allow; true when finished. */
  private boolean handshake() throws IOException {
    while (sender.flush()) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> {
          tasks.start();
          return false;
        }
        case NEED_WRAP -> sender.sendMessage();
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (!unwrapHandshake()) {
            return false;
          }
        }
        case FINISHED, NOT_HANDSHAKING -> {
          return true;
        }
      }
    }
    return false;
  }

  /** Feeds the engine one record; false if none is complete yet. */
  private boolean unwrapHandshake() throws IOException {
    Records.check(received.bytes());
    if (received.isEmpty() || Records.missing(received.bytes()) > 0) {
      if (!receive()) {
        return false;
      }
      Records.check(received.bytes());
      if (Records.missing(received.bytes()) > 0) {
        return true;
      }
    }
    ByteBuffer into = scratch.plain.buffer().clear();
    SSLEngineResult result = engine.unwrap(received.bytes(), into);
    received.trim();
    into.flip();
    plain.append(into, into.remaining());
    if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
      throw new TlsFailedException("server closed during the handshake", null);
    }
    return true;
  }

  /** Appends what the socket has to the connection's own bytes; false if it has nothing. */
  private boolean receive() throws IOException {
    int n = socketEnded ? END : socket.read(scratch.received);
    if (n == END) {
      endEarly();
      throw new TlsFailedException("server closed during the handshake", null);
    }
    received.append(scratch.received.buffer().clear().limit(n), n);
    return n > 0;
  }

  /** The server has closed during the handshake: it hears no alert, either. */
  private void endEarly() {
    socketEnded = true;
    sender.becomeUnheard();
  }

  /** While a task runs: takes bytes out of the socket, for a readable socket wakes the loop. */
  private boolean readAhead() throws IOException {
    if (!socketEnded && received.size() < READ_AHEAD_BYTES) {
      int n = socket.read(scratch.received);
      received.append(scratch.received.buffer().clear().limit(Math.max(0, n)), Math.max(0, n));
      if (n == END && !open) {
        endEarly();
        socket.close(); // an ended socket is readable for ever: the loop would spin
      }
      socketEnded = n == END;
    }
    return false;
  }

  @Override
  public int read(Block into) throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      return ended ? END : readOpen(into);
    } catch (SSLException | TlsFailedException e) {
      throw fail(e);
    }
  }

  private int readOpen(Block block) throws IOException {
    ByteBuffer into = block.buffer().clear();
    if (!plain.isEmpty()) {
      return takePlain(into);
    }
    if (tasks.areRunning()) {
      readAhead();
      return 0;
    }
    var _ = sender.flush();
    unwrapAll(received.bytes(), into);
    received.trim();
    if (into.position() == 0 && !ended && !tasks.areRunning()) {
      fetch(into);
    }
    if (into.position() > 0) {
      return into.position();
    }
    return ended ? END : 0;
  }

  /** One read of the socket, and all records that it completes. */
  private void fetch(ByteBuffer into) throws IOException {
    int n = socketEnded ? END : socket.read(scratch.received);
    if (n == END) {
      socketEnded = true;
      ended = true;
      truncated = true; // no close_notify came: RFC 8446, 6.1
      return;
    }
    ByteBuffer fresh = scratch.received.buffer().clear().limit(n);
    while (!received.isEmpty() && fresh.hasRemaining()) {
      // Only the record that straddles two reads is put together in memory of the connection.
      int missing = Records.missing(received.bytes());
      if (missing == 0) {
        break;
      }
      received.append(fresh, Math.min(missing, fresh.remaining()));
      unwrapAll(received.bytes(), into);
    }
    received.trim();
    if (received.isEmpty()) {
      unwrapAll(fresh, into);
    }
    if (!ended) {
      received.append(fresh, fresh.remaining());
    }
  }

  /** Decrypts complete records until they are used up, the block is full or a task must run. */
  private void unwrapAll(ByteBuffer records, ByteBuffer into) throws IOException {
    Records.check(records);
    while (!ended && !tasks.areRunning() && plain.isEmpty() && records.hasRemaining()) {
      if (Records.missing(records) > 0) {
        return;
      }
      SSLEngineResult result = engine.unwrap(records, into);
      switch (result.getStatus()) {
        case BUFFER_OVERFLOW -> {
          if (into.position() > 0) {
            return;
          }
          unwrapLarge(records, into);
        }
        case CLOSED -> ended = true;
        case OK, BUFFER_UNDERFLOW -> {
          if (result.bytesConsumed() == 0 && result.bytesProduced() == 0 && !isBusy()) {
            return;
          }
        }
      }
      answer();
      Records.check(records);
    }
  }

  private boolean isBusy() {
    return engine.getHandshakeStatus() != SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING;
  }

  /** A record larger than the caller's block: by way of the scratch, the rest kept. */
  private void unwrapLarge(ByteBuffer records, ByteBuffer into) throws IOException {
    ByteBuffer whole = scratch.plain.buffer().clear();
    SSLEngineResult result = engine.unwrap(records, whole);
    if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
      ended = true;
    } else if (result.getStatus() != SSLEngineResult.Status.OK) {
      throw new TlsFailedException("TLS stream broken: " + result.getStatus(), null);
    }
    whole.flip();
    int fits = Math.min(whole.remaining(), into.remaining());
    into.put(into.position(), whole, 0, fits).position(into.position() + fits);
    whole.position(fits);
    plain.append(whole, whole.remaining());
  }

  /** What a message after the handshake asks for: a key update's answer, a renegotiation. */
  private void answer() throws IOException {
    switch (engine.getHandshakeStatus()) {
      case NEED_TASK -> tasks.start();
      case NEED_WRAP -> {
        if (!engine.isOutboundDone()) {
          sender.sendMessage();
          var _ = sender.flush();
        }
      }
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN, FINISHED, NOT_HANDSHAKING -> {}
    }
  }

  private int takePlain(ByteBuffer into) {
    ByteBuffer from = plain.bytes();
    int n = Math.min(from.remaining(), into.remaining());
    into.put(0, from, from.position(), n);
    from.position(from.position() + n);
    plain.trim();
    return n;
  }

  @Override
  public int write(Block from, int offset, int length) throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      return sender.write(from, offset, length);
    } catch (SSLException | TlsFailedException e) {
      throw fail(e);
    }
  }

  /** Remembers the failure in words and tells the server, as far as that goes. */
  private IOException fail(IOException cause) {
    failure = TlsFailures.inWords(cause, engine, !open);
    if (!tasks.areRunning()) {
      sender.sayGoodbye();
    }
    return failure;
  }

  @Override
  public boolean hasBuffered() {
    return ended
        || !plain.isEmpty()
        || (open
            && !tasks.areRunning()
            && !received.isEmpty()
            && Records.missing(received.bytes()) == 0);
  }

  @Override
  public boolean wantsWrite() {
    if (open) {
      return sender.owes(); // an answer to a key update alone can wait for the next read or write
    }
    return sender.hasUnsent() || (!handshaking && socket.wantsWrite());
  }

  @Override
  public boolean isTruncated() {
    return truncated;
  }

  @Override
  public long connectNs() {
    return socket.connectNs();
  }

  @Override
  public long tlsNs() {
    return tlsNs;
  }

  @Override
  public SSLSession tlsSession() {
    return engine.getSession();
  }

  /** The protocol agreed on by ALPN; empty if the server named none. Valid once open. */
  public String protocol() {
    String agreed = engine.getApplicationProtocol();
    return agreed == null ? "" : agreed;
  }

  @Override
  public void endOutput() throws IOException {
    silent = true;
    socket.endOutput();
  }

  @Override
  public void resetOnClose() {
    silent = true;
    socket.resetOnClose();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (!silent && open && failure == null && !tasks.areRunning() && !socketEnded) {
      sender.sayGoodbye();
    }
    received.clear();
    plain.clear();
    sender.clear();
    socket.close();
  }
}
