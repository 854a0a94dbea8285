package dev.barrage.plan;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Reads suite files; their grammar is in {@code docs/scenarios.md}. Mistakes are told as those of
 * plans.
 */
public final class SuiteReader {
  private static final List<String> KEYS =
      List.of(
          "name",
          "target",
          "profile",
          "scenarios",
          "repeat",
          "warmup",
          "cool down",
          "before",
          "after");
  private static final int MAX_REPEAT = 1000;

  private SuiteReader() {}

  /** Whether this file is a suite: a mapping that names {@code scenarios}. */
  public static boolean isSuite(Path file) {
    try {
      Problems problems = new Problems(file.toString());
      return YamlDocument.compose(file.toString(), PlanReader.text(file.toString(), file), problems)
              instanceof MappingNode mapping
          && mapping.getValue().stream()
              .anyMatch(entry ->
                  entry.getKeyNode() instanceof ScalarNode key
                      && key.getValue().equals("scenarios"));
    } catch (PlanException e) {
      return false; // as a plan it is told what is wrong with it
    }
  }

  /**
   * Reads a file.
   *
   * @throws PlanException with every mistake
   */
  public static Suite read(Path file) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.(yaml|yml|json)$", "");
    return read(
        file.toString(),
        name,
        PlanReader.text(file.toString(), file),
        file.toAbsolutePath().getParent());
  }

  static Suite read(
      String label, String name, String text, @org.jspecify.annotations.Nullable Path folder) {
    Problems problems = new Problems(label);
    Node root = YamlDocument.compose(label, text, problems);
    Fields fields = Fields.of(problems, "a suite", root, KEYS);
    PlanFolder files = new PlanFolder(folder == null ? Path.of("") : folder, true);
    HooksReader hooks = new HooksReader(problems, new RequestReader(problems, files, Map.of()));
    Optional<List<URI>> targets =
        fields.get("target").map(node -> problems.read(node, List.of(), TargetReader::urls));
    Suite suite =
        new Suite(
            fields.value("name", name, PlanReader::name),
            targets.orElse(List.of()),
            fields.optional("profile", profile -> profile),
            scenarios(problems, fields, files),
            fields.integer("repeat", Suite.REPEAT, 1, MAX_REPEAT),
            fields.value("warmup", Suite.WARMUP, Durations::parse),
            fields.value("cool down", Suite.COOL_DOWN, Durations::parse),
            hooks.read(fields));
    problems.throwIfAny();
    return suite;
  }

  private static List<String> scenarios(Problems problems, Fields fields, PlanFolder folder) {
    Optional<Node> list = fields.need("scenarios", "scenarios: [smoke, baseline]");
    List<String> words = new ArrayList<>();
    list.ifPresent(node ->
        Fields.items(node)
            .forEach(item -> problems.text(item).ifPresent(word -> words.add(word(word, folder)))));
    list.filter(node -> words.isEmpty())
        .ifPresent(node -> problems.add(node, "a suite needs at least one scenario or plan file"));
    return words.isEmpty() ? List.of("smoke") : words;
  }

  /** A file beside the suite in full; other words are names of scenarios. */
  private static String word(String word, PlanFolder folder) {
    Path file = folder.path().resolve(word);
    return Files.isRegularFile(file) ? file.toAbsolutePath().normalize().toString() : word;
  }
}
