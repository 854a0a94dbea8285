package dev.barrage.engine.tls;

import dev.barrage.engine.io.Block;
import dev.barrage.engine.io.TlsFailedException;
import dev.barrage.engine.io.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;

/**
 * The way out of a {@link TlsWire}: encrypts records and hands them to the socket.
 *
 * <p>A record that the socket takes only in part is kept encrypted, and its plaintext does not
 * count as accepted until all of it has gone: so an accepted byte has been handed to the kernel.
 */
final class RecordSender {
  /** Plaintext of one record at most (RFC 8446, 5.1). */
  private static final int RECORD_BYTES = 1 << 14;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Wire socket;
  private final SSLEngine engine;
  private final TlsScratch scratch;
  private final DelegatedTasks tasks;
  private final Leftover unsent = new Leftover();

  /** Plaintext bytes that are encrypted in {@link #unsent} and not yet reported as accepted. */
  private int owed;

  /** Nobody hears any more: what is given counts as sent. */
  private boolean unheard;

  RecordSender(Wire socket, SSLEngine engine, TlsScratch scratch, DelegatedTasks tasks) {
    this.socket = socket;
    this.engine = engine;
    this.scratch = scratch;
    this.tasks = tasks;
  }

  /** Encrypts and sends from a block; the plaintext bytes accepted. */
  int write(Block from, int offset, int length) throws IOException {
    if (!flush()) {
      return 0;
    }
    int accepted = Math.min(owed, length);
    owed = 0;
    ByteBuffer source = from.source(offset + accepted, length - accepted);
    while (accepted < length && !tasks.areRunning()) {
      source.limit(offset + Math.min(accepted + RECORD_BYTES, length));
      int produced = wrap(source);
      int taken = source.position() - offset - accepted;
      if (!unsent.isEmpty()) {
        owed = taken;
        return accepted;
      }
      accepted += taken;
      if (produced == 0) {
        break; // a renegotiation waits for the server; otherwise each call makes a record
      }
    }
    return accepted;
  }

  /** Sends the engine's own next message: of a handshake, an alert, close_notify. */
  void sendMessage() throws IOException {
    wrap(NOTHING);
  }

  /**
   * Encrypts one record (the engine's own messages come first) and sends it; what the socket does
   * not take is kept. Returns the record's length.
   */
  private int wrap(ByteBuffer source) throws IOException {
    ByteBuffer into = scratch.sent.buffer().clear();
    SSLEngineResult result = engine.wrap(source, into);
    int length = into.position();
    if (result.getStatus() == SSLEngineResult.Status.CLOSED && length == 0) {
      throw new TlsFailedException("TLS stream closed", null);
    }
    int sent = length == 0 ? 0 : put(length);
    unsent.append(into.clear().position(sent), length - sent); // the socket moved its limits
    return length;
  }

  /** Hands the beginning of the scratch to the socket. */
  private int put(int length) throws IOException {
    return unheard ? length : socket.write(scratch.sent, 0, length);
  }

  /** Sends what is left over; true if nothing remains. */
  boolean flush() throws IOException {
    while (!unsent.isEmpty()) {
      ByteBuffer from = unsent.bytes();
      int n = Math.min(from.remaining(), scratch.sent.capacity());
      from.get(from.position(), scratch.sent.bytes, 0, n);
      int sent = put(n);
      from.position(from.position() + sent);
      if (sent < n) {
        return false;
      }
      unsent.trim();
    }
    return true;
  }

  /** An alert or close_notify, if the socket takes it at once. */
  void sayGoodbye() {
    try {
      engine.closeOutbound();
      if (flush() && !engine.isOutboundDone()) {
        sendMessage();
      }
    } catch (IOException _) {
      // The connection is given up anyway: there is nobody left to tell.
    }
  }

  /** Plaintext waits to be reported as accepted: the next write does so. */
  boolean owes() {
    return owed > 0;
  }

  boolean hasUnsent() {
    return !unsent.isEmpty();
  }

  /** The socket has closed: nobody hears what it is given. */
  void becomeUnheard() {
    unheard = true;
  }

  void clear() {
    unsent.clear();
  }
}
