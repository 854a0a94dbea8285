package dev.barrage.cli;

import dev.barrage.measure.JournalReader;
import dev.barrage.monitor.GeneratorHealth;
import dev.barrage.monitor.Host;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanReader;
import dev.barrage.plan.PlanTree;
import dev.barrage.report.HtmlReport;
import dev.barrage.report.Interventions;
import dev.barrage.report.Observed;
import dev.barrage.report.RecordDirectory;
import dev.barrage.report.RunJson;
import dev.barrage.report.RunRecord;
import dev.barrage.report.StoredRun;
import dev.barrage.verdict.Judge;
import dev.barrage.verdict.Judgement;
import dev.barrage.verdict.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code barrage report}: makes the report of a run again, also of one that was killed. */
@Command(
    name = "report",
    header = "Make report.html again from a run's directory, and copies in other formats.",
    description = {
      "Works on the directory of a run that was killed, too: what its logs hold up to then is"
          + " reported, marked as interrupted."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  barrage report runs/20261121T100000Z-checkout",
      "  barrage report runs/20261121T100000Z-checkout --junit junit.xml"
    })
final class ReportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "The run's directory.")
  private Path directory = Path.of("");

  @Mixin private final CopyOptions copyOptions = new CopyOptions();
  @Mixin HelpOption help;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try {
      Copies<StoredRun> wanted = copyOptions.copies();
      wanted.check();
      StoredRun stored = RecordDirectory.read(directory, ReportCommand::recover);
      PrintWriter out = spec.commandLine().getOut();
      PrintWriter err = spec.commandLine().getErr();
      boolean made = makeReport(stored, wanted.takeStandardOutput() ? err : out, err);
      return wanted.write(stored, out, err) && made ? ExitCode.PASSED : ExitCode.USAGE;
    } catch (IOException e) {
      throw new UsageException(directory + ": " + Reasons.of(e), e);
    }
  }

  /** Copies may go elsewhere: a directory that takes no report costs none of them. */
  private boolean makeReport(StoredRun stored, PrintWriter console, PrintWriter err) {
    try {
      console.println(RecordDirectory.writeReport(directory, stored.run()));
      console.flush();
      return true;
    } catch (IOException e) {
      Path report = directory.resolve(HtmlReport.FILE_NAME);
      err.println("barrage: " + report + " was not written: " + Reasons.of(e));
      err.flush();
      return false;
    }
  }

  /** The record of a run that never wrote one: its plan, and its journal up to where it ends. */
  private static JsonNode recover(Path directory) throws IOException {
    var measurement = JournalReader.read(directory);
    Plan plan = PlanReader.read(directory.resolve("plan.yaml"));
    GeneratorHealth unknown =
        new GeneratorHealth(
            Double.NaN,
            Double.NaN,
            plan.bounds().loops().threads().orElse(0),
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN);
    Host host = Host.detect();
    Judgement judged = Judge.judge(plan, measurement, unknown, host);
    RunRecord run =
        new RunRecord(
            plan,
            measurement,
            unknown,
            host,
            unproven(judged),
            Observed.NONE,
            Interventions.NONE,
            Optional.empty());
    return JsonMapper.shared().readTree(RunJson.text(run, PlanTree.of(plan)));
  }

  /** Nobody knows whether the generator was fit: good figures alone are no pass. */
  private static Judgement unproven(Judgement judged) {
    List<Judgement.Reason> reasons = new ArrayList<>(judged.reasons());
    reasons.add(
        new Judgement.Reason(
            "generator-not-measured",
            Verdict.INCONCLUSIVE,
            "the run was killed: whether the generator was fit was never recorded",
            Double.NaN,
            Double.NaN));
    return new Judgement(
        judged.verdict().worst(Verdict.INCONCLUSIVE), reasons, judged.objectives());
  }
}
