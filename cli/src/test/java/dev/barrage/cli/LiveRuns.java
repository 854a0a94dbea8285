package dev.barrage.cli;

import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import dev.barrage.run.LiveRun;
import dev.barrage.run.Run;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Real runs, short ones, and what was told of them while they went on. */
final class LiveRuns {
  private LiveRuns() {}

  /** One of its requests has a name that every format has to escape. */
  static List<LiveRun> of(Target target, int seconds, Consumer<LiveRun> listener) throws Exception {
    String text =
        """
        target: %s
        users: {u: {tasks: [{get: /, name: "a \\"b\\" \\\\\\\\ ünï"}, {get: /b}]}}
        load: hold 50/s for %ds
        objectives: [p99 <= 10s, throughput >= 1/s, error rate < 1%%]
        """
                .formatted(target.url(), seconds)
            + Plans.PATIENT;
    Plan plan = PlanReader.read("p", "live", text, Path.of("/"), new PlanOverrides());
    List<LiveRun> told = new ArrayList<>();
    new Run(plan, Optional.empty(), progress -> {})
        .watchedBy(run -> {
          told.add(run);
          listener.accept(run);
        })
        .execute();
    return told;
  }
}
