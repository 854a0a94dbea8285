package dev.barrage.bench;

import dev.barrage.bench.figure.Figure;
import dev.barrage.bench.figure.Figure.Size;
import dev.barrage.bench.figure.Finding;
import dev.barrage.bench.machine.Bench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The goals that Barrage sets itself, measured and told as they are: {@code bench/figures}. */
public final class Figures {
  private static final String HELP =
      """
      bench/figures [options] [NAME…]   default: all but those that take minutes

        send-lag      how late requests leave at 20,000/s
        allocation    bytes per request on the loop's thread
        declared      CPU per request of a user with checks and captures, against a plain one
        crowd         100,000 waiting users: memory, and on time
        start-up      --help, and the first request of a URL run
        stall         a server that stops for a second: the closed form against the record
        delays        delays given against delays measured
        arrivals      when the server saw requests, against when the schedule had them
        first-second  is the first measured second as fast as the last
        scripted      1,000 users whose step is Java against declared ones: CPU per request
        capacity      the rate at which a server saturates, against the rate found
        overhead      what a proxy adds that holds answers for 3 ms
        limits        what limiters admitted, against their own count
        recovery      when servers and a rate limit were well again, against when they were
        leak          is a leak of 1 MB/s found in a minute
        leak-slow     is a leak of 1 MB/min found in ten minutes (11 min; only where named)
        leak-free     20 processes without a leak: in how many is one found (5 min; only where named)
        agreement     what k6 and fortio say of the same server (7 min; only where named)

        --quick             short and small, to see that it works; not for the record
        --server-cpu N      CPU of the servers (default 0)
        --generator-cpu N   CPU of Barrage (default 1)
        --noisy             measure although the machine is not quiet; the result says so
        --out DIR           where results go (default bench/results/<date>-<commit>)
      """;

  private Figures() {}

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
    Arguments arguments =
        new Arguments(
            args,
            Set.of("--noisy", "--help", "--quick"),
            Set.of("--server-cpu", "--generator-cpu", "--out"));
    if (arguments.has("--help")) {
      System.out.print(HELP);
      return 0;
    }
    List<Figure> figures = chosen(arguments.words());
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
    Map<String, Object> environment =
        bench.environment(Compare.command("bench/figures", args), noise);
    List<Finding> findings = new ArrayList<>();
    Size size = arguments.has("--quick") ? Size.QUICK : Size.FULL;
    for (Figure figure : figures) {
      for (Finding finding : figure.measure(bench, size)) {
        System.out.println(finding.line());
        findings.add(finding);
      }
    }
    Path folder = Path.of(arguments.text("--out", bench.resultsFolder().toString()));
    record(new Results(folder, "figures"), environment, findings);
    System.out.println("Recorded in " + folder);
    return 0;
  }

  private static List<Figure> chosen(List<String> names) {
    List<Figure> all = Figure.all();
    for (String name : names) {
      if (all.stream().noneMatch(figure -> figure.name().equals(name))) {
        throw new IllegalArgumentException(
            name
                + " is not a figure; "
                + String.join(", ", all.stream().map(Figure::name).toList()));
      }
    }
    return all.stream()
        .filter(f -> names.isEmpty() ? !f.takesMinutes() : names.contains(f.name()))
        .toList();
  }

  private static void record(
      Results results, Map<String, Object> environment, List<Finding> findings) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Finding finding : findings) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("what", finding.what());
      row.put("found", finding.found());
      row.put("goal", finding.goal());
      row.put("met", finding.met());
      row.put("raw", finding.raw());
      rows.add(row);
    }
    json.put("figures", rows);
    results.write(environment, findings.stream().map(Finding::line).toList(), json);
  }
}
