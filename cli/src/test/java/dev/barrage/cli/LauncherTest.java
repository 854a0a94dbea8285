package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.testkit.RealComponent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The real launcher in a made-up working copy, with a {@code mvn} that makes an empty jar and a
 * {@code java} that prints its arguments.
 */
class LauncherTest {
  private static final String JAVA =
      """
      #!/bin/sh
      for arg; do case $arg in
        -XX:AOTCacheOutput=*) echo cache > "${arg#*=}"; exit 0 ;;
        *.java) exit 0 ;;
      esac; done
      echo "$0 in $PWD: $*"
      exit ${FAKE_EXIT:-0}
      """;

  private static final String MVN =
      """
      #!/bin/sh
      echo run >> builds
      echo "[INFO] Building Barrage: core 0.1.0     [1/2]"
      if [ ! -d "$JAVA_HOME" ]; then echo "[ERROR] no JDK in $JAVA_HOME"; exit 1; fi
      if [ -n "${FAKE_MVN_FAILS:-}" ]; then echo "[ERROR] no semicolon"; exit 1; fi
      sleep 0.3
      mkdir -p cli/target/lib && touch cli/target/barrage-cli-0.1.0.jar
      """;

  @TempDir Path folder;
  private Path home;
  private Path jdk;
  private Path tools;

  @BeforeEach
  void aWorkingCopy() throws Exception {
    home = folder.resolve("working copy");
    jdk = folder.resolve("jdk");
    tools = folder.resolve("tools");
    for (String module : List.of("core", "testbed", "cli")) {
      file(home.resolve(module + "/pom.xml"), "");
      file(home.resolve(module + "/src/main/A.java"), "");
    }
    file(home.resolve("pom.xml"), "");
    Files.copy(Path.of("../barrage"), home.resolve("barrage"));
    file(jdk.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");
    executable(jdk.resolve("bin/java"), JAVA);
    executable(jdk.resolve("bin/javac"), "");
    executable(tools.resolve("mvn"), MVN);
    for (String tool :
        List.of(
            "bash",
            "sh",
            "find",
            "readlink",
            "touch",
            "mkdir",
            "rm",
            "grep",
            "head",
            "tail",
            "sleep",
            "sed")) {
      executable(
          tools.resolve(tool),
          "#!/bin/sh\nexec %s \"$@\"\n".formatted(RealComponent.require(tool)));
    }
  }

  private static Path file(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static void executable(Path file, String text) throws IOException {
    assertThat(file(file, text).toFile().setExecutable(true)).isTrue();
  }

  /** A launch under way; its output goes to files, so that none can block it. */
  private record Launch(Process process, Path out, Path err) {
    int exitCode() throws InterruptedException {
      return process.waitFor();
    }

    String said() throws Exception {
      exitCode();
      return Files.readString(out) + Files.readString(err);
    }
  }

  private Launch launch(Path launcher, Map<String, String> environment, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(args));
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("BARRAGE_"));
    builder.environment().put("PATH", tools.toString());
    builder.environment().put("BARRAGE_JAVA_HOME", jdk.toString());
    builder.environment().putAll(environment);
    return new Launch(builder.start(), out, err);
  }

  private Launch launch(String... args) throws IOException {
    return launch(home.resolve("barrage"), Map.of(), args);
  }

  private int builds() throws IOException {
    Path builds = home.resolve("builds");
    return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
  }

  @Test
  void buildsOnFirstUseAndThenRunsInTheUsersFolder() throws Exception {
    Launch first = launch("run", "my plan.yaml");
    assertThat(first.said())
        .contains("barrage: building (once, and again when sources change)")
        .contains("barrage:   core\n")
        .contains("in " + folder.toRealPath() + ": ")
        .contains(" dev.barrage.cli.Barrage run my plan.yaml\n")
        .contains("-XX:AOTCache=" + home.resolve("cli/target/launcher/barrage.aot"))
        .contains("--enable-native-access=ALL-UNNAMED");
    assertThat(launch("run").said()).startsWith(jdk.toString()).doesNotContain("barrage: ");
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void buildsAgainWhenASourceChangedOrWentAway() throws Exception {
    assertThat(launch().exitCode()).isZero();
    FileTime later = FileTime.from(Instant.now().plusSeconds(5));
    Files.setLastModifiedTime(home.resolve("core/src/main/A.java"), later);
    assertThat(launch().said()).contains("barrage: building");
    assertThat(builds()).isEqualTo(2);
    Files.setLastModifiedTime(home.resolve("core/src/main/A.java"), FileTime.fromMillis(0));
    assertThat(launch().said()).doesNotContain("barrage: building");
    Files.delete(home.resolve("core/src/main/A.java"));
    Files.setLastModifiedTime(home.resolve("core/src/main"), later);
    assertThat(launch().said()).contains("barrage: building");
  }

  @Test
  void isFoundThroughSymbolicLinks() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("first"), home.resolve("barrage"));
    Path linkToLink = Files.createSymbolicLink(tools.resolve("barrage"), Path.of("../first"));
    assertThat(launch(linkToLink, Map.of(), "--help").said()).contains(home + "/cli/target/");
    assertThat(launch(link, Map.of(), "--help").exitCode()).isZero();
  }

  @Test
  void endsWithTheProgramsExitCode() throws Exception {
    assertThat(launch(home.resolve("barrage"), Map.of("FAKE_EXIT", "4")).exitCode()).isEqualTo(4);
  }

  @Test
  void twoFirstUsesBuildOnce() throws Exception {
    Launch one = launch("one");
    Launch two = launch("two");
    assertThat(one.said()).contains("Barrage one\n");
    assertThat(two.said()).contains("Barrage two\n");
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void takesOverTheLockOfABuildThatWasKilled() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    file(home.resolve("cli/target/launcher/lock/pid"), gone.pid() + "\n");
    assertThat(launch().exitCode()).isZero();
  }

  @Test
  void showsWhyABuildFailed() throws Exception {
    Launch failed = launch(home.resolve("barrage"), Map.of("FAKE_MVN_FAILS", "1"));
    assertThat(failed.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(failed.said()).contains("no semicolon").contains("launcher/build.log");
    assertThat(launch().exitCode()).isZero();
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    Files.delete(tools.resolve("mvn"));
    assertThat(launch().said()).contains("'mvn' is not on the PATH");
    file(jdk.resolve("release"), "JAVA_VERSION=\"21.0.1\"\n");
    Launch old = launch();
    assertThat(old.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(old.said())
        .isEqualTo("barrage: BARRAGE_JAVA_HOME=" + jdk + " is not a JDK 25 or newer\n");
  }

  @Test
  void theLastWordOnJvmOptionsIsTheUsers() throws Exception {
    Launch launch =
        launch(home.resolve("barrage"), Map.of("BARRAGE_JAVA_OPTS", "-Xmx2g -XX:+UseParallelGC"));
    assertThat(launch.said())
        .containsPattern("-Xmx512m .*-Xmx2g -XX:\\+UseParallelGC ")
        .doesNotContain("UseSerialGC");
  }

  @Test
  void onlyWhatEndsSoonDoesWithoutTheOptimizingCompiler() throws Exception {
    for (String brief : List.of("--help", "version", "run --help", "")) {
      assertThat(launch(brief.isEmpty() ? new String[0] : brief.split(" ")).said())
          .as(brief)
          .contains("-XX:TieredStopAtLevel=1 ");
    }
    for (String load : List.of("run plan.yaml", "demo", "run http://[::1]:1/ --data --help")) {
      assertThat(launch(load.split(" ")).said()).as(load).doesNotContain("TieredStopAtLevel");
    }
  }

  @Test
  void needsNoHome() throws Exception {
    executable(tools.resolve("env"), "#!/bin/sh\nexec /usr/bin/env \"$@\"\n");
    Path wrapper = folder.resolve("without-home");
    executable(
        wrapper,
        "#!/bin/sh\nexec env -u HOME -u BARRAGE_JAVA_HOME PATH=%s:%s '%s' \"$@\"\n"
            .formatted(jdk.resolve("bin"), tools, home.resolve("barrage")));
    // Where this machine has a JDK in a usual place, it is taken and finds an empty jar.
    assertThat(launch(wrapper, Map.of("JAVA_HOME", folder.toString()), "--help").said())
        .doesNotContain("unbound");
  }

  @Test
  void saysThatItCannotWriteWhatItBuilds() throws Exception {
    file(home.resolve("cli/target"), "in the way");
    Launch launch = launch();
    assertThat(launch.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(launch.said())
        .startsWith("barrage: must be built first, and cannot write to ")
        .hasLineCount(1);
  }

  @Test
  void takesOverTheLockOfABuildThatWasKilledBeforeItCouldSayWhoItIs() throws Exception {
    Files.createDirectories(home.resolve("cli/target/launcher/lock"));
    assertThat(launch().exitCode()).isZero();
  }

  @ParameterizedTest(name = "LC_ALL={0} LANG={1}")
  @CsvSource({
    "C, C, all=C.UTF-8 ctype=",
    "'', '', all= ctype=C.UTF-8",
    "'', xx_XX.UTF-8, all= ctype=C.UTF-8",
    "'', de_DE.ISO-8859-1, all= ctype="
  })
  void namesOfFilesAreUtf8WhereTheLocaleSaysNothing(String all, String lang, String expected)
      throws Exception {
    executable(jdk.resolve("bin/java"), "#!/bin/sh\necho \"all=$LC_ALL ctype=$LC_CTYPE\"\n");
    Map<String, String> locale = Map.of("LC_ALL", all, "LC_CTYPE", "", "LANG", lang);
    assertThat(launch(home.resolve("barrage"), locale).said()).startsWith(expected + "\n");
  }

  @Test
  void aJdkMayBeGivenFromTheUsersFolder() throws Exception {
    Launch launch = launch(home.resolve("barrage"), Map.of("BARRAGE_JAVA_HOME", "jdk"));
    assertThat(launch.exitCode()).as(launch.said()).isZero();
  }

  @Test
  void saysThatJavaTakesNoFolderWithAColon() throws Exception {
    Path colon = file(folder.resolve("a:b/barrage"), Files.readString(home.resolve("barrage")));
    assertThat(colon.toFile().setExecutable(true)).isTrue();
    Launch launch = launch(colon, Map.of());
    assertThat(launch.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(launch.said()).startsWith("barrage: cannot run from ").hasLineCount(1);
  }
}
