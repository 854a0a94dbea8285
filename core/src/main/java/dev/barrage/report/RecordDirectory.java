package dev.barrage.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A run's record on disk, and the report made from it: at the end of a run, and again whenever
 * {@code barrage report DIR} asks for it.
 *
 * <p>Stateless; may be used by several threads on different directories.
 */
public final class RecordDirectory {
  public static final String LATENCY_LOG = "latency.hlog";
  public static final String SERVICE_LOG = "service.hlog";

  private RecordDirectory() {}

  /** Makes the tree of {@code run.json} from what a killed run left behind. */
  @FunctionalInterface
  public interface Recovery {
    JsonNode recover(Path directory) throws IOException;
  }

  /**
   * The run whose record a directory holds.
   *
   * @param recovery asked where there is no {@code run.json}
   * @throws NotDirectoryException there is no such directory
   * @throws IOException it holds no record that can be read
   */
  public static StoredRun read(Path directory, Recovery recovery) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    Path file = directory.resolve(RunJson.FILE);
    JsonNode run = Files.exists(file) ? RunJson.read(file) : recovery.recover(directory);
    return new StoredRun(run, Optional.of(directory));
  }

  /**
   * Writes {@code report.html} from what a directory holds.
   *
   * @return the report
   */
  public static Path rebuildReport(Path directory, Recovery recovery) throws IOException {
    return writeReport(directory, read(directory, recovery).run());
  }

  /** Writes {@code report.html} into a directory that holds the interval logs. */
  public static Path writeReport(Path directory, JsonNode run) throws IOException {
    return HtmlReport.write(
        directory, run, directory.resolve(LATENCY_LOG), directory.resolve(SERVICE_LOG));
  }
}
