package dev.barrage.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** The two forms of a result that is a JSON tree. */
final class TreeCopyOptions {
  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "The result as JSON; - is standard output.")
  private @Nullable String json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "The result as a report; - is standard output.")
  private @Nullable String html;

  /**
   * What was asked for, a file each.
   *
   * @param page makes the report
   */
  Copies<ObjectNode> copies(Function<ObjectNode, String> page) {
    List<Copies.Copy<ObjectNode>> copies = new ArrayList<>();
    Copies.add(copies, "--json", json, (tree, out) -> out.append(tree.toPrettyString() + "\n"));
    Copies.add(copies, "--html", html, (tree, out) -> out.append(page.apply(tree)));
    return new Copies<>(copies);
  }
}
