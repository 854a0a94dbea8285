package dev.barrage.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The copies of a record that were asked for: checked before the load starts, written after it.
 *
 * <p>One that fails later is a line on standard error, and costs no other.
 *
 * @param <R> what is recorded: a run or a suite
 */
record Copies<R>(List<Copy<R>> all) {
  static final String STANDARD_OUTPUT = "-";

  /** A form of the record. */
  interface Format<R> {
    void write(R record, Appendable out) throws IOException;
  }

  /**
   * @param name of the file, or {@link #STANDARD_OUTPUT}
   */
  record Copy<R>(String option, String name, Format<R> format) {
    boolean isOnStandardOutput() {
      return name.equals(STANDARD_OUTPUT);
    }

    /** Alike for all names of one place. */
    private String place() {
      return isOnStandardOutput() ? name : Path.of(name).toAbsolutePath().normalize().toString();
    }
  }

  /**
   * Adds one that may have been asked for.
   *
   * @param name of the file, or {@link #STANDARD_OUTPUT}; null: it was not
   */
  static <R> void add(
      List<Copy<R>> copies, String option, @Nullable String name, Format<R> format) {
    if (name != null) {
      copies.add(new Copy<>(option, name, format));
    }
  }

  /** Whether standard output belongs to one of them, so that nothing else may be printed there. */
  boolean takeStandardOutput() {
    return all.stream().anyMatch(Copy::isOnStandardOutput);
  }

  /**
   * Makes missing folders and sees that each file can be written.
   *
   * @throws UsageException one cannot, or two are the same
   */
  void check() {
    Map<String, String> optionOf = new HashMap<>();
    for (Copy<R> copy : all) {
      if (copy.name.isEmpty()) {
        throw new UsageException(
            copy.option + " needs the name of a file, or - for standard output");
      }
      String other = optionOf.putIfAbsent(copy.place(), copy.option);
      if (other != null) {
        String place = copy.isOnStandardOutput() ? "standard output" : copy.name;
        throw new UsageException(
            other
                + " and "
                + copy.option
                + " would both write to "
                + place
                + "; choose two places");
      }
      if (!copy.isOnStandardOutput()) {
        check(copy);
      }
    }
  }

  private static void check(Copy<?> copy) {
    Path file = Path.of(copy.name).toAbsolutePath();
    try {
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      if (Files.exists(file)) {
        Files.newByteChannel(file, StandardOpenOption.WRITE).close();
      } else {
        tryOut(file);
      }
    } catch (IOException e) {
      throw new UsageException(
          copy.option + ": cannot write " + copy.name + ": " + Reasons.of(e), e);
    }
  }

  /** A disk that is full takes a new file, but not its first byte. */
  private static void tryOut(Path file) throws IOException {
    try {
      Files.writeString(file, "\n");
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Whether all of them were written. */
  boolean write(R record, PrintWriter out, PrintWriter err) {
    boolean written = true;
    for (Copy<R> copy : all) {
      try {
        if (copy.isOnStandardOutput()) {
          print(copy, record, out);
        } else {
          whole(copy, record);
        }
      } catch (IOException e) {
        err.println("barrage: " + copy.name + " was not written: " + Reasons.of(e));
        err.flush();
        written = false;
      }
    }
    return written;
  }

  /** All of it, or nothing that could be taken for all of it. */
  private static <R> void whole(Copy<R> copy, R record) throws IOException {
    Path path = Path.of(copy.name);
    try (Writer file = writer(path)) {
      copy.format.write(record, file);
    } catch (IOException e) {
      if (Files.isRegularFile(path)) {
        Files.delete(path);
      }
      throw e;
    }
  }

  private static <R> void print(Copy<R> copy, R record, PrintWriter out) throws IOException {
    copy.format.write(record, out);
    // The writer hands on to System.out, which keeps failures to itself.
    if (out.checkError() || System.out.checkError()) {
      throw new IOException("standard output does not take it");
    }
  }

  /** Puts a text where an option says, in folders that are made; {@code -} is standard output. */
  static void put(String file, String text, PrintWriter out) throws IOException {
    if (file.equals(STANDARD_OUTPUT)) {
      out.print(text);
      return;
    }
    Path path = Path.of(file).toAbsolutePath();
    if (path.getParent() != null) {
      Files.createDirectories(path.getParent());
    }
    Files.writeString(path, text);
  }

  /** One that replaces what UTF-8 cannot hold, instead of failing on it. */
  static Writer writer(Path file, StandardOpenOption... options) throws IOException {
    return new BufferedWriter(
        new OutputStreamWriter(Files.newOutputStream(file, options), StandardCharsets.UTF_8));
  }
}
