package dev.barrage.cli;

import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import dev.barrage.plan.catalogue.Profile;
import dev.barrage.plan.catalogue.Scenario;
import dev.barrage.report.RunRecord;
import dev.barrage.run.Run;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A scenario made fit for a test: in profile light and twenty times as fast.
 *
 * <p>Levels that this machine may miss on a busy day are loosened here, not in the catalogue:
 * latencies to two seconds, throughput to one per second, the admitted rate to any.
 *
 * @param text the plan
 * @param slowMs what the upstream takes for each answer while it is healthy
 */
record QuickScenario(String name, String text, int slowMs) {
  private static final int FASTER = 20;
  private static final Pattern STAGE = Pattern.compile("(?m)^  - (?:hold|ramp) .*$");
  private static final Pattern WAIT = Pattern.compile("(?m)^    wait: .*$");
  private static final Pattern LEVEL =
      Pattern.compile("(?m)^  (p\\d+(?: of [^:]+)?|throughput): .*$");
  private static final Pattern SECONDS = Pattern.compile("\\b(\\d+)s\\b");
  private static final Pattern PER_SECOND = Pattern.compile("\\b(\\d+)/s\\b");

  /** Of a light run, whose upstream is as fast as it can. */
  static QuickScenario of(String name) {
    QuickScenario light = of(name, Profile.LIGHT);
    String fast = STAGE.matcher(light.text).replaceAll(m -> faster(m.group()));
    return new QuickScenario(name, fast, 0);
  }

  /** Of a profile with its own times, for overrides to shorten. */
  static QuickScenario of(String name, Profile profile) {
    String text = Scenario.of(name).text(profile).replaceAll("(?m)^warmup: .*$", "warmup: 0s");
    return new QuickScenario(name, text, 0);
  }

  /**
   * One whose recovery can be told within four seconds: its users hardly wait, and answers take so
   * long that what else goes on on this machine is no tenth of it.
   */
  static QuickScenario withSpike(String name) {
    String text =
        WAIT.matcher(of(name).text)
            .replaceAll("    wait: 50ms..100ms")
            .replace("  recovery: 5s", "  recovery: 1s");
    int load = text.indexOf("load:\n");
    String rest = STAGE.matcher(text.substring(load + "load:\n".length())).replaceAll("  #");
    String stages =
        """
        load:
          - hold 20 users for 1s
          - hold %d users for 500ms
          - hold 20 users for 2200ms
        """
            .formatted(name.equals("burst") ? 300 : 120);
    return new QuickScenario(
        name, text.substring(0, load) + stages + rest, name.equals("stress") ? 300 : 150);
  }

  /** The same with more of a plan. */
  QuickScenario and(String yaml) {
    return new QuickScenario(name, text + yaml, slowMs);
  }

  private static String faster(String stage) {
    String shorter =
        SECONDS.matcher(stage).replaceAll(m -> Integer.parseInt(m.group(1)) * 1000 / FASTER + "ms");
    return PER_SECOND
        .matcher(shorter)
        .replaceAll(m -> Integer.parseInt(m.group(1)) * FASTER + "/s");
  }

  /** Runs it through the sample gateway with loose levels. */
  RunRecord run(PlanOverrides overrides) throws Exception {
    return run(loose(), overrides);
  }

  private String loose() {
    return LEVEL
        .matcher(text)
        .replaceAll(m -> "  " + m.group(1) + (m.group(1).equals("throughput") ? ": 1/s" : ": 2s"))
        .replace("limit deviation: 5%", "limit deviation: 90%")
        .replace("rate limit: {}", "rate limit: {tolerance: 90%}");
  }

  /** Runs it through the sample gateway with the catalogue's levels. */
  RunRecord runStrictly(PlanOverrides overrides) throws Exception {
    return run(text, overrides);
  }

  /** Runs it past the gateway, with loose levels. */
  RunRecord runAtUpstream() throws Exception {
    return run(loose(), SharedTestbed.get().upstream(), new PlanOverrides());
  }

  private RunRecord run(String yaml, PlanOverrides overrides) throws Exception {
    return run(yaml, SharedTestbed.get().gateway(), overrides);
  }

  private RunRecord run(String yaml, URI target, PlanOverrides overrides) throws Exception {
    if (slowMs > 0) {
      SharedTestbed.faults("{\"slow\": {\"ms\": %d}}".formatted(slowMs));
    }
    overrides.target(target.toString());
    Plan plan = PlanReader.read(name, name, yaml + Plans.PATIENT, Path.of(""), overrides);
    return new Run(plan, Optional.empty(), progress -> {}).execute();
  }
}
