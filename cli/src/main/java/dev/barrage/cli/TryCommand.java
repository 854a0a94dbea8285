package dev.barrage.cli;

import dev.barrage.engine.Outcome;
import dev.barrage.engine.UnreachableException;
import dev.barrage.plan.NearestWord;
import dev.barrage.plan.Plan;
import dev.barrage.plan.User;
import dev.barrage.rehearsal.Dialogue;
import dev.barrage.rehearsal.Rehearsal;
import dev.barrage.report.Ink;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code barrage try}: one iteration of each user, shown like {@code curl -v}. */
@Command(
    name = "try",
    header = "Send one iteration of a plan and show it like curl -v.",
    description = {
      "Each user class runs its start steps and one task (the first, or --task N, or --all). Shown"
          + " are connections, requests and responses as a run sends and receives them, and each"
          + " check and capture with what was found. Secrets are masked. All options of 'barrage"
          + " run' are taken, those about load without effect."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "  0:every check and capture was good",
      "  1:one was not, a request failed, or a script threw",
      "  2:usage or plan error; nothing was sent",
      "  5:target unreachable"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  barrage try plan.yaml -H http://localhost:8080",
      "  barrage try plan.yaml --user shopper --task 2 --set token=abc",
      "  barrage try http://localhost:8080/hello --json"
    })
final class TryCommand implements Callable<Integer> {
  @Mixin private final PlanArgument argument = new PlanArgument();

  @Option(names = "--user", paramLabel = "NAME", description = "Only this user class.")
  private @Nullable String user;

  @Option(names = "--task", paramLabel = "N", description = "The task to run, from 1 (default 1).")
  private @Nullable Integer task;

  @Option(names = "--all", description = "Each task, one after the other.")
  private boolean all;

  @Option(names = "--json", description = "JSON for machines: an object per request.")
  private boolean json;

  @Mixin private final ColourOption colour = new ColourOption();
  @Mixin HelpOption help;
  @Spec private CommandSpec spec;

  /** What one iteration is made of. */
  private record Part(User user, int task) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Plan plan = argument.plan();
    List<Part> parts = parts(plan);
    PrintWriter out = spec.commandLine().getOut();
    Ink ink = Ink.of(!json && colour.onStandardOutput());
    try {
      return perform(plan, parts, out, new DialogueText(ink));
    } catch (UnreachableException e) {
      spec.commandLine().getErr().println("barrage: " + e.getMessage());
      spec.commandLine().getErr().flush();
      return ExitCode.UNREACHABLE;
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private int perform(Plan plan, List<Part> parts, PrintWriter out, DialogueText text)
      throws IOException, InterruptedException {
    Rehearsal rehearsal = Rehearsal.of(plan);
    List<Dialogue> dialogues = new ArrayList<>();
    int thrown = 0;
    for (Part part : parts) {
      if (!json) {
        out.print(text.heading(part.user(), part.task()));
      }
      Optional<String> threw =
          rehearsal.perform(
              part.user(),
              part.task(),
              dialogue -> {
                dialogues.add(dialogue);
                out.print(
                    json
                        ? DialogueJson.line(part.user(), part.task(), dialogue)
                        : text.of(dialogue));
                out.flush();
              });
      if (threw.isPresent()) {
        thrown++;
        out.print(
            json
                ? DialogueJson.line(part.user(), part.task(), threw.get())
                : text.thrown(threw.get()));
      }
    }
    if (!json) {
      out.print(text.ending(dialogues, thrown));
    }
    out.flush();
    return exitCode(dialogues, thrown);
  }

  private static int exitCode(List<Dialogue> dialogues, int thrown) {
    Optional<Dialogue> bad =
        dialogues.stream().filter(dialogue -> dialogue.outcome() != Outcome.OK).findFirst();
    if (bad.isEmpty()) {
      return thrown == 0 ? ExitCode.PASSED : ExitCode.FAILED;
    }
    return switch (bad.get().outcome()) {
      case CONNECT_FAILED, TLS_FAILED -> ExitCode.UNREACHABLE;
      case OK, CHECK_FAILED, STATUS_REFUSED, RESET, TIMEOUT, MALFORMED_RESPONSE -> ExitCode.FAILED;
    };
  }

  private List<Part> parts(Plan plan) {
    if (all && task != null) {
      throw new UsageException("--all and --task exclude each other");
    }
    List<Part> parts = new ArrayList<>();
    for (User each : users(plan)) {
      int count = each.tasks().size();
      if (task != null && (task < 1 || task > count)) {
        throw new UsageException(
            "--task is %d; user %s has tasks 1 to %d".formatted(task, each.name(), count));
      }
      int first = task == null ? 0 : task - 1;
      IntStream.range(first, all ? count : first + 1).forEach(t -> parts.add(new Part(each, t)));
    }
    return parts;
  }

  private List<User> users(Plan plan) {
    if (user == null) {
      return plan.users();
    }
    List<User> named = plan.users().stream().filter(u -> u.name().equals(user)).toList();
    if (named.isEmpty()) {
      List<String> names = plan.users().stream().map(User::name).toList();
      throw new UsageException(
          "--user: the plan has no \"%s\"; it has %s%s"
              .formatted(user, String.join(", ", names), NearestWord.hint(user, names)));
    }
    return named;
  }
}
