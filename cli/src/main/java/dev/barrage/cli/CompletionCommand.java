package dev.barrage.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code barrage completion bash|zsh}: a script that completes commands and options. */
@Command(
    name = "completion",
    header = "Print a completion script for a shell.",
    description = "It completes commands, options, their values and files.",
    footer = {
      "%nPut the line of your shell into the file that it reads at its start:",
      "  bash, ~/.bashrc:   source <(barrage completion bash)",
      "  zsh, ~/.zshrc:     source <(barrage completion zsh)",
      "'barrage' must be on the PATH: a symbolic link to the launcher will do."
    })
final class CompletionCommand implements Callable<Integer> {
  enum Shell {
    bash,
    zsh
  }

  @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
  private Shell shell;

  @Mixin HelpOption help;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    // Without its lines that switch the shell's own completion off: where the script knows nothing,
    // what is typed may be a file.
    String script =
        AutoComplete.bash("barrage", Barrage.wholeCommandLine())
            .replace("  type compopt &>/dev/null && compopt +o default\n", "");
    String before =
        switch (shell) {
          case bash -> "";
          // zsh runs bash's completions after these two; the script's own attempt skips compinit's
          // functions when a profile has not loaded them.
          case zsh -> "autoload -Uz compinit bashcompinit && compinit -u && bashcompinit\n";
        };
    spec.commandLine().getOut().print(before + script);
    spec.commandLine().getOut().flush();
    return ExitCode.PASSED;
  }
}
