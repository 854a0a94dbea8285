package dev.barrage.cli.imports;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lines of a file of any size; of a line that is too long the rest is passed over. */
final class LogLines implements AutoCloseable {
  private static final int MAX_BYTES = 64 << 10;

  private final InputStream in;
  private byte[] line = new byte[1024];
  private long number;

  LogLines(Path file) throws IOException {
    in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }

  /** The next line that is not empty; null at the end. */
  @Nullable String next() throws IOException {
    while (true) {
      int length = 0;
      int c = in.read();
      if (c < 0) {
        return null;
      }
      number++;
      for (; c >= 0 && c != '\n'; c = in.read()) {
        if (length < MAX_BYTES) {
          line = length == line.length ? Arrays.copyOf(line, length * 2) : line;
          line[length++] = (byte) c;
        }
      }
      String text = new String(line, 0, length, StandardCharsets.UTF_8).strip();
      if (!text.isEmpty()) {
        return text;
      }
    }
  }

  /** Of the last line, from 1. */
  long number() {
    return number;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
