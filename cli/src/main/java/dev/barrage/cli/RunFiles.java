package dev.barrage.cli;

import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanTree;
import dev.barrage.plan.PlanWriter;
import dev.barrage.plan.Secrets;
import dev.barrage.report.HtmlReport;
import dev.barrage.report.RunJson;
import dev.barrage.report.RunRecord;
import dev.barrage.report.Summary;
import dev.barrage.report.Terminal;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files of one run: its directory and the extra copies asked for. What cannot be written is
 * said before the load starts; what fails later is said, and never costs the result on the console.
 */
final class RunFiles {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String RUNS = "runs";
  private static final String STANDARD_OUTPUT = "-";

  private final Plan masked;
  private final OutputOptions options;
  private final Optional<Path> directory;
  private final boolean created;
  private final PrintWriter out;
  private final PrintWriter err;

  private RunFiles(
      Plan plan,
      OutputOptions options,
      Optional<Path> directory,
      boolean created,
      PrintWriter out,
      PrintWriter err) {
    this.masked = Secrets.mask(plan);
    this.options = options;
    this.directory = directory;
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
    checkFile("--json", options.json);
    checkFile("--html", options.html);
    if ("".equals(options.out)) {
      throw new UsageException("--out needs the name of a folder");
    }
    if (options.noRecord) {
      return new RunFiles(plan, options, Optional.empty(), false, out, err);
    }
    Path wanted = Path.of(options.out == null ? RUNS : options.out);
    boolean created = options.out == null || !Files.exists(wanted);
    try {
      Files.createDirectories(wanted);
      Path directory = options.out == null ? fresh(wanted, plan) : wanted;
      clear(directory);
      RunFiles files = new RunFiles(plan, options, Optional.of(directory), created, out, err);
      Files.writeString(directory.resolve("plan.yaml"), PlanWriter.yaml(files.masked));
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
        Files.exists(directory.resolve(RunJson.FILE))
            || Files.exists(directory.resolve("journal.jsonl"));
    if (!recorded && Files.exists(directory.resolve("plan.yaml"))) {
      throw new UsageException(
          "--out: " + directory + " holds a plan.yaml that no run wrote; choose another folder");
    }
    for (String old : List.of(RunJson.FILE, HtmlReport.FILE_NAME, "summary.txt")) {
      Files.deleteIfExists(directory.resolve(old));
    }
  }

  /** A new folder, also where another run of the same plan begins in the same second. */
  private static Path fresh(Path runs, Plan plan) throws IOException {
    String name = plan.name().replaceAll("[^A-Za-z0-9._-]+", "-");
    String base = STAMP.format(Instant.now()) + "-" + name;
    for (int n = 1; ; n++) {
      try {
        return Files.createDirectory(runs.resolve(n == 1 ? base : base + "-" + n));
      } catch (FileAlreadyExistsException taken) {
        // the next number
      }
    }
  }

  private static void checkFile(String option, @Nullable String name) {
    if (name == null || name.equals(STANDARD_OUTPUT)) {
      return;
    }
    if (name.isEmpty()) {
      throw new UsageException(option + " needs the name of a file, or - for standard output");
    }
    Path file = Path.of(name).toAbsolutePath();
    try {
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      boolean existed = Files.exists(file);
      Files.newByteChannel(
              file, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE)
          .close();
      if (!existed) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UsageException(option + ": cannot write " + name + ": " + Reasons.of(e), e);
    }
  }

  Optional<Path> directory() {
    return directory;
  }

  /** Takes back a directory made for a run that never began. */
  void discard() throws IOException {
    if (created && directory.isPresent()) {
      try (var entries = Files.list(directory.get())) {
        for (Path entry : entries.toList()) {
          Files.delete(entry);
        }
      }
      Files.delete(directory.get());
      if (options.out == null) {
        deleteIfEmpty(Path.of(RUNS));
      }
    }
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
    RunRecord shown = run.withPlan(masked);
    boolean outTaken = STANDARD_OUTPUT.equals(options.json) || STANDARD_OUTPUT.equals(options.html);
    if (!options.quiet) {
      boolean colour = Terminal.colourOnStandardOutput(System.getenv(), !options.noColor);
      PrintWriter console = outTaken ? err : out;
      console.print(Summary.text(shown, directory, colour && !outTaken));
      console.flush();
    }
    Map<String, Object> plan = PlanTree.of(masked);
    directory.ifPresent(dir -> writeDirectory(dir, shown, plan));
    copy(options.json, () -> RunJson.text(shown, plan));
    copy(options.html, () -> page(shown, plan));
  }

  private void copy(@Nullable String name, Supplier<String> text) {
    if (name != null) {
      attempt(name, () -> put(name, text.get()));
    }
  }

  private void writeDirectory(Path dir, RunRecord run, Map<String, Object> plan) {
    attempt("run.json", () -> RunJson.write(dir.resolve(RunJson.FILE), run, plan));
    attempt(
        "summary.txt",
        () -> whole(dir.resolve("summary.txt"), Summary.text(run, directory, false)));
    attempt("report.html", () -> whole(dir.resolve(HtmlReport.FILE_NAME), page(run, plan)));
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

  private String page(RunRecord run, Map<String, Object> plan) {
    JsonNode tree = JsonMapper.shared().readTree(RunJson.text(run, plan));
    return directory
        .map(dir -> HtmlReport.page(tree, dir.resolve("latency.hlog"), dir.resolve("service.hlog")))
        .orElseGet(() -> HtmlReport.page(tree));
  }

  private void put(String name, String text) throws IOException {
    if (name.equals(STANDARD_OUTPUT)) {
      out.println(text);
      // The writer hands on to System.out, which keeps failures to itself.
      if (out.checkError() || System.out.checkError()) {
        throw new IOException("standard output does not take it");
      }
    } else {
      Files.writeString(Path.of(name), text);
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
