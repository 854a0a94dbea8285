package dev.barrage.monitor.target;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Counts the lines added to a file, from the first look on, that match a pattern. A file that was
 * replaced or cut is read from its beginning.
 */
final class LogProbe implements Probe {
  private static final int MAX_BYTES_A_LOOK = 4 << 20;
  private static final int MAX_LINE = 4 << 10;
  private static final int MAX_SAMPLES = 3;
  private static final int SAMPLE_CHARS = 200;

  private final Path file;
  private final Pattern errors;
  private final List<String> events = new ArrayList<>();
  private final List<String> samples = new ArrayList<>();
  private final StringBuilder line = new StringBuilder();
  private @Nullable Object identity;
  private long position;
  private long count;

  LogProbe(Path file, Pattern errors) {
    this.file = file;
    this.errors = errors;
  }

  @Override
  public double[] look(long nowNs) throws IOException {
    BasicFileAttributes found;
    try {
      found = Files.readAttributes(file, BasicFileAttributes.class);
    } catch (IOException e) {
      throw new IOException(file + " cannot be read", e);
    }
    Object key = found.fileKey() == null ? file : found.fileKey();
    if (identity == null) {
      position = found.size();
    } else if (!key.equals(identity) || found.size() < position) {
      events.add("the log was replaced or cut");
      position = 0;
      line.setLength(0);
    }
    identity = key;
    read();
    return new double[] {count};
  }

  private void read() throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(position);
      ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
      int left = MAX_BYTES_A_LOOK;
      for (int n; left > 0 && (n = channel.read(buffer.clear())) > 0; left -= n) {
        take(new String(buffer.array(), 0, n, StandardCharsets.ISO_8859_1));
        position += n;
      }
    } catch (IOException e) {
      throw new IOException(file + " cannot be read", e);
    }
  }

  private void take(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        judge();
      } else if (line.length() < MAX_LINE) {
        line.append(c);
      }
    }
  }

  private void judge() {
    if (errors.matcher(line).find()) {
      count++;
      if (samples.size() < MAX_SAMPLES) {
        String shown = line.toString().replaceAll("\\p{Cntrl}", " ");
        samples.add(shown.substring(0, Math.min(SAMPLE_CHARS, shown.length())));
      }
    }
    line.setLength(0);
  }

  @Override
  public List<String> events() {
    List<String> told = List.copyOf(events);
    events.clear();
    return told;
  }

  @Override
  public List<String> samples() {
    return List.copyOf(samples);
  }
}
