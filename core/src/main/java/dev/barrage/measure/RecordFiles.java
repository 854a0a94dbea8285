package dev.barrage.measure;

import dev.barrage.engine.Requests;
import dev.barrage.plan.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files a run writes while it goes on. A file that cannot be written any more (disk full) ends
 * the writing, not the run: {@link #problem()} says why.
 */
final class RecordFiles {
  private final IntervalLog latency;
  private final IntervalLog service;
  private final Journal journal;
  private final Path dir;
  private @Nullable RequestLog requestLog;
  private volatile Optional<String> problem = Optional.empty();

  RecordFiles(Path dir, Instant startedAt, Slots slots, List<User> users, Requests requests)
      throws IOException {
    this.dir = dir;
    Files.createDirectories(dir);
    latency = new IntervalLog(dir.resolve("latency.hlog"), "latency", startedAt);
    service = new IntervalLog(dir.resolve("service.hlog"), "service time", startedAt);
    journal = new Journal(dir);
    boolean one = requests.capacity() == 1;
    journal.begin(
        startedAt,
        slots,
        users.stream().map(User::name).toList(),
        one ? requests.names().getFirst() : "",
        one ? requests.methods().getFirst() : "");
  }

  /**
   * @throws IOException they cannot be made; it says where, and why
   */
  static RecordFiles open(
      Path dir, Instant startedAt, Slots slots, List<User> users, Requests requests)
      throws IOException {
    try {
      return new RecordFiles(dir, startedAt, slots, users, requests);
    } catch (IOException e) {
      throw new IOException("cannot write to " + dir + ": " + why(e), e);
    }
  }

  /** Before the run starts: opens the log of numbers by request and second. */
  void openRequestLog() throws IOException {
    requestLog = new RequestLog(dir);
  }

  void write(double fromS, NameSeconds byName) {
    RequestLog log = requestLog;
    if (log != null) {
      write((latencyLog, serviceLog, journalLog) -> log.write(fromS, byName));
    }
  }

  Optional<String> problem() {
    return problem;
  }

  /** Something to do with the files; the first failure is kept and the rest is left undone. */
  interface Writing {
    void run(IntervalLog latency, IntervalLog service, Journal journal) throws IOException;
  }

  void write(Writing writing) {
    if (problem.isPresent()) {
      return;
    }
    try {
      writing.run(latency, service, journal);
      latency.flush();
      service.flush();
    } catch (IOException e) {
      fail(e);
    }
  }

  private static String why(IOException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private void fail(IOException e) {
    problem = Optional.of("the run's record is incomplete: " + why(e));
  }

  void close() {
    try (latency;
        service;
        journal;
        RequestLog log = requestLog) {
      latency.flush();
    } catch (IOException e) {
      if (problem.isEmpty()) {
        fail(e);
      }
    }
  }
}
