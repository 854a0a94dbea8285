package dev.barrage.overhead;

import dev.barrage.measure.Progress;
import dev.barrage.plan.Load;
import dev.barrage.plan.Plan;
import dev.barrage.report.RunRecord;
import dev.barrage.run.HookFailedException;
import dev.barrage.run.HookedRun;
import dev.barrage.run.Run;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One run whose arrivals go through a gateway and past it: in pairs, each in an order drawn by the
 * seed and with the same request on either side, so that whatever drifts meanwhile drifts for both.
 *
 * <pre>{@code
 * OverheadRun run = new OverheadRun(plan, direct, limits, progress -> {}, line -> {});
 * Overhead overhead = run.execute();   // blocks; run.interrupt() from another thread ends it early
 * }</pre>
 */
public final class OverheadRun {
  /** Name of the process monitor that sees the gateway. */
  public static final String MONITOR = "gateway";

  private final Plan plan;
  private final List<AddedLimit> limits;
  private final Run run;
  private final HookedRun hooked;

  /**
   * @param plan its target is the gateway
   * @param direct the upstream itself
   * @param listener hears once a second how far the run is
   * @param says hears a line before each hook
   * @throws IllegalArgumentException the plan is of the closed model, or has several targets
   */
  public OverheadRun(
      Plan plan,
      URI direct,
      List<AddedLimit> limits,
      Consumer<Progress> listener,
      Consumer<String> says) {
    this.plan = compared(plan, direct);
    this.limits = List.copyOf(limits);
    this.run = new Run(this.plan, Optional.empty(), listener);
    this.hooked = new HookedRun(this.plan, run, says);
    run.compareTargets();
  }

  private static Plan compared(Plan plan, URI direct) {
    if (!(plan.profile().load() instanceof Load.Open)) {
      throw new IllegalArgumentException(
          "the load has users, whose requests would wait for one side's answers; give arrivals:"
              + " --rate 500");
    }
    List<URI> urls = plan.target().urls();
    if (urls.size() != 1) {
      throw new IllegalArgumentException(
          "the target has " + urls.size() + " URLs; give the gateway's alone");
    }
    if (plan.target().reach().unixSocket().isPresent()) {
      throw new IllegalArgumentException(
          "all connections go to one unix socket, through the gateway or past it; reach both by"
              + " their addresses");
    }
    return plan.withTarget(plan.target().withUrls(List.of(urls.getFirst(), direct)));
  }

  /**
   * Offers the load, waits for its end and compares both sides.
   *
   * @throws HookFailedException something before the run failed; nothing was sent
   * @throws IOException as {@link Run#execute}
   * @throws InterruptedException as {@link Run#execute}
   */
  public Overhead execute() throws IOException, InterruptedException, HookFailedException {
    RunRecord record = hooked.execute();
    return new Comparison(plan, record, run.startNs(), limits).of(run.targetLogs());
  }

  /** Ends the run early; what was measured until then is compared. Any thread. */
  public void interrupt() {
    hooked.interrupt();
  }

  /** The defect of the generator that ended the run, if one did. */
  public Optional<Throwable> failure() {
    return run.failure();
  }
}
