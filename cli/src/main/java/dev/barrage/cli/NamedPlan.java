package dev.barrage.cli;

import dev.barrage.plan.NearestWord;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import dev.barrage.plan.RecordedScripts;
import dev.barrage.plan.Step;
import dev.barrage.plan.Steps;
import dev.barrage.plan.catalogue.Profile;
import dev.barrage.plan.catalogue.Scenario;
import dev.barrage.plan.source.JavaPlan;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Plans by what a command line calls them: a file if there is one, else a scenario. */
final class NamedPlan {
  /** In a record, the source of a plan that was written in Java. */
  static final String SOURCE = "plan.java";

  private NamedPlan() {}

  /**
   * The plan of this name.
   *
   * @param profile size of a scenario; a plan file has its own
   * @throws IllegalArgumentException there is none, or the overrides do not fit it
   * @throws dev.barrage.plan.PlanException with every mistake of a plan file
   */
  static Plan read(String word, Optional<Profile> profile, PlanOverrides overrides) {
    Optional<Path> file = file(word);
    if (file.isPresent()) {
      if (profile.isPresent()) {
        throw new IllegalArgumentException(
            "--profile is the size of a scenario; " + word + " is a plan file, which has its own");
      }
      return javaSource(word).isPresent()
          ? JavaPlan.read(file.get(), overrides)
          : complete(PlanReader.read(file.get(), overrides), file.get());
    }
    if (Scenario.NAMES.contains(word)) {
      return Scenario.of(word).plan(profile.orElse(Profile.MEDIUM), overrides);
    }
    throw new IllegalArgumentException(unknown(word));
  }

  /** A plan of a record may name scripts whose code is in the file beside it. */
  private static Plan complete(Plan plan, Path file) {
    Path source = file.resolveSibling(SOURCE);
    Plan whole =
        RecordedScripts.areMissing(plan) && Files.exists(source)
            ? JavaPlan.withScripts(plan, source)
            : plan;
    whole.users().stream()
        .flatMap(Steps::of)
        .filter(Step.Scripted.class::isInstance)
        .forEach(step -> ((Step.Scripted) step).requireCode());
    return whole;
  }

  /** The Java source that a plan file's scripts are in: itself, or that of a record beside it. */
  static Optional<Path> source(String word, Plan plan) {
    boolean scripted =
        plan.users().stream().flatMap(Steps::of).anyMatch(Step.Scripted.class::isInstance);
    Optional<Path> beside =
        file(word).map(file -> file.resolveSibling(SOURCE)).filter(Files::exists);
    return javaSource(word).or(() -> scripted ? beside : Optional.empty());
  }

  /** The file, if it is Java source. */
  static Optional<Path> javaSource(String word) {
    return file(word).filter(file -> word.endsWith(JavaPlan.SUFFIX));
  }

  private static Optional<Path> file(String word) {
    try {
      Path file = Path.of(word);
      return Files.exists(file) && !Files.isDirectory(file) ? Optional.of(file) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static String unknown(String word) {
    if (!word.isBlank() && Files.isDirectory(Path.of(word))) {
      return word + " is a directory; a plan file is needed";
    }
    return (word.isBlank() ? "an empty word" : word)
        + " is neither a URL (write http://…) nor a file that exists nor a scenario: "
        + String.join(", ", Scenario.NAMES)
        + NearestWord.hint(word, Scenario.NAMES);
  }
}
