package dev.barrage.cli;

import dev.barrage.measure.RequestLog;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanTree;
import dev.barrage.plan.PlanWriter;
import dev.barrage.plan.Secrets;
import dev.barrage.plan.source.JavaPlan;
import dev.barrage.report.HtmlReport;
import dev.barrage.report.MonitorsCsv;
import dev.barrage.report.RecordDirectory;
import dev.barrage.report.RunJson;
import dev.barrage.report.RunRecord;
import dev.barrage.report.StoredRun;
import dev.barrage.report.Summary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The files of one run: its directory and the extra copies asked for. What cannot be written is
 * said before the load starts; what fails later is said, and never costs the result on the console.
 */
final class RunFiles {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  static final String RUNS = "runs";
  private static final String SOURCE = NamedPlan.SOURCE;
  private static final String SCRIPT_ERRORS = "script-errors.log";
  private static final String PLAN = "plan.yaml";
  private static final String SUMMARY = "summary.txt";
  private static final String JOURNAL = "journal.jsonl";

  /** All that a run may write into its directory. */
  private static final List<String> OWN =
      List.of(
          PLAN,
          SOURCE,
          JOURNAL,
          RecordDirectory.LATENCY_LOG,
          RecordDirectory.SERVICE_LOG,
          RequestLog.FILE,
          MonitorsCsv.FILE,
          SCRIPT_ERRORS,
          RunJson.FILE,
          SUMMARY,
          HtmlReport.FILE_NAME);

  private final Plan masked;
  private final OutputOptions options;
  private final Copies<StoredRun> copies;
  private final Optional<Path> directory;
  private final Optional<Path> logs;
  private final boolean created;
  private final PrintWriter out;
  private final PrintWriter err;

  private RunFiles(
      Plan plan,
      OutputOptions options,
      Optional<Path> directory,
      Optional<Path> logs,
      boolean created,
      PrintWriter out,
      PrintWriter err) {
    this.masked = Secrets.mask(plan);
    this.options = options;
    this.copies = options.copies.copies();
    this.directory = directory;
    this.logs = logs;
    this.created = created;
    this.out = out;
    this.err = err;
  }

  /**
   * Makes the directory and sees that everything can be written.
   *
   * @throws UsageException something cannot
   */
  static RunFiles prepare(Plan plan, OutputOptions options, PrintWriter out, PrintWriter err) {
    if (options.noRecord && options.out != null) {
      throw new UsageException("--no-record and --out exclude each other");
    }
    options.check();
    options.copies.copies().check();
    if ("".equals(options.out)) {
      throw new UsageException("--out needs the name of a folder");
    }
    if (options.noRecord) {
      return new RunFiles(plan, options, Optional.empty(), passingLogs(options), false, out, err);
    }
    Path wanted = Path.of(options.out == null ? RUNS : options.out);
    boolean created = options.out == null || !Files.exists(wanted);
    try {
      Files.createDirectories(wanted);
      Path directory = options.out == null ? fresh(wanted, plan.name()) : wanted;
      clear(directory);
      Optional<Path> made = Optional.of(directory);
      RunFiles files = new RunFiles(plan, options, made, made, created, out, err);
      files.writePlan(directory);
      return files;
    } catch (IOException e) {
      throw new UsageException("cannot write to " + wanted + ": " + Reasons.of(e), e);
    }
  }

  /**
   * Takes away what an earlier run left: beside the new run's plan it would be taken for its
   * result, should this run be killed.
   *
   * @throws UsageException the folder's plan.yaml is somebody's own
   */
  private static void clear(Path directory) throws IOException {
    boolean recorded =
        Files.exists(directory.resolve(RunJson.FILE)) || Files.exists(directory.resolve(JOURNAL));
    if (!recorded && Files.exists(directory.resolve(PLAN))) {
      throw new UsageException(
          "--out: " + directory + " holds a plan.yaml that no run wrote; choose another folder");
    }
    deleteOwn(directory);
  }

  private static void deleteOwn(Path directory) throws IOException {
    for (String own : OWN) {
      Files.deleteIfExists(directory.resolve(own));
    }
  }

  private void writePlan(Path directory) throws IOException {
    try {
      Files.writeString(directory.resolve(PLAN), PlanWriter.yaml(masked));
    } catch (IOException e) {
      discard();
      throw e;
    }
  }

  /** A new folder, also where another run of the same plan begins in the same second. */
  static Path fresh(Path runs, String named) throws IOException {
    String name = named.replaceAll("[^A-Za-z0-9._-]+", "-");
    String base = STAMP.format(Instant.now()) + "-" + name;
    for (int n = 1; ; n++) {
      try {
        return Files.createDirectory(runs.resolve(n == 1 ? base : base + "-" + n));
      } catch (FileAlreadyExistsException taken) {
        // the next number
      }
    }
  }

  /** A folder for the interval logs of a run without a record, if a copy is made from them. */
  private static Optional<Path> passingLogs(OutputOptions options) {
    if (!options.copies.needLogs()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.createTempDirectory("barrage-logs-"));
    } catch (IOException e) {
      throw new UsageException("cannot make a temporary folder: " + Reasons.of(e), e);
    }
  }

  /** Keeps the Java source beside the plan, which holds the names of its scripts alone. */
  void keepSource(Path source) {
    directory.ifPresent(dir ->
        attempt(SOURCE, () -> Files.writeString(dir.resolve(SOURCE), JavaPlan.recorded(source))));
  }

  /** Where the run keeps its interval logs; empty: nobody asks for them. */
  Optional<Path> logs() {
    return logs;
  }

  /**
   * Takes back what was made for a run that never began: a folder that was there already stays, and
   * holds nothing that could be taken for a record.
   */
  void discard() throws IOException {
    if (!created && directory.isPresent()) {
      deleteOwn(directory.get());
    } else if (directory.isPresent()) {
      deleteWhole(directory.get());
      if (options.out == null) {
        deleteIfEmpty(Path.of(RUNS));
      }
    }
    discardPassingLogs();
  }

  private void discardPassingLogs() throws IOException {
    if (directory.isEmpty() && logs.isPresent()) {
      deleteWhole(logs.get());
    }
  }

  private static void deleteWhole(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      for (Path entry : entries.toList()) {
        Files.delete(entry);
      }
    }
    Files.delete(folder);
  }

  private static void deleteIfEmpty(Path folder) throws IOException {
    try {
      Files.delete(folder);
    } catch (DirectoryNotEmptyException kept) {
      // holds the records of other runs
    }
  }

  /** Console first, then every file; each failure is one line on standard error. */
  void write(RunRecord run) {
    RunRecord shown = run.withoutSecrets();
    boolean outTaken = copies.takeStandardOutput();
    if (!options.console.isQuiet() && !options.noSummary) {
      boolean colour = options.console.colour.onStandardOutput();
      PrintWriter console = outTaken ? err : out;
      console.print(Summary.text(shown, directory, colour && !outTaken));
      // The writer hands on to System.out, which keeps failures to itself.
      if (!outTaken && (out.checkError() || System.out.checkError())) {
        err.print(Summary.text(shown, directory, false));
      }
      console.flush();
      err.flush();
    }
    Map<String, Object> plan = PlanTree.of(masked);
    StoredRun stored = new StoredRun(RunJson.readTree(RunJson.text(shown, plan)), logs);
    directory.ifPresent(dir -> writeDirectory(dir, shown, plan, stored));
    copies.write(stored, out, err);
    new GitHubActions(System.getenv()).tell(stored, options.console.isQuiet(), err);
    attempt("barrage-logs", this::discardPassingLogs);
  }

  private void writeDirectory(Path dir, RunRecord run, Map<String, Object> plan, StoredRun stored) {
    attempt("run.json", () -> RunJson.write(dir.resolve(RunJson.FILE), run, plan));
    attempt(SUMMARY, () -> whole(dir.resolve(SUMMARY), Summary.text(run, directory, false)));
    if (!run.observed().monitors().isEmpty()) {
      attempt(MonitorsCsv.FILE, () -> whole(dir.resolve(MonitorsCsv.FILE), MonitorsCsv.text(run)));
    }
    if (!run.measurement().parts().scriptFailures().isEmpty()) {
      attempt(SCRIPT_ERRORS, () -> whole(dir.resolve(SCRIPT_ERRORS), traces(run)));
    }
    attempt("report.html", () -> whole(dir.resolve(HtmlReport.FILE_NAME), HtmlReport.page(stored)));
  }

  private static String traces(RunRecord run) {
    return run.measurement().parts().scriptFailures().stream()
        .map(f ->
            "%s, %d times, first at %s%n%s%n"
                .formatted(f.script(), f.count(), f.firstAt(), f.trace()))
        .collect(Collectors.joining());
  }

  /** A file of the record is there with all its text, or not at all. */
  private static void whole(Path file, String text) throws IOException {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private interface Writing {
    void run() throws IOException;
  }

  private void attempt(String name, Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      err.println("barrage: " + name + " was not written: " + Reasons.of(e));
      err.flush();
    }
  }
}
