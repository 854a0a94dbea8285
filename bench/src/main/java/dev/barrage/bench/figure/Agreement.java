package dev.barrage.bench.figure;

import dev.barrage.bench.machine.Bench;
import dev.barrage.bench.machine.Launch;
import dev.barrage.bench.server.TruthServer;
import dev.barrage.bench.statistics.Median;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whether generators that are right at a calm rate say the same. They take turns before a server
 * whose delays are drawn, and which knows those that it gave: each is held against its own truth,
 * and these errors against each other.
 */
final class Agreement implements Figure {
  private static final int RATE = 500;
  private static final double ALLOWED_MS = 0.3;
  private static final double ALLOWED_SHARE = 0.02;
  private static final double[] PERCENTILES = {50, 90, 99};
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Percentiles of one run in ms, and how many requests they are of: the last that were sent. */
  private record Told(int requests, double[] ms) {}

  /** Of one run, by percentile: what the server gave, and what was told less that. */
  private record Errors(double[] givenMs, double[] offMs) {}

  private enum Peer {
    BARRAGE {
      @Override
      Told run(Bench bench, String url, int seconds, Path folder)
          throws IOException, InterruptedException {
        String[] arguments = {url, "--rate", "" + RATE, "-t", seconds + "s", "--warmup", "5s"};
        BarrageRun run = BarrageRun.of(bench, arguments);
        double[] ms = new double[PERCENTILES.length];
        for (int i = 0; i < ms.length; i++) {
          ms[i] = run.number("/latency_us/p%.0f".formatted(PERCENTILES[i])) / 1000;
        }
        return new Told((int) run.number("/counts/started"), ms);
      }
    },
    K6 {
      @Override
      Told run(Bench bench, String url, int seconds, Path folder)
          throws IOException, InterruptedException {
        Files.writeString(
            folder.resolve("load.js"),
            """
            import http from 'k6/http';
            export const options = {
              scenarios: {
                all: {
                  executor: 'constant-arrival-rate', rate: %d, timeUnit: '1s', duration: '%ds',
                  preAllocatedVUs: 100, maxVUs: 100,
                },
              },
              summaryTrendStats: ['p(50)', 'p(90)', 'p(99)', 'count'],
            };
            export default function () { http.get('%s'); }
            export function handleSummary(data) {
              return {'summary.json': JSON.stringify(data.metrics.http_req_duration.values)};
            }
            """
                .formatted(RATE, seconds, url));
        launch(bench, folder, List.of("k6", "run", "--quiet", "--no-usage-report", "load.js"));
        JsonNode told = JSON.readTree(folder.resolve("summary.json").toFile());
        double[] ms = new double[PERCENTILES.length];
        for (int i = 0; i < ms.length; i++) {
          ms[i] = told.path("p(%.0f)".formatted(PERCENTILES[i])).asDouble();
        }
        return new Told(told.path("count").asInt(), ms);
      }
    },
    /** Each of its connections has a grid of its own, wider than the longest delay. */
    FORTIO {
      @Override
      Told run(Bench bench, String url, int seconds, Path folder)
          throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("fortio", "load", "-qps", "" + RATE));
        command.addAll(List.of("-c", "100", "-t", seconds + "s", "-uniform", "-nocatchup"));
        command.addAll(List.of("-p", "50,90,99", "-r", "0.0001", "-json", "told.json", url));
        launch(bench, folder, command);
        JsonNode told = JSON.readTree(folder.resolve("told.json").toFile());
        JsonNode histogram = told.path("DurationHistogram");
        double[] ms = new double[PERCENTILES.length];
        for (int i = 0; i < ms.length; i++) {
          ms[i] = histogram.path("Percentiles").path(i).path("Value").asDouble() * 1000;
        }
        return new Told(histogram.path("Count").asInt(), ms);
      }
    };

    abstract Told run(Bench bench, String url, int seconds, Path folder)
        throws IOException, InterruptedException;

    /** What it says of its version; empty: it is not installed. */
    String version(Bench bench) throws IOException, InterruptedException {
      return switch (this) {
        case BARRAGE -> bench.tell(bench.home().resolve("barrage").toString(), "--version");
        case K6 -> bench.tell("k6", "version");
        case FORTIO -> {
          String version = bench.tell("fortio", "version");
          yield version.isEmpty() ? "" : "fortio " + version;
        }
      };
    }

    private static void launch(Bench bench, Path folder, List<String> command)
        throws IOException, InterruptedException {
      try (Launch launch = Launch.on(bench.generatorCpu(), command, folder)) {
        int code = launch.await(120);
        if (code != 0) {
          throw new IOException(command.getFirst() + " ended with " + code + launch.output());
        }
      }
    }
  }

  @Override
  public String name() {
    return "agreement";
  }

  @Override
  public boolean takesMinutes() {
    return true;
  }

  @Override
  public List<Finding> measure(Bench bench, Size size) throws IOException, InterruptedException {
    Launch.tieSelf(bench.serverCpu());
    Map<Peer, String> versions = new EnumMap<>(Peer.class);
    for (Peer peer : Peer.values()) {
      String version = peer.version(bench);
      if (!version.isEmpty()) {
        versions.put(peer, version);
      }
    }
    if (versions.size() < 2) {
      throw new IOException("agreement needs k6 or fortio on the PATH");
    }
    Map<Peer, double[][]> errors = new EnumMap<>(Peer.class);
    int rounds = size.pick(1, 6);
    double[] givenMs = new double[PERCENTILES.length];
    versions.keySet().forEach(peer -> errors.put(peer, new double[PERCENTILES.length][rounds]));
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<Peer, double[][]> peer : errors.entrySet()) {
        Errors run = errors(bench, peer.getKey(), size.pick(5, 20), round);
        givenMs = run.givenMs();
        for (int i = 0; i < PERCENTILES.length; i++) {
          peer.getValue()[i][round] = run.offMs()[i];
        }
      }
    }
    List<Finding> findings = new ArrayList<>();
    double[][] own = errors.getOrDefault(Peer.BARRAGE, new double[0][]);
    for (Map.Entry<Peer, String> peer : versions.entrySet()) {
      if (peer.getKey() != Peer.BARRAGE) {
        double[][] others = errors.getOrDefault(peer.getKey(), new double[0][]);
        findings.add(finding(peer.getValue(), own, others, givenMs));
      }
    }
    return findings;
  }

  private static Errors errors(Bench bench, Peer peer, int seconds, int round)
      throws IOException, InterruptedException {
    Random random = new Random(round);
    TruthServer server =
        new TruthServer((n, atNs) -> {
          double ms = Math.min(100, 2 / Math.pow(1 - random.nextDouble(), 0.6));
          return atNs + (long) (ms * 1e6);
        });
    Told told;
    try (server) {
      Path folder = Files.createTempDirectory(bench.scratch(), "agreement");
      told = peer.run(bench, server.url(), seconds, folder);
    }
    long[] given = server.delaysNs(server.count() - told.requests());
    double[] givenMs = new double[PERCENTILES.length];
    double[] offMs = new double[PERCENTILES.length];
    for (int i = 0; i < offMs.length; i++) {
      int rank = (int) Math.ceil(PERCENTILES[i] / 100 * given.length) - 1;
      givenMs[i] = given[rank] / 1e6;
      offMs[i] = told.ms()[i] - givenMs[i];
    }
    return new Errors(givenMs, offMs);
  }

  private static Finding finding(
      String version, double[][] own, double[][] others, double[] givenMs) {
    boolean met = true;
    List<String> parts = new ArrayList<>();
    Map<String, Object> raw = new LinkedHashMap<>();
    for (int i = 0; i < PERCENTILES.length; i++) {
      Median ours = Median.of(own[i]);
      Median theirs = Median.of(others[i]);
      double allowed = Math.max(ALLOWED_MS, ALLOWED_SHARE * givenMs[i]);
      met &= Math.abs(ours.value() - theirs.value()) <= allowed;
      String name = String.format(Locale.ROOT, "p%.0f", PERCENTILES[i]);
      parts.add(
          String.format(
              Locale.ROOT,
              "%s of %.1f ms: Barrage %s too much, it %s",
              name,
              givenMs[i],
              ours.text(2),
              theirs.text(2)));
      raw.put(
          name, Map.of("barrage_ms", Arrays.toString(own[i]), "it_ms", Arrays.toString(others[i])));
    }
    return new Finding(
        "agreement with " + version,
        String.join("; ", parts),
        "within 0.3 ms or 2% of each other",
        met,
        raw);
  }
}
