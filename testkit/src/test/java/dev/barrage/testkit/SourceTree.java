package dev.barrage.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sources of all modules, as they lie in the working copy. */
final class SourceTree {
  private SourceTree() {}

  /** The folder that holds the launcher, above the module whose tests run. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("barrage")) || !Files.isDirectory(folder.resolve("core"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("run the tests inside the working copy");
      }
    }
    return folder;
  }

  /** Every Java file, main and test; a module is a folder with a {@code src}. */
  static List<Path> javaFiles(Path root) {
    try (Stream<Path> files =
        Files.find(root, Integer.MAX_VALUE, (file, a) -> isSource(root, file))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSource(Path root, Path file) {
    Path inside = root.relativize(file);
    return inside.getNameCount() > 2
        && inside.getName(1).toString().equals("src")
        && file.toString().endsWith(".java");
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
