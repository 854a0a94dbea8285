package dev.barrage.plan;

import dev.barrage.plan.Feeder.AtEnd;
import dev.barrage.plan.Feeder.Source;
import dev.barrage.plan.Feeder.Take;
import dev.barrage.plan.data.Mistakes;
import dev.barrage.plan.data.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Reads {@code data}: feeders by name. Files are read to the end, so that a bad record is told
 * before the run.
 */
final class FeedersReader {
  private static final List<String> KEYS =
      List.of("csv", "json lines", "sequence", "random", "take", "at end");
  private static final List<String> SOURCES = KEYS.subList(0, 4);
  static final List<String> TAKES = List.of("next", "per user", "random");
  static final List<String> AT_END = List.of("recycle", "stop", "error");

  private final Problems problems;
  private final PlanFolder folder;
  private final Set<String> variables = new HashSet<>();

  FeedersReader(Problems problems, PlanFolder folder) {
    this.problems = problems;
    this.folder = folder;
  }

  List<Feeder> read(Fields user) {
    List<Feeder> feeders = new ArrayList<>();
    user.get("data")
        .ifPresent(node ->
            Fields.each(
                problems,
                "data",
                node,
                (key, value) -> feeder(key, value).ifPresent(feeders::add)));
    return feeders;
  }

  private Optional<Feeder> feeder(ScalarNode key, Node node) {
    String name = problems.attempt(key, "x", () -> variable(key.getValue()));
    Optional<Feeder> feeder =
        node instanceof MappingNode
            ? options(name, node)
            : problems.read(
                node, Optional.empty(), text -> Optional.of(new Feeder(name, made(text))));
    feeder.ifPresent(f -> f.variables().stream().distinct().forEach(v -> unique(node, v)));
    return feeder.or(() -> Optional.of(unknown(name)));
  }

  /** What could not be read may set any variable: its mistake is told once, not at each use. */
  private static Feeder unknown(String name) {
    return new Feeder(name, new Source.File(Path.of(""), Table.Format.CSV, List.of()));
  }

  private void unique(Node node, String variable) {
    if (!variables.add(variable)) {
      problems.add(
          node, "the variable " + Quoted.of(variable) + " is set by two feeders of this user");
    }
  }

  private Optional<Feeder> options(String name, Node node) {
    Fields fields = Fields.of(problems, "a feeder", node, KEYS);
    List<String> given = SOURCES.stream().filter(fields::has).toList();
    if (given.size() != 1) {
      problems.add(
          node,
          "a feeder has one of csv, json lines, sequence and random, e.g. {csv: accounts.csv}");
      return Optional.empty();
    }
    String kind = given.getFirst();
    Node value = fields.get(kind).orElseThrow();
    Take take = fields.value("take", Take.NEXT, t -> Take.values()[word("take", t, TAKES)]);
    AtEnd atEnd =
        fields.value("at end", AtEnd.RECYCLE, t -> AtEnd.values()[word("at end", t, AT_END)]);
    Optional<Source> source =
        switch (kind) {
          case "csv" -> file(value, Table.Format.CSV);
          case "json lines" -> file(value, Table.Format.JSON_LINES);
          case "sequence" ->
              problems.read(value, Optional.empty(), t -> Optional.of(sequence("sequence " + t)));
          default -> problems.read(value, Optional.empty(), t -> Optional.of(RandomText.parse(t)));
        };
    return source.flatMap(s ->
        problems.attempt(node, Optional.empty(), () -> Optional.of(fitting(name, s, take, atEnd))));
  }

  /** What is made takes no records, and only what has an end can come to it. */
  static Feeder fitting(String name, Source source, Take take, AtEnd atEnd) {
    boolean made = source instanceof Source.Random;
    if (take == Take.RANDOM && !(source instanceof Source.File)) {
      throw new IllegalArgumentException(
          "take: random is for files; for random numbers write e.g. random: integer 1..100");
    }
    if (made && atEnd != AtEnd.RECYCLE) {
      throw new IllegalArgumentException("random values never end; leave at end out");
    }
    if (take == Take.RANDOM && atEnd != AtEnd.RECYCLE) {
      throw new IllegalArgumentException("records drawn at random never end; leave at end out");
    }
    return new Feeder(name, source, take, atEnd);
  }

  private static int word(String what, String text, List<String> words) {
    if (!words.contains(text)) {
      throw new IllegalArgumentException(
          what
              + (" is " + Quoted.of(text) + "; allowed: " + String.join(", ", words))
              + NearestWord.hint(text, words));
    }
    return words.indexOf(text);
  }

  /** A sequence, or what random values are made of. */
  static Source made(String text) {
    return text.startsWith("sequence") ? sequence(text) : RandomText.parse(text);
  }

  static Source.Sequence sequence(String text) {
    return SequenceText.parse(text);
  }

  private Optional<Source> file(Node node, Table.Format format) {
    Path none = Path.of("");
    Path path = problems.read(node, none, folder::file);
    if (path.equals(none)) {
      return Optional.empty();
    }
    if (!Files.isReadable(path)) {
      return Optional.of(new Source.File(path, format, List.of()));
    }
    Mistakes mistakes = new Mistakes(node instanceof ScalarNode s ? s.getValue() : path.toString());
    List<String> columns = Table.read(path, format, mistakes).columns();
    mistakes.messages().forEach(message -> problems.add(node, message));
    columns.forEach(column -> problems.attempt(node, column, () -> variable(column)));
    return Optional.of(new Source.File(path, format, columns));
  }

  /** The columns of a file for a plan built in Java; its first mistake is thrown. */
  static Source.File file(Path path, Table.Format format) {
    Mistakes mistakes = new Mistakes(path.toString());
    List<String> columns = Table.read(path, format, mistakes).columns();
    if (!mistakes.messages().isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", mistakes.messages()));
    }
    columns.forEach(FeedersReader::variable);
    return new Source.File(path.toAbsolutePath().normalize(), format, columns);
  }

  static String variable(String name) {
    if (Templates.BUILT_IN.contains(name)) {
      throw new IllegalArgumentException(Quoted.of(name) + " is built in; choose another name");
    }
    return Templates.checkName(name);
  }
}
