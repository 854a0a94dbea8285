package dev.barrage.cli;

import dev.barrage.engine.UnreachableException;
import dev.barrage.plan.Durations;
import dev.barrage.plan.Numbers;
import dev.barrage.plan.Plan;
import dev.barrage.plan.Rates;
import dev.barrage.report.CapacityReport;
import dev.barrage.report.Figures;
import dev.barrage.report.JsonValues;
import dev.barrage.report.Printable;
import dev.barrage.run.HookFailedException;
import dev.barrage.run.HookedRun;
import dev.barrage.search.CapacityRuns;
import dev.barrage.search.CapacitySearch;
import dev.barrage.search.CapacitySearch.Result;
import dev.barrage.search.Probe;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code barrage capacity}: the highest rate that meets the objectives. */
@Command(
    name = "capacity",
    header = "Find the highest rate that still meets the objectives.",
    description = {
      "Offers a rate (open model), doubles it until the objectives are missed or good answers fall"
          + " behind, bisects, and confirms the result with a longer run. A run that the generator"
          + " was not fit for says nothing about the target: its limit is never called the"
          + " gateway's. All options of 'barrage run' are taken but those of load. What the plan"
          + " does before and after a run is done once around the search."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "  0:found, or the largest rate allowed was held",
      "  1:not even the lowest rate was held",
      "  2:usage or plan error; nothing was sent",
      "  4:the generator was at its limit first",
      "  5:target unreachable"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  barrage capacity http://localhost:8080/hello --objective 'p99 <= 50ms'",
      "  barrage capacity plan.yaml --from 500 --max 20k --hold 1m --html knee.html"
    })
final class CapacityCommand implements Callable<Integer> {
  @Mixin private final PlanArgument argument = new PlanArgument();

  @Option(
      names = "--from",
      paramLabel = "RATE",
      defaultValue = "100",
      description = "First rate tried (default 100/s).")
  private String from = "100";

  @Option(
      names = "--max",
      paramLabel = "RATE",
      defaultValue = "1M",
      description = "Largest rate tried (default 1M/s).")
  private String max = "1M";

  @Option(
      names = "--step",
      paramLabel = "D",
      defaultValue = "5s",
      description = "Measured time of a run (default 5s).")
  private String step = "5s";

  @Option(
      names = "--hold",
      paramLabel = "D",
      defaultValue = "20s",
      description = "Measured time of the run that confirms (default 20s).")
  private String hold = "20s";

  @Option(
      names = "--precision",
      paramLabel = "SHARE",
      defaultValue = "3%",
      description = "How much too low the result may be (default 3%%).")
  private String precision = "3%";

  private static final int WIDTH = 80;
  private static final String REASON = " ".repeat(14);

  @Mixin private final TreeCopyOptions copyOptions = new TreeCopyOptions();
  @Mixin HelpOption help;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Plan plan = argument.plan();
    CapacitySearch.Settings settings = settings();
    copies().check();
    PrintWriter err = spec.commandLine().getErr();
    CapacityRuns runs = runs(plan, err);
    HookedRun hooked =
        new HookedRun(
            plan,
            runs::interrupt,
            line -> {
              err.println("barrage: " + line);
              err.flush();
            });
    Signals signals = new Signals();
    signals.handle(hooked::interrupt);
    Instant startedAt = Instant.now();
    try {
      Result result =
          hooked.around(() -> {
            err.println(
                "barrage: searching from "
                    + Figures.perSecond(settings.fromPerS())
                    + ", %s a rate".formatted(step));
            err.flush();
            return new CapacitySearch(settings, runs).search();
          });
      return tell(plan, startedAt, result);
    } catch (HookFailedException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    } catch (UnreachableException e) {
      err.println("barrage: " + e.getMessage());
      err.flush();
      return signals.exitCode().orElse(ExitCode.UNREACHABLE);
    } catch (InterruptedException e) {
      err.println("barrage: interrupted; the rates above were tried");
      err.flush();
      return signals.exitCode().orElseThrow(() -> e);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    } finally {
      RunCommand.sayFailedAfterwards(hooked, err);
    }
  }

  private CapacitySearch.Settings settings() {
    double fromPerS = OptionValue.of("--from", () -> Rates.parsePositive(from).perSecond());
    double maxPerS = OptionValue.of("--max", () -> Rates.parsePositive(max).perSecond());
    if (maxPerS < fromPerS) {
      throw new UsageException("--from is " + from + ", more than --max, which is " + max);
    }
    double share = OptionValue.of("--precision", () -> Numbers.share(precision));
    if (share <= 0 || share >= 1) {
      throw new UsageException("--precision is " + precision + "; must be between 0% and 100%");
    }
    return new CapacitySearch.Settings(fromPerS, maxPerS, share);
  }

  private CapacityRuns runs(Plan plan, PrintWriter err) {
    return new CapacityRuns(
        plan,
        OptionValue.of("--step", () -> Durations.parsePositive(step)),
        OptionValue.of("--hold", () -> Durations.parsePositive(hold)),
        probe -> {
          err.println(text(probe));
          err.flush();
        });
  }

  /** A line, and below it why its rate does not hold: at most 80 columns. */
  static String text(Probe probe) {
    String said =
        switch (probe.answer()) {
          case HOLDS -> probe.confirms() ? "confirmed" : "holds";
          case FAILS -> "does not hold:";
          case GENERATOR -> "the generator was not fit:";
        };
    StringJoiner lines = new StringJoiner(System.lineSeparator());
    lines.add(
        String.format(
            Locale.ROOT,
            "  %10s  p50 %8s  p99 %8s  %s",
            Figures.perSecond(probe.offeredPerS()),
            Figures.us(probe.p50Us()),
            Figures.us(probe.p99Us()),
            said));
    List<String> why = probe.answer() == Probe.Answer.HOLDS ? List.of() : probe.reasons();
    for (String reason : why) {
      Printable.wrap(reason, WIDTH - REASON.length()).forEach(part -> lines.add(REASON + part));
    }
    return lines.toString();
  }

  private Copies<ObjectNode> copies() {
    return copyOptions.copies(CapacityReport::page);
  }

  private int tell(Plan plan, Instant startedAt, Result result) {
    String sentence = sentence(result);
    PrintWriter out = spec.commandLine().getOut();
    if (!copies().takeStandardOutput()) {
      told(result).forEach(out::println);
    }
    copies().write(tree(plan, startedAt, result, sentence), out, spec.commandLine().getErr());
    out.flush();
    return switch (result.end()) {
      case FOUND, NOT_REACHED -> ExitCode.PASSED;
      case NOTHING_HELD -> ExitCode.FAILED;
      case GENERATOR_LIMIT -> ExitCode.INCONCLUSIVE;
    };
  }

  /** What came of the search, at most 80 columns. */
  static List<String> told(Result result) {
    return Printable.wrap(sentence(result), WIDTH);
  }

  private static String sentence(Result result) {
    String rate = Figures.perSecond(result.perS());
    return switch (result.end()) {
      case FOUND -> "Capacity: " + rate + " meet the objectives, confirmed.";
      case NOT_REACHED -> "Capacity: at least " + rate + ", the largest rate tried; confirmed.";
      case GENERATOR_LIMIT ->
          result.perS() == 0
              ? "Capacity: not known, because this generator was not fit at the rates tried."
              : "Capacity: at least "
                  + rate
                  + "; beyond it this generator was not fit, which says nothing about the target.";
      case NOTHING_HELD -> "Capacity: not even the lowest rate met the objectives.";
    };
  }

  private static ObjectNode tree(Plan plan, Instant startedAt, Result result, String sentence) {
    ObjectNode tree = JsonMapper.shared().createObjectNode();
    tree.put("schema", "barrage.capacity/1");
    tree.put("name", plan.name());
    tree.put("seed", plan.inputs().seed());
    tree.put("started_at", startedAt.toString());
    tree.put("ended_at", Instant.now().toString());
    tree.put("end", result.end().name());
    tree.put("capacity_per_s", result.perS());
    tree.put("sentence", sentence);
    ArrayNode probes = tree.putArray("probes");
    for (Probe probe : result.probes()) {
      ObjectNode one = probes.addObject();
      one.put("offered_per_s", probe.offeredPerS());
      JsonValues.number(one, "throughput_per_s", probe.throughputPerS());
      JsonValues.number(one, "p50_us", probe.p50Us());
      JsonValues.number(one, "p99_us", probe.p99Us());
      one.put("answer", probe.answer().name());
      one.put("confirms", probe.confirms());
      ArrayNode reasons = one.putArray("reasons");
      List.copyOf(probe.reasons()).forEach(reasons::add);
    }
    return tree;
  }
}
