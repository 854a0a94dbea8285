package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A run's folder where the run could not begin, or where the disk is full. */
class RunFolderTest {
  @TempDir Path folder;

  private static String nobody() throws Exception {
    try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return "http://127.0.0.1:" + once.getLocalPort();
    }
  }

  private List<String> files(String directory) throws Exception {
    try (Stream<Path> entries = Files.list(folder.resolve(directory))) {
      return entries.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private BarrageProcess run(String url, String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("run", url, "--rate=20", "-t=500ms"));
    words.addAll(List.of(more));
    return BarrageProcess.run(folder, words.toArray(String[]::new));
  }

  /**
   * What it says where no file takes a byte, as on a full disk: its limit of a file's size is 0.
   */
  private record OnFullDisk(int exitCode, String out) {
    static OnFullDisk of(Path folder, String... args) throws Exception {
      List<String> limited = List.of("sh", "-c", "ulimit -f 0; exec \"$@\"", "sh");
      Process process =
          new ProcessBuilder(BarrageProcess.command(limited, args))
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new OnFullDisk(process.waitFor(), out);
    }
  }

  @Test
  void aFolderOfARunThatNeverBeganTakesTheNextOne() throws Exception {
    Files.createDirectory(folder.resolve("results"));
    assertThat(run(nobody(), "-o", "results").exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(files("results")).isEmpty();
    try (Target target = new Target()) {
      BarrageProcess next = run(target.url(), "-o", "results");
      assertThat(next.err()).doesNotContain("holds a plan.yaml");
      assertThat(files("results")).contains("run.json");
    }
  }

  @Test
  void whatAnEarlierRunMeasuredIsNotTakenForOneThatNeverBegan() throws Exception {
    try (Target target = new Target()) {
      run(target.url(), "-o", "results");
    }
    assertThat(run(nobody(), "-o", "results").exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(files("results")).isEmpty();
    BarrageProcess report = BarrageProcess.run(folder, "report", "results");
    assertThat(report.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(report.err()).contains("barrage: results: holds no record of a run");
  }

  @Test
  void aFullDiskIsSaidBeforeTheLoad() throws Exception {
    try (Target target = new Target()) {
      OnFullDisk run = OnFullDisk.of(folder, "run", target.url(), "--rate=20", "-o", "made");
      assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(folder.resolve("made")).doesNotExist();
      for (String copy : List.of("--json", "--html", "--csv", "--junit")) {
        String[] args = {"run", target.url(), "--rate=20", "--no-record", copy, "out/file"};
        assertThat(OnFullDisk.of(folder, args).exitCode()).as(copy).isEqualTo(ExitCode.USAGE);
        assertThat(files("out")).isEmpty();
      }
      assertThat(target.count()).isZero();
    }
  }

  @Test
  void aFolderThatTakesNoReportCostsNoCopy() throws Exception {
    try (Target target = new Target()) {
      run(target.url(), "-o", "results");
    }
    Files.delete(folder.resolve("results/report.html"));
    OnFullDisk report = OnFullDisk.of(folder, "report", "results", "--json", "-");
    assertThat(report.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(JsonMapper.shared().readTree(report.out()).path("schema").asString(""))
        .isEqualTo("barrage.run/1");
    assertThat(files("results")).noneMatch(name -> name.contains("report"));
  }
}
