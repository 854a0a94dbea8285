package dev.barrage.measure;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code requests.jsonl}: numbers by request and second, a line each second, written only where a
 * run is asked for them. Requests are told by their place in {@code run.json}'s {@code requests[]};
 * latencies are compressed HdrHistograms of nanoseconds, in base 64. For use by one thread.
 */
public final class RequestLog implements Closeable {
  public static final String FILE = "requests.jsonl";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final OutputStream file;
  private final Histogram scratch = new Histogram(1, Distribution.HIGHEST_NS, Distribution.DIGITS);

  RequestLog(Path dir) throws IOException {
    file = Files.newOutputStream(dir.resolve(FILE));
  }

  /**
   * @param fromS when these seconds began, since the start of the run
   */
  void write(double fromS, NameSeconds seconds) throws IOException {
    ObjectNode line = MAPPER.createObjectNode().put("t_s", fromS);
    ArrayNode requests = line.putArray("requests");
    for (int i = 0; i < seconds.size(); i++) {
      NameSeconds.Second second = seconds.of(i);
      if (!second.isEmpty()) {
        requests
            .addObject()
            .put("request", i)
            .put("ok", second.ok)
            .put("failed", second.failed)
            .put("content_bytes", second.contentBytes)
            .put("latency", encoded(second.latency));
      }
    }
    file.write((MAPPER.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
    file.flush();
  }

  private String encoded(Distribution latency) {
    scratch.reset();
    latency.addTo(scratch);
    ByteBuffer buffer = ByteBuffer.allocate(scratch.getNeededByteBufferCapacity());
    int length = scratch.encodeIntoCompressedByteBuffer(buffer);
    return Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(buffer.array(), length));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** What one request did within one line's time. */
  public record Part(
      int request, long ok, long failed, long contentBytes, PackedHistogram latency) {}

  /**
   * @param tS when it began, since the start of the run
   */
  public record Second(double tS, List<Part> parts) {}

  /** Reads a log line by line, as far as it is whole. */
  public static final class Reader implements Closeable {
    private final BufferedReader lines;

    /**
     * @param dir a run's directory
     * @throws IOException it holds no such log
     */
    public Reader(Path dir) throws IOException {
      lines = Files.newBufferedReader(dir.resolve(FILE));
    }

    /** The next line; null at the end, or where the log is cut. */
    public @Nullable Second next() throws IOException {
      String line = lines.readLine();
      if (line == null) {
        return null;
      }
      try {
        JsonNode json = MAPPER.readTree(line);
        List<Part> parts = new ArrayList<>();
        for (JsonNode part : json.path("requests")) {
          parts.add(part(part));
        }
        return new Second(json.path("t_s").asDouble(), parts);
      } catch (JacksonException torn) {
        return null;
      }
    }

    private static Part part(JsonNode json) throws IOException {
      byte[] bytes = Base64.getDecoder().decode(json.path("latency").asString());
      try {
        return new Part(
            json.path("request").asInt(),
            json.path("ok").asLong(),
            json.path("failed").asLong(),
            json.path("content_bytes").asLong(),
            PackedHistogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0));
      } catch (DataFormatException e) {
        throw new IOException("a histogram in " + FILE + " is damaged", e);
      }
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
