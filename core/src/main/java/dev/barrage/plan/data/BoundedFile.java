package dev.barrage.plan.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that users name, read whole up to a bound. The bound holds for devices and pipes too, whose
 * size is told as 0: {@code /dev/zero} would otherwise be read until the memory is full.
 */
public final class BoundedFile {
  private BoundedFile() {}

  /** A file that holds more than is read; its message says the bound. */
  public static final class TooLargeException extends IOException {
    private TooLargeException(int mostMib) {
      super("is larger than " + mostMib + " MiB, the most that is read");
    }
  }

  /**
   * @param mostMib bytes that are read at most, in MiB
   * @throws TooLargeException it is larger
   */
  public static byte[] bytes(Path file, int mostMib) throws IOException {
    int most = Math.multiplyExact(mostMib, 1 << 20);
    if (Files.size(file) <= most) {
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(most + 1);
        if (bytes.length <= most) {
          return bytes;
        }
      }
    }
    throw new TooLargeException(mostMib);
  }
}
