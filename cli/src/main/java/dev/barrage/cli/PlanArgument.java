package dev.barrage.cli;

import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import dev.barrage.plan.UrlPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What to run: a plan file or a URL with its request, and what the command line changes in it. */
final class PlanArgument {
  @Parameters(paramLabel = "URL|PLAN", description = "What to run.")
  private String what = "";

  @Mixin private final PlanOptions planOptions = new PlanOptions();

  @Option(
      names = {"-X", "--method"},
      paramLabel = "NAME",
      description = "Method of a URL run (default GET, or POST with data).")
  private @Nullable String method;

  @Option(names = "--header", paramLabel = "K: V", description = "Header of a URL run; repeatable.")
  private List<String> headers = List.of();

  @Option(names = "--data", paramLabel = "TEXT|@FILE", description = "Body of a URL run.")
  private @Nullable String data;

  /**
   * The plan asked for.
   *
   * @throws UsageException the argument or an option is impossible
   * @throws dev.barrage.plan.PlanException with every mistake of a plan file
   */
  Plan plan() {
    try {
      PlanOverrides overrides = planOptions.overrides();
      return what.contains("://") ? urlPlan(overrides) : filePlan(overrides);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private Plan urlPlan(PlanOverrides overrides) {
    UrlPlan plan = new UrlPlan(what);
    if (method != null) {
      plan.method(method);
    }
    headers.forEach(plan::addHeader);
    if (data != null) {
      if (data.startsWith("@")) {
        PlanOptions.readable("--data", Path.of(data.substring(1)));
      }
      plan.data(data);
    }
    return plan.plan(overrides);
  }

  private Plan filePlan(PlanOverrides overrides) {
    if (method != null || data != null || !headers.isEmpty()) {
      throw new IllegalArgumentException(
          "--method, --header and --data go with a URL; a plan file has its own requests");
    }
    Path file = Path.of(what);
    if (what.isBlank() || !Files.exists(file)) {
      throw new IllegalArgumentException(
          (what.isBlank() ? "an empty word" : what)
              + " is neither a URL (write http://…) nor a file that exists");
    }
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(what + " is a directory; a plan file is needed");
    }
    return PlanReader.read(file, overrides);
  }
}
