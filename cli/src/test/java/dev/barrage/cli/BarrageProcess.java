package dev.barrage.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program as a user starts it: a process in a folder, its streams kept in files beside it. */
record BarrageProcess(Process process, Path folder, Path outFile, Path errFile) {
  private static final long PATIENCE_S = 60;

  static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** The working copy: tests run in the folder of their module. */
  static final Path HOME = Path.of("").toAbsolutePath().getParent();

  static BarrageProcess start(Path folder, String... args) throws IOException {
    return startTo(Files.createTempFile(folder, "out", ".txt"), folder, args);
  }

  /** Starts with this file as standard output. */
  static BarrageProcess startTo(Path out, Path folder, String... args) throws IOException {
    return startWith(Map.of(), out, folder, args);
  }

  /** Starts as a script does that puts the program in the background: SIGINT is ignored. */
  static BarrageProcess startIgnoringInterrupts(Path folder, String... args) throws IOException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    List<String> shell = List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh");
    return start(shell, Map.of(), out, folder, args);
  }

  /** Starts with variables in its environment. */
  static BarrageProcess startWith(
      Map<String, String> environment, Path out, Path folder, String... args) throws IOException {
    return start(List.of(), environment, out, folder, args);
  }

  /** Starts with the words of another program before it. */
  static BarrageProcess start(
      List<String> before, Map<String, String> environment, Path out, Path folder, String... args)
      throws IOException {
    List<String> command = command(before, args);
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    // The tests may themselves run in a step of GitHub Actions.
    builder.environment().keySet().removeIf(name -> name.startsWith("GITHUB_"));
    builder.environment().putAll(environment);
    return new BarrageProcess(builder.start(), folder, out, err);
  }

  /**
   * What starts it.
   *
   * @param before a program and its arguments that take the rest as theirs
   */
  static List<String> command(List<String> before, String... args) {
    List<String> command = new ArrayList<>(before);
    command.addAll(List.of(JAVA, "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xshare:auto"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
    command.add("-Dbarrage.home=" + HOME);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Barrage.class.getName());
    command.addAll(List.of(args));
    return command;
  }

  /** Starts and waits for the end. */
  static BarrageProcess run(Path folder, String... args) throws Exception {
    return start(folder, args).await();
  }

  BarrageProcess await() throws InterruptedException {
    if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("barrage has not ended in " + PATIENCE_S + " s: " + err());
    }
    return this;
  }

  /** Sends a signal by name: INT, TERM, KILL, STOP, CONT. */
  void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  int exitCode() {
    return process.exitValue();
  }

  String out() {
    return text(outFile);
  }

  String err() {
    return text(errFile);
  }

  /** The record in this directory of the folder. */
  JsonNode record(String directory) {
    return JsonMapper.shared().readTree(text(folder.resolve(directory).resolve("run.json")));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
