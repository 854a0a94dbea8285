package dev.barrage.engine;

import dev.barrage.engine.http1.Inspection;
import dev.barrage.engine.http1.KnownHead;
import dev.barrage.engine.http1.ResponseParser;
import dev.barrage.engine.http1.ResponseSink;
import dev.barrage.engine.io.Block;
import dev.barrage.engine.io.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection with at most one request on it. Its deadline is that of connecting, then
 * of the next piece of a request that is sent slowly.
 *
 * <pre>
 *   CONNECTING ──► IDLE ──► BUSY ──► ANSWERED
 *        │         ▲ │       │           │ │
 *        │         └─┼───────┼───────────┘ │
 *        └───────────┴───────┴─────────────┴──► CLOSED
 * </pre>
 */
final class Connection extends Deadline implements ResponseSink {
  enum State {
    CONNECTING,
    IDLE,
    BUSY,
    /** The whole response has been read; the loop has yet to deal with it. */
    ANSWERED,
    CLOSED
  }

  private static final int SAMPLE_BYTES = 200;

  final Pool pool;
  final ResponseParser parser;
  State state = State.CONNECTING;
  boolean watchesWrites = true;
  long served;

  /** It is for one request alone, and no one of its pool's. */
  boolean isApart;

  /** Where it goes, in words. */
  String address = "";

  long openedNs;
  long connectNs;
  long tlsNs;

  /** Who gets it once it is open; null: the pool's first waiting session. */
  @Nullable Session reserved;

  /** Whose request is on it. */
  @Nullable Session session;

  /** Why it broke, until the loop has dealt with it. */
  @Nullable IOException broken;

  /** What is still to be sent of a request that is wrong on purpose; null: nothing. */
  @Nullable Trickle trickle;

  private boolean isBehind;
  private @Nullable Wire socket;
  private @Nullable Wire wire;
  private @Nullable Block unsent;
  private int unsentFrom;
  private @Nullable Inspection inspection;
  private byte @Nullable [] errorBody;
  private int errorBodyLength;

  Connection(Pool pool, int headerLimit, KnownHead known) {
    this.pool = pool;
    this.parser = new ResponseParser(headerLimit, known);
  }

  void attach(Wire socket, Wire wire) {
    this.socket = socket;
    this.wire = wire;
  }

  Wire socket() {
    return java.util.Objects.requireNonNull(socket);
  }

  Wire wire() {
    return java.util.Objects.requireNonNull(wire);
  }

  /** It is ready for its first request. */
  void opened(long nowNs) {
    openedNs = nowNs;
    connectNs = wire().connectNs();
    tlsNs = wire().tlsNs();
  }

  boolean isClosed() {
    return state == State.CLOSED;
  }

  /** Makes the parser ready for the response to the session's request. */
  void expect(Session waiting, int bodyLimit) {
    CompiledStep.Call call = waiting.call();
    errorBodyLength = 0;
    ScriptedResponse wanted = waiting.response;
    if (wanted != null) {
      wanted.restart(waiting.jar());
      parser.begin(call.head(), wanted, null);
    } else if (call.interest().isNone()) {
      parser.begin(call.head(), null, this);
    } else {
      if (inspection == null) {
        inspection = new Inspection(bodyLimit);
      }
      inspection.begin(call.interest(), waiting.jar());
      parser.begin(call.head(), inspection, null);
    }
  }

  Inspection inspection() {
    return java.util.Objects.requireNonNull(inspection);
  }

  /** Writes, keeping what does not go now. Returns how many bytes went. */
  int write(Block from, int length) throws IOException {
    int n = wire().write(from, 0, length);
    if (n < length) {
      unsent = new Block(Arrays.copyOfRange(from.bytes, n, length));
      unsentFrom = 0;
    }
    return n;
  }

  /** Goes on writing what was kept. Returns how many bytes went. */
  int flush() throws IOException {
    if (unsent == null) {
      return 0;
    }
    int n = wire().write(unsent, unsentFrom, unsent.capacity() - unsentFrom);
    unsentFrom += n;
    if (unsentFrom == unsent.capacity()) {
      unsent = null;
    }
    return n;
  }

  boolean hasUnsent() {
    return unsent != null || isBehind;
  }

  /** Sends what is due of a request that is wrong on purpose. Returns how many bytes went. */
  int send(Trickle trickle, long nowNs) throws IOException {
    int due = trickle.due(nowNs) - trickle.gone;
    boolean has = due > 0 || wire().wantsWrite();
    int n = has ? wire().write(trickle.bytes, trickle.gone, due) : 0;
    trickle.gone += n;
    isBehind = n < due;
    return n;
  }

  @Override
  public void header(byte[] b, int nameFrom, int nameEnd, int valueFrom, int valueEnd) {
    // Only bodies of error responses are looked at here.
  }

  /** Keeps the beginning of an error response's body, to be shown as a sample. */
  @Override
  public void body(byte[] b, int from, int end) {
    if (errorBody == null) {
      errorBody = new byte[SAMPLE_BYTES];
    }
    int n = Math.min(end - from, SAMPLE_BYTES - errorBodyLength);
    System.arraycopy(b, from, errorBody, errorBodyLength, n);
    errorBodyLength += n;
  }

  /** The beginning of an error response's body, if there was one. */
  @Nullable String errorBody() {
    return errorBody == null || errorBodyLength == 0
        ? null
        : new String(errorBody, 0, errorBodyLength, StandardCharsets.UTF_8);
  }

  void close() {
    state = State.CLOSED;
    cancel();
    if (wire != null) {
      wire.close();
    }
  }
}
