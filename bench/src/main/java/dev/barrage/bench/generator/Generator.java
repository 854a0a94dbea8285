package dev.barrage.bench.generator;

import dev.barrage.bench.machine.Bench;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What can load a server: closed loop, one thread where that can be chosen, each of the connections
 * with its next request as soon as it has its answer.
 */
public enum Generator {
  BARRAGE("barrage") {
    @Override
    public List<String> command(Bench bench, Job job) {
      return bench.barrage(
          "run",
          job.url(),
          "-u",
          "" + job.connections(),
          "--threads",
          "1",
          "--warmup",
          job.warmupS() + "s",
          "-t",
          job.measuredS() + "s",
          "--only-summary",
          "--no-color",
          "-o",
          job.folder().resolve("run").toString());
    }
  },
  WRK("wrk") {
    @Override
    public List<String> command(Bench bench, Job job) {
      String connections = "-c" + job.connections();
      return List.of("wrk", "-t1", connections, "-d" + job.totalS() + "s", "--latency", job.url());
    }
  },
  /** A bare loop in C, compiled here: what the kernel takes of everyone who waits with epoll. */
  FLOOR("floor") {
    @Override
    public List<String> command(Bench bench, Job job) throws IOException, InterruptedException {
      Path program = job.folder().resolve("floor");
      String source = bench.home().resolve("bench/src/main/c/floor.c").toString();
      Process compiler =
          new ProcessBuilder("cc", "-O2", "-o", program.toString(), source).inheritIO().start();
      if (compiler.waitFor() != 0) {
        throw new IOException("cc could not compile " + source);
      }
      URI url = URI.create(job.url());
      String port = "" + url.getPort();
      String connections = "" + job.connections();
      return List.of(program.toString(), port, url.getPath(), connections, "" + job.totalS());
    }
  },
  OHA("oha") {
    @Override
    public List<String> command(Bench bench, Job job) {
      String connections = "" + job.connections();
      return List.of(
          "oha", "--no-tui", "--no-color", "-z", job.totalS() + "s", "-c", connections, job.url());
    }
  },
  K6("k6") {
    @Override
    public List<String> command(Bench bench, Job job) throws IOException {
      Path script = job.folder().resolve("load.js");
      Files.writeString(
          script,
          """
          import http from 'k6/http';
          export const options = {vus: %d, duration: '%ds'};
          export default function () { http.get('%s'); }
          """
              .formatted(job.connections(), job.totalS(), job.url()));
      return List.of("k6", "run", "--quiet", "--no-color", "--no-usage-report", script.toString());
    }
  },
  VEGETA("vegeta") {
    @Override
    public List<String> command(Bench bench, Job job) throws IOException {
      Path targets = job.folder().resolve("targets.txt");
      Files.writeString(targets, "GET " + job.url() + "\n");
      String connections = "" + job.connections();
      return List.of(
          "vegeta",
          "attack",
          "-targets=" + targets,
          "-rate=0",
          "-workers=" + connections,
          "-max-workers=" + connections,
          "-connections=" + connections,
          "-duration=" + job.totalS() + "s",
          "-output=/dev/null");
    }
  };

  /**
   * What a generator is to do.
   *
   * @param warmupS not measured, seconds
   * @param measuredS seconds after that
   * @param folder for its files
   */
  public record Job(String url, int connections, int warmupS, int measuredS, Path folder) {
    public int totalS() {
      return warmupS + measuredS;
    }
  }

  private final String program;

  Generator(String program) {
    this.program = program;
  }

  public String program() {
    return program;
  }

  public abstract List<String> command(Bench bench, Job job)
      throws IOException, InterruptedException;

  /** What it says of its version; empty: it is not installed. */
  public String version(Bench bench) throws IOException, InterruptedException {
    return switch (this) {
      case BARRAGE -> bench.tell(bench.home().resolve("barrage").toString(), "--version");
      case WRK -> bench.tell("wrk", "-v");
      case FLOOR -> bench.tell("cc", "--version");
      case OHA, VEGETA -> bench.tell(program, "--version");
      case K6 -> bench.tell("k6", "version");
    };
  }
}
