package dev.barrage.cli;

import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.Request;
import dev.barrage.plan.UrlPlan;
import dev.barrage.plan.catalogue.Profile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What to run: a plan file or a URL with its request, and what the command line changes in it. */
final class PlanArgument {
  @Parameters(
      arity = "0..*",
      paramLabel = "URL|PLAN|SCENARIO",
      description = "What to run; after a plan, names of its users: only these take part.")
  private List<String> words = List.of();

  @Mixin private final PlanOptions planOptions = new PlanOptions();
  @Mixin private final LocustOptions locust = new LocustOptions();

  @Option(
      names = {"-X", "--method"},
      paramLabel = "NAME",
      description = "Method of a URL run (default GET, or POST with data).")
  private @Nullable String method;

  @Option(names = "--header", paramLabel = "K: V", description = "Header of a URL run; repeatable.")
  private List<String> headers = List.of();

  @Option(names = "--data", paramLabel = "TEXT|@FILE", description = "Body of a URL run.")
  private @Nullable String data;

  @Option(
      names = {"-L", "--location"},
      description = "Follow redirects of a URL run, on the same host.")
  private boolean location;

  @Option(
      names = "--max-redirs",
      paramLabel = "N",
      description = "Redirects followed at most (default 10); goes with -L.")
  private @Nullable Integer maxRedirects;

  private Optional<Path> source = Optional.empty();

  @Option(
      names = "--profile",
      paramLabel = "SIZE",
      completionCandidates = Candidates.Profiles.class,
      description = "Size of a scenario: light, medium (default) or heavy.")
  private @Nullable String profile;

  /**
   * The plan asked for.
   *
   * @throws UsageException the argument or an option is impossible
   * @throws dev.barrage.plan.PlanException with every mistake of a plan file
   */
  Plan plan() {
    return plan(overrides -> {});
  }

  /** The same, changed by more than its own options. */
  Plan plan(Consumer<PlanOverrides> more) {
    try {
      PlanOverrides overrides = planOptions.overrides();
      more.accept(overrides);
      locust.change(overrides, planOptions);
      String what = locust.plan().orElseGet(this::firstWord);
      List<String> users = locust.users(locust.plan().isPresent() ? words : afterFirst());
      if (what.contains("://")) {
        return urlPlan(what, users, overrides);
      }
      return filePlan(what, overrides.onlyUsers(users));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  /** What is to be known of options that are done in another way than their names say. */
  List<String> notes() {
    return locust.notes();
  }

  private String firstWord() {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("nothing to run: name a URL, a plan file or a scenario");
    }
    return words.getFirst();
  }

  private List<String> afterFirst() {
    return words.isEmpty() ? words : words.subList(1, words.size());
  }

  private Optional<Profile> profile() {
    return Optional.ofNullable(profile).map(ScenariosCommand::profile);
  }

  private Plan urlPlan(String what, List<String> users, PlanOverrides overrides) {
    if (!users.isEmpty()) {
      throw new IllegalArgumentException(
          "'" + users.getFirst() + "' after a URL; names of users go with a plan file");
    }
    if (profile != null) {
      throw new IllegalArgumentException("--profile is the size of a scenario; a URL has none");
    }
    UrlPlan plan = new UrlPlan(what);
    if (maxRedirects != null && !location) {
      throw new IllegalArgumentException("--max-redirs goes with --location (-L); give both");
    }
    if (location) {
      plan.follow(maxRedirects == null ? Request.Handling.FOLLOW : maxRedirects);
    }
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

  private Plan filePlan(String what, PlanOverrides overrides) {
    if (method != null || data != null || !headers.isEmpty()) {
      throw new IllegalArgumentException(
          "--method, --header and --data go with a URL; a plan file has its own requests");
    }
    if (location || maxRedirects != null) {
      throw new IllegalArgumentException(
          "--location and --max-redirs go with a URL; requests of a plan file say follow: true");
    }
    Plan plan = NamedPlan.read(what, profile(), overrides);
    source = NamedPlan.source(what, plan);
    return plan;
  }

  /** The Java source that the plan was made from, if it was; once there is a plan. */
  Optional<Path> source() {
    return source;
  }
}
