package dev.barrage.cli.imports;

import dev.barrage.cli.UsageException;
import dev.barrage.cli.imports.CurlOptions.Option;
import java.util.ArrayList;
import java.util.List;

/**
 * Curl commands as a plan: the steps of one task, in their order.
 *
 * <p>Read is what people type and what browsers give as "Copy as cURL", for POSIX shells and for
 * cmd; other commands of the text are passed by, and said.
 */
public final class CurlImport {
  private static final int MAX_CHARS = 1 << 20;

  private final Draft draft = new Draft("curl");
  private final List<Draft.Step> steps = new ArrayList<>();

  private CurlImport() {}

  /**
   * @param text one or several commands
   * @throws UsageException there is none, or one cannot be read
   */
  public static Imported read(String text) {
    if (text.length() > MAX_CHARS) {
      throw new UsageException("the text is longer than 1 MiB; give fewer commands at once");
    }
    return new CurlImport().plan(text);
  }

  private Imported plan(String text) {
    List<List<String>> commands =
        ShellWords.split(
            text, name -> draft.leftOut.open(name, "the shell's variable $" + name), draft::note);
    for (List<String> words : commands) {
      String program = words.getFirst().replaceFirst("^.*/", "").replaceFirst("\\.exe$", "");
      if (program.equals("curl")) {
        command(words.subList(1, words.size()));
      } else {
        draft.note("the command " + DraftText.printable(program));
      }
    }
    if (steps.isEmpty()) {
      throw new UsageException(
          "there is no curl command with a URL in it, e.g. curl http://…/path");
    }
    draft.users.add(new Draft.User("curl", List.of(new Draft.Task(steps, List.of()))));
    draft.load.add("hold 1 users for 10s");
    return Imported.of(draft);
  }

  private void command(List<String> words) {
    CurlCommand command = new CurlCommand(draft);
    for (Option option : CurlOptions.of(words)) {
      if (option.name().equals("next")) {
        requests(command);
        command = new CurlCommand(draft);
      } else {
        command.take(option);
      }
    }
    requests(command);
  }

  private void requests(CurlCommand command) {
    if (command.urls().isEmpty()) {
      draft.note("a curl command without a URL");
    }
    for (String given : command.urls()) {
      String url = given.matches("(?i)[a-z][a-z0-9+.-]*://.*") ? given : "http://" + given;
      Address address = Address.of(url);
      if (draft.target.isEmpty()) {
        draft.target.put("url", address.target());
      }
      if (!address.target().equals(draft.target.get("url"))) {
        draft.note(
            "the request to " + address.target() + "; the target is " + draft.target.get("url"));
        continue;
      }
      command.tls.forEach(draft.target::putIfAbsent);
      command.connectTimeout.ifPresent(time -> draft.bounds.put("connect timeout", time));
      steps.add(Draft.Step.of(command.request(address)));
    }
  }
}
