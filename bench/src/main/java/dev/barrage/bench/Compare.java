package dev.barrage.bench;

import dev.barrage.bench.generator.Generator;
import dev.barrage.bench.generator.Round;
import dev.barrage.bench.machine.Bench;
import dev.barrage.bench.server.Nginx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What a request costs Barrage and its peers, side by side: {@code bench/compare}.
 *
 * <p>One nginx worker on one CPU; on another one generator after the other with 64 connections in a
 * closed loop, in rounds of random order, so that a machine that drifts drifts for all. Requests
 * are counted by the server, CPU time by the kernel, over the same window of each generator's run.
 */
public final class Compare {
  private static final String HELP =
      """
      bench/compare [options] [wrk floor oha k6 vegeta …]   peers to measure; default: all that are installed; floor is
          a bare epoll loop in C, compiled with cc

        --rounds N          rounds (default 10)
        --seconds N         measured window of each generator in each round (default 8)
        --warmup N          seconds before it that do not count (default 5)
        --server-cpu N      CPU of nginx (default 0)
        --generator-cpu N   CPU of the generators (default 1)
        --seed N            of the order (default 1)
        --noisy             measure although the machine is not quiet; the result says so
        --out DIR           where results go (default bench/results/<date>-<commit>)
      """;

  private Compare() {}

  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    try {
      System.exit(run(args));
    } catch (IllegalArgumentException | IOException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(2);
    }
  }

  private static int run(String[] args) throws IOException, InterruptedException {
    Set<String> options =
        Set.of(
            "--rounds",
            "--seconds",
            "--warmup",
            "--server-cpu",
            "--generator-cpu",
            "--seed",
            "--out");
    Arguments arguments = new Arguments(args, Set.of("--noisy", "--help"), options);
    if (arguments.has("--help")) {
      System.out.print(HELP);
      return 0;
    }
    Bench bench =
        Bench.create(arguments.number("--server-cpu", 0), arguments.number("--generator-cpu", 1));
    String noise = Bench.noise();
    if (!noise.isEmpty()) {
      System.err.println("bench: " + noise);
      if (!arguments.has("--noisy")) {
        System.err.println("bench: wait until it is, or measure all the same with --noisy");
        return 3;
      }
    }
    List<Generator> generators = generators(bench, arguments.words());
    Map<String, Object> environment = bench.environment(command("bench/compare", args), noise);
    for (Generator generator : generators) {
      environment.put(generator.program(), generator.version(bench));
    }
    List<Round> rounds = rounds(bench, generators, arguments);
    Comparison comparison = new Comparison(generators, rounds);
    comparison.table().forEach(System.out::println);
    Path folder = Path.of(arguments.text("--out", bench.resultsFolder().toString()));
    Results results = new Results(folder, "compare");
    results.write(environment, comparison.table(), comparison.json());
    results.writeRaw(raw(rounds));
    System.out.println("Recorded in " + folder);
    return 0;
  }

  static List<String> command(String name, String[] args) {
    List<String> command = new ArrayList<>(List.of(name));
    command.addAll(Arrays.asList(args));
    return command;
  }

  private static List<Generator> generators(Bench bench, List<String> wanted)
      throws IOException, InterruptedException {
    List<Generator> found = new ArrayList<>();
    for (Generator generator : Generator.values()) {
      boolean always = generator == Generator.BARRAGE || generator == Generator.WRK;
      boolean asked = wanted.isEmpty() || wanted.contains(generator.program());
      if ((always || asked) && !generator.version(bench).isEmpty()) {
        found.add(generator);
      } else if (always || wanted.contains(generator.program())) {
        throw new IOException(generator.program() + " is not on the PATH");
      } else if (asked) {
        System.err.println("bench: " + generator.program() + " is not installed, left out");
      }
    }
    return found;
  }

  private static List<Round> rounds(Bench bench, List<Generator> generators, Arguments arguments)
      throws IOException, InterruptedException {
    Random random = new Random(arguments.number("--seed", 1));
    List<Round> rounds = new ArrayList<>();
    int wanted = arguments.number("--rounds", 10);
    try (Nginx nginx = Nginx.start(bench)) {
      for (int number = 1; number <= wanted; number++) {
        List<Generator> order = new ArrayList<>(generators);
        Collections.shuffle(order, random);
        for (Generator generator : order) {
          Round round =
              Round.measure(
                  bench,
                  nginx,
                  number,
                  generator,
                  arguments.number("--warmup", 5),
                  arguments.number("--seconds", 8));
          rounds.add(round);
          System.err.printf(
              "round %d/%d  %-8s %7.2f us/request  %,9.0f requests/s  others %.0f%%, steal"
                  + " %.1f%%%n",
              number,
              wanted,
              generator.program(),
              round.cpuUsPerRequest(),
              round.requestsPerS(),
              round.othersCpuShare() * 100,
              round.stealShare() * 100);
        }
      }
    }
    return rounds;
  }

  private static String raw(List<Round> rounds) {
    StringBuilder text = new StringBuilder();
    for (Round round : rounds) {
      text.append("=== round %d: %s%n".formatted(round.number(), round.command()));
      text.append(round.output().strip()).append("\n\n");
    }
    return text.toString();
  }
}
