package dev.barrage.testbed.upstream;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Collects the body of one request, of known length or in chunks, up to a bound.
 *
 * <p>On one event loop.
 */
final class BodyReader {
  private static final int MAX_LINE_BYTES = 4 * 1024;

  private enum State {
    CHUNK_SIZE,
    CHUNK_DATA,
    CHUNK_END,
    TRAILERS
  }

  private final boolean chunked;
  private final int maxBytes;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private State state = State.CHUNK_SIZE;
  private long missing;

  /**
   * @throws RefusedException 413 if the body is longer than {@code maxBytes}
   */
  BodyReader(long contentLength, int maxBytes) {
    this.chunked = contentLength == Request.CHUNKED;
    this.maxBytes = maxBytes;
    if (!chunked) {
      requireRoom(contentLength);
      this.missing = contentLength;
    }
  }

  /** The whole body once its last byte is there, else null; consumes what belongs to it. */
  byte @Nullable [] read(ByteBuf in) {
    return (chunked ? readChunks(in) : readMissing(in)) ? body.toByteArray() : null;
  }

  private boolean readMissing(ByteBuf in) {
    int length = (int) Math.min(missing, in.readableBytes());
    byte[] part = new byte[length];
    in.readBytes(part);
    body.writeBytes(part);
    missing -= length;
    return missing == 0;
  }

  private boolean readChunks(ByteBuf in) {
    while (true) {
      if (state == State.CHUNK_DATA) {
        if (!readMissing(in)) {
          return false;
        }
        state = State.CHUNK_END;
      }
      String line = readLine(in);
      if (line == null) {
        return false;
      }
      if (state == State.TRAILERS && line.isEmpty()) {
        return true;
      }
      next(line);
    }
  }

  private void next(String line) {
    switch (state) {
      case CHUNK_SIZE -> {
        missing = chunkSize(line);
        requireRoom(body.size() + missing);
        state = missing == 0 ? State.TRAILERS : State.CHUNK_DATA;
      }
      case CHUNK_END -> {
        if (!line.isEmpty()) {
          throw new RefusedException(400, "chunk is longer than its size");
        }
        state = State.CHUNK_SIZE;
      }
      case CHUNK_DATA, TRAILERS -> {} // data is not read by lines; trailers are ignored
    }
  }

  private static long chunkSize(String line) {
    int semicolon = line.indexOf(';');
    String size = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
    if (!size.matches("[0-9a-fA-F]{1,8}")) {
      throw new RefusedException(400, "chunk size is not a hexadecimal number");
    }
    return Long.parseLong(size, 16);
  }

  private static @Nullable String readLine(ByteBuf in) {
    int lineFeed = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
    if (lineFeed < 0) {
      if (in.readableBytes() > MAX_LINE_BYTES) {
        throw new RefusedException(400, "chunk line is longer than " + MAX_LINE_BYTES + " bytes");
      }
      return null;
    }
    String line = in.readString(lineFeed - in.readerIndex(), StandardCharsets.ISO_8859_1);
    in.skipBytes(1);
    if (!line.endsWith("\r")) {
      throw new RefusedException(400, "chunk line does not end in CR LF");
    }
    return line.substring(0, line.length() - 1);
  }

  private void requireRoom(long bytes) {
    if (bytes > maxBytes) {
      throw new RefusedException(413, "body is longer than " + maxBytes + " bytes");
    }
  }
}
