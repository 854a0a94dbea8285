package dev.barrage.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Hidden: does what most uses do, so that the build can keep the loaded classes and the profiles of
 * the methods in an AOT cache (JEP 483, 514, 515). Its load goes to a server of its own.
 */
@Command(name = "train", hidden = true)
final class TrainCommand implements Callable<Integer> {
  private static final byte[] HELLO = "hello\n".getBytes(StandardCharsets.US_ASCII);

  @Override
  public Integer call() throws IOException {
    Path directory = Files.createTempDirectory("barrage-train-");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, HELLO.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(HELLO);
          }
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/hello";
      String out = directory.resolve("run").toString();
      use("--help");
      use("doctor");
      use("--typo");
      use("run", url, "--rate", "1000", "-t", "2s", "-o", out, "--no-color");
      use("run", url, "-u", "8", "-t", "2s", "-o", out, "--only-summary");
    } finally {
      server.stop(0);
      delete(directory);
    }
    return ExitCode.PASSED;
  }

  private static void use(String... arguments) {
    PrintWriter nowhere =
        new PrintWriter(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    CommandLine command = Barrage.commandLine(arguments);
    command.setOut(nowhere).setErr(nowhere);
    command.execute(arguments);
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }
}
