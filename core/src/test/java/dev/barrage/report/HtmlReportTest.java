package dev.barrage.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.measure.outage.OutageEffect;
import dev.barrage.plan.PlanTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class HtmlReportTest {
  /** As {@code run.json} tells of it. */
  static final String RATE_LIMIT =
      """
      {"answers": 1620, "admitted": 932, "refused": 688, "lost": 0, "clients": 1,
       "offered_per_s": 162, "admitted_per_s": 101, "admitted_low_per_s": 98.6,
       "admitted_high_per_s": 103.4, "expected_per_s": 100, "first_refused_s": 2.9,
       "overshoot_ratio": 0.33, "fairness": null, "recovery_s": 0.5,
       "retry_after_ratio": 1, "retry_after_true_ratio": null, "limit_wrong": 7,
       "remaining_wrong": 0, "window_wrong": 0, "malformed": 1}
      """;

  private static final Pattern CHART_DATA =
      Pattern.compile("<script type=\"application/json\">(.*?)</script>");

  @TempDir Path directory;

  static Path render(SampleRuns.Sample sample, Path directory) throws Exception {
    Files.createDirectories(directory);
    sample.writeLogs(directory);
    RunJson.write(directory.resolve("run.json"), sample.run(), PlanTree.of(sample.run().plan()));
    return RecordDirectory.rebuildReport(
        directory,
        missing -> {
          throw new AssertionError("run.json is there: " + missing);
        });
  }

  private String page(SampleRuns.Sample sample) throws Exception {
    return Files.readString(render(sample, directory));
  }

  @Test
  void saysTheVerdictFirstWithEveryReason() throws Exception {
    SampleRuns.Sample sample = SampleRuns.invalid();

    String page = page(sample);

    assertThat(page.indexOf("<p class=\"badge\">INVALID</p>"))
        .isPositive()
        .isLessThan(page.indexOf("class=\"tiles\""));
    sample
        .run()
        .judgement()
        .reasons()
        .forEach(reason -> assertThat(page).contains(Html.escape(reason.message())));
    assertThat(page).contains("<strong>not fit</strong>");
  }

  @Test
  void showsWhatHooksDidAndWhatTheyPrinted() throws Exception {
    SampleRuns.Sample sample = SampleRuns.pass(2, 10, 1);
    assertThat(page(sample)).doesNotContain("Before and after");
    RunRecord run =
        sample
            .run()
            .withHooks(
                List.of(
                    hook("before", "clear.sh <all>", OptionalInt.of(0), "one\ntwo <b>\n"),
                    hook("after", "POST /flush", OptionalInt.empty(), "x".repeat(20_000))));

    String page = HtmlReport.page(RunJson.tree(run, PlanTree.of(run.plan())));

    assertThat(page)
        .contains("Before and after", "<td>before</td><td><code>clear.sh &lt;all&gt;</code></td>")
        .contains("<strong>failed</strong>: had no answer", "<td class=\"n\" data-v=\"0.0\">0</td>")
        .contains("<summary>2 lines</summary><pre>one\ntwo &lt;b&gt;\n</pre>", "1.5 s")
        .doesNotContain("x".repeat(8_001), "<b>");
  }

  @Test
  void showsWhatAnInjectedFailureDidAndWhenTheCircuitOpenedAndClosed() throws Exception {
    RunRecord run = SampleRuns.pass(2, 10, 1).run();
    OutageEffect felt = new OutageEffect("GET /<x>", 7, 1_234, 2, 3, 1.5, 4.1, 5.25, 12.5);
    OutageEffect other = new OutageEffect("GET /y", 1, 0, 0, 9, 1, 4, Double.NaN, Double.NaN);
    ObjectNode tree = RunJson.tree(run, PlanTree.of(run.plan()));
    InjectionsJson.write(
        tree,
        List.of(
            new InjectionResult(
                "PUT /faults",
                4,
                OptionalDouble.of(4),
                OptionalDouble.of(9),
                Optional.empty(),
                Optional.empty(),
                List.of(felt, other))));

    String page = HtmlReport.page(tree);

    assertThat(page)
        .contains("Opened after</th>", "Closed after</th>", "<td>GET /&lt;x&gt;</td>")
        .contains("<td class=\"n wide\" data-v=\"1234.0\">1,234</td>")
        .contains("<td class=\"n\" data-v=\"1.25\">1.25 s</td>")
        .contains("<td class=\"n\" data-v=\"3.5\">3.50 s</td>")
        .contains("<td class=\"n\" data-v=\"-1\">–</td><td class=\"n\" data-v=\"-1\">–</td>");
  }

  @Test
  void tellsWhatARateLimiterDid() throws Exception {
    RunRecord run = SampleRuns.pass(2, 10, 1).run();
    ObjectNode tree = RunJson.tree(run, PlanTree.of(run.plan()));
    assertThat(HtmlReport.page(tree)).doesNotContain("The rate limit");
    tree.set("rate_limit", JsonMapper.shared().readTree(RATE_LIMIT));

    assertThat(HtmlReport.page(tree))
        .contains(
            "The rate limit</h2>",
            "<li>admitted 932 of 1,620, refused 688; first refusal at 2.9 s</li>",
            "<li>lets through 101/s (95%: 98.6/s to 103/s), configured 100/s; 162/s offered</li>",
            "<li>recovers in at most 0.5 s; most within one window 133% of it</li>",
            "<li>Retry-After on 100% of refusals, which nobody waited for</li>",
            "<li>7 answers told another limit</li><li>1 answer told what cannot be read</li>")
        .doesNotContain("<li></li>");
    tree.set("rate_limit", JsonMapper.shared().readTree("{\"answers\": 9, \"refused\": 9}"));
    assertThat(HtmlReport.page(tree))
        .contains("refused 9</li><li>the run ended within a window")
        .doesNotContain("<li></li>");
  }

  @Test
  void tellsNoTrendWhereItsIntervalHasNoMeaning() throws Exception {
    RunRecord run = SampleRuns.pass(2, 10, 1).run();
    ObjectNode tree = RunJson.tree(run, PlanTree.of(run.plan()));
    ObjectNode trends = tree.putObject("trend");
    trend(trends.putObject("p50_degradation"), -0.05, -0.1, 0.02);
    trend(trends.putObject("p95_degradation"), -1.06, -1.97, Double.NaN);
    trend(trends.putObject("throughput_degradation"), 0, 0, 0);

    assertThat(HtmlReport.page(tree))
        .contains("<td class=\"n\">−5%</td><td class=\"n\">−10% to +2%</td>")
        .contains("<td>p95</td><td class=\"n\">–</td><td class=\"n\">too uneven to tell</td>")
        .contains("<td>throughput</td><td class=\"n\">0%</td><td class=\"n\">0% to 0%</td>");
  }

  private static void trend(ObjectNode json, double change, double low, double high) {
    json.put("change_ratio", change);
    json.put("change_low_ratio", low);
    json.set(
        "change_high_ratio",
        Double.isNaN(high)
            ? JsonNodeFactory.instance.nullNode()
            : JsonNodeFactory.instance.numberNode(high));
  }

  private static HookResult hook(String phase, String what, OptionalInt code, String output) {
    boolean ok = code.isPresent();
    String message = ok ? "ended with 0" : "had no answer";
    return new HookResult(phase, what, ok, code, message, Duration.ofMillis(1500), output);
  }

  @Test
  void marksWhatIsBeyondItsLimit() throws Exception {
    String page = page(SampleRuns.invalid());

    assertThat(page)
        .containsPattern("Longest loop stall</td><td class=\"n\">312 ms.*≤ 200 ms.*beyond")
        .containsPattern("Longest collector pause</td><td class=\"n\">12.5 ms.*≤ 100 ms.*within");
  }

  @Test
  void letsNothingOfTheRecordThroughAsMarkup() throws Exception {
    String page = page(SampleRuns.fail());

    assertThat(page)
        .doesNotContain("<img")
        .doesNotContain("\u001b")
        .doesNotContain("\u202e")
        .contains(Html.escape("</script><img src=x onerror="));
    assertThat(page.split("<script", -1).length - 1)
        .as("scripts: one for each chart's numbers, and the report's own")
        .isEqualTo(page.split("</script>", -1).length - 1)
        .isEqualTo(4 + 1);
  }

  @Test
  void givesScriptsNoWayOutOfTheirElement() {
    assertThat(Html.scriptData("{\"a\":\"</script><!--\"}"))
        .isEqualTo("{\"a\":\"\\u003c/script>\\u003c!--\"}");
  }

  @Test
  void needsNoNetwork() throws Exception {
    String page = page(SampleRuns.fail());

    assertThat(page)
        .contains("default-src 'none'")
        .doesNotContainPattern("(?:src|href|action)=\"?(?:https?:|//)")
        .doesNotContain("@import");
  }

  @Test
  void drawsAnHourWithFiveHundredNamesInLessThanTwoMegabytes() throws Exception {
    Path file = render(SampleRuns.pass(3_600, 100, 500), directory);

    assertThat(Files.size(file)).isLessThan(2_000_000);
    Matcher charts = CHART_DATA.matcher(Files.readString(file));
    while (charts.find()) {
      JsonNode chart = new JsonMapper().readTree(charts.group(1));
      assertThat(chart.path("x").size()).isBetween(2, 1_000);
    }
  }

  @Test
  void showsFiftyRequestsUntilMoreAreAskedFor() throws Exception {
    String page = page(SampleRuns.pass(2, 500, 60));

    assertThat(page.split("<tr class=\"more\">", -1).length - 1).isEqualTo(10);
    assertThat(page).contains("Requests by name (60)");
  }

  @Test
  void showsARunInWhichNothingWasMeasured() throws Exception {
    String page = page(SampleRuns.empty());

    assertThat(page).contains("no request was ok").doesNotContain("NaN").doesNotContain(">null<");
  }

  @Test
  void saysThatARunWasInterrupted() throws Exception {
    assertThat(page(SampleRuns.interrupted())).contains("<strong>Interrupted:</strong>");
    assertThat(page(SampleRuns.pass(2, 100, 1))).doesNotContain("Interrupted");
  }

  @Test
  void doesWithoutLogs() throws Exception {
    SampleRuns.Sample sample = SampleRuns.pass(3, 500, 1);
    render(sample, directory);
    Files.delete(directory.resolve("latency.hlog"));
    Files.delete(directory.resolve("service.hlog"));

    String page = Files.readString(RecordDirectory.rebuildReport(directory, RunJson::read));

    assertThat(page).contains("id=\"percentiles\"").contains("id=\"latency\"");
    assertThat(page).as("no intervals, no heat map").doesNotContain("id=\"heat-map\"");
  }

  @Test
  void readsALogUpToWhereAKillCutIt() throws Exception {
    SampleRuns.Sample sample = SampleRuns.pass(5, 500, 1);
    sample.writeLogs(directory);
    Path log = directory.resolve("latency.hlog");
    LatencyLog whole = LatencyLog.read(log, 1).orElseThrow();
    byte[] bytes = Files.readAllBytes(log);
    Files.write(log, Arrays.copyOf(bytes, bytes.length - 400));

    LatencyLog cut = LatencyLog.read(log, 1).orElseThrow();

    assertThat(whole.measured().getTotalCount()).isEqualTo(2_500);
    assertThat(cut.measured().getTotalCount()).isEqualTo(2_000);
  }

  @Test
  void takesPercentilesOfSeveralSecondsFromTheirMergedRequests() throws Exception {
    SampleRuns.Sample sample = SampleRuns.pass(30, 500, 1);
    sample.writeLogs(directory);

    LatencyLog log = LatencyLog.read(directory.resolve("latency.hlog"), 100).orElseThrow();

    assertThat(log.columns()).hasSize(1);
    long counted = Arrays.stream(log.columns().getFirst().bins()).sum();
    assertThat(counted).as("warm-up included").isEqualTo(33 * 500);
    assertThat(log.measured().getTotalCount()).as("warm-up left out").isEqualTo(30 * 500);
  }

  @Test
  void asksForRecoveryWhereTheRecordWasNeverWritten() throws Exception {
    SampleRuns.Sample sample = SampleRuns.interrupted();
    sample.writeLogs(directory);

    Path report =
        RecordDirectory.rebuildReport(
            directory, _ -> RunJson.tree(sample.run(), PlanTree.of(sample.run().plan())));

    assertThat(report).isEqualTo(directory.resolve("report.html")).exists();
  }

  @Test
  void showsTheLimitOfSendLagAsAShareOfLatencyWhereThatIsMore() throws Exception {
    String page = page(SampleRuns.warn());
    double p99Us =
        RunJson.read(directory.resolve("run.json")).path("latency_us").path("p99").asDouble();

    assertThat(p99Us).isGreaterThan(100_000);
    assertThat(page).contains("≤ " + Figures.roundUs(p99Us / 10));
  }
}
