package dev.barrage.cli.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The files by which Linux describes itself, below a root.
 *
 * <p>A file that is missing or cannot be read is empty, not an error: another system than Linux has
 * none of them, a container hides some.
 *
 * @param root {@code /} here; a folder of made-up files in tests
 * @param javaFeature feature number of the JDK: 25
 * @param javaName vendor and version of the JDK
 * @param cpus processors that this process may use
 */
public record Machine(Path root, int javaFeature, String javaName, int cpus) {
  private static final int MAX_BYTES = 1 << 16;

  /** The machine of this process. */
  public static Machine here() {
    return new Machine(
        Path.of("/"),
        Runtime.version().feature(),
        System.getProperty("java.vendor", "") + " " + Runtime.version(),
        Runtime.getRuntime().availableProcessors());
  }

  /** The file's text without the line end. */
  Optional<String> text(String path) {
    // One large read: files of /proc/sys hold nothing after the first, and Files.readString, which
    // trusts their size of 0, begins with a read of one byte.
    try (InputStream in = Files.newInputStream(root.resolve(path))) {
      return Optional.of(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The file's lines; none when it cannot be read. */
  List<String> lines(String path) {
    return text(path).map(String::lines).map(Stream::toList).orElse(List.of());
  }

  /** The file's only number. */
  OptionalLong number(String path) {
    return text(path).map(Machine::parse).orElse(OptionalLong.empty());
  }

  /** The number that follows a word at a line's start: {@code MemTotal: 123 kB}. */
  OptionalLong number(String path, String word) {
    return lines(path).stream()
        .filter(line -> line.startsWith(word))
        .map(line -> parse(line.substring(word.length()).strip().split("\\s+")[0]))
        .findFirst()
        .orElse(OptionalLong.empty());
  }

  /** Names in a folder, sorted; none when there is no such folder. */
  List<String> names(String folder) {
    try (Stream<Path> files = Files.list(root.resolve(folder))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  boolean has(String path) {
    return Files.exists(root.resolve(path));
  }

  static OptionalLong parse(String number) {
    try {
      return OptionalLong.of(Long.parseLong(number.strip()));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
