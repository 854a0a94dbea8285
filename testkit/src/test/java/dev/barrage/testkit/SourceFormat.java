package dev.barrage.testkit;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import com.google.googlejavaformat.java.StringWrapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** google-java-format over the source tree. */
final class SourceFormat {
  private static final Formatter FORMATTER = new Formatter();

  private SourceFormat() {}

  /** Formats the files in place, and names them. */
  static void write(List<Path> files) throws IOException {
    for (Path file : files) {
      Files.writeString(file, formatted(file, SourceTree.text(file)));
      System.out.println("formatted " + file);
    }
  }

  static List<Path> unformatted(List<Path> files) {
    return files.parallelStream().filter(SourceFormat::isUnformatted).sorted().toList();
  }

  private static boolean isUnformatted(Path file) {
    String text = SourceTree.text(file);
    return !formatted(file, text).equals(text);
  }

  /** The text as google-java-format's command line with its defaults would leave it. */
  static String formatted(Path file, String text) {
    try {
      String used = RemoveUnusedImports.removeUnusedImports(text);
      String ordered = ImportOrderer.reorderImports(used, JavaFormatterOptions.Style.GOOGLE);
      return StringWrapper.wrap(FORMATTER.formatSource(ordered), FORMATTER);
    } catch (FormatterException e) {
      throw new UncheckedIOException(
          file + " cannot be parsed: " + e.getMessage(), new IOException(e));
    }
  }
}
