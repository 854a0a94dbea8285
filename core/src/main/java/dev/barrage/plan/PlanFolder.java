package dev.barrage.plan;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where file names of a plan begin. Plans hold them in full, so that a record can be used from
 * anywhere.
 *
 * @param path folder of the plan file
 * @param mustExist whether a file that cannot be read is a mistake
 */
record PlanFolder(Path path, boolean mustExist) {
  /** The full name of a file. */
  Path file(String text) {
    Path file = resolve(text);
    if (mustExist && (!Files.isReadable(file) || Files.isDirectory(file))) {
      throw new IllegalArgumentException(
          Quoted.of(text) + " cannot be read; looked for " + file + " (relative to the plan)");
    }
    return file;
  }

  /** The full name of what need not exist yet. */
  Path resolve(String text) {
    try {
      return path.resolve(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(Quoted.of(text) + " is not a file name");
    }
  }
}
