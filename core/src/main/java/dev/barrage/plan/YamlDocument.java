package dev.barrage.plan;

import java.io.StringReader;
import java.util.Iterator;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/**
 * Turns text into YAML nodes with places, within bounds that hostile input cannot exceed.
 *
 * <p>The text is scanned twice: first as a flat stream of events, where depth, tags, aliases and
 * the number of documents are checked without recursion; only then is it composed into nodes, which
 * recurses. Last, the nodes are counted as if every alias were written out, so that walking them is
 * bounded too.
 */
final class YamlDocument {
  static final int MAX_CHARS = 1 << 20;
  static final int MAX_DEPTH = 50;
  static final int MAX_ALIASES = 100;
  static final int MAX_NODES = 200_000;

  private final Problems problems;
  private final LoadSettings settings;
  private int depth;
  private int aliases;
  private int documents;
  private int nodes;

  private YamlDocument(String file, Problems problems) {
    this.problems = problems;
    this.settings =
        LoadSettings.builder()
            .setLabel(file)
            .setSchema(new JsonSchema())
            .setCodePointLimit(MAX_CHARS)
            .setMaxAliasesForCollections(MAX_ALIASES)
            // Both are told by Fields, with a better place and message.
            .setAllowDuplicateKeys(true)
            .setAllowNonScalarKeys(true)
            .build();
  }

  /**
   * The root node of the only document.
   *
   * @throws PlanException if the text is not YAML, is empty or exceeds a bound
   */
  static Node compose(String file, String text, Problems problems) {
    if (text.length() > MAX_CHARS) {
      problems.add(0, 0, "is too large for a plan; at most " + MAX_CHARS + " characters");
      problems.throwIfAny();
    }
    YamlDocument document = new YamlDocument(file, problems);
    Optional<Node> root = Optional.empty();
    try {
      document.checkEvents(text);
      problems.throwIfAny();
      root = new Compose(document.settings).composeReader(new StringReader(text));
      root.ifPresent(node -> document.count(node, 0));
    } catch (MarkedYamlEngineException e) {
      problems.add(e.getProblemMark().or(e::getContextMark), notYaml(e.getProblem()));
    } catch (ReaderException e) {
      document.addUnprintable(text, e);
    } catch (YamlEngineException | IllegalArgumentException | IndexOutOfBoundsException e) {
      problems.add(0, 0, notYaml(e.getMessage()));
    }
    if (!problems.any() && root.isEmpty()) {
      problems.add(0, 0, "is empty; a plan needs at least target, users and load");
    }
    problems.throwIfAny();
    return root.orElseThrow();
  }

  private void checkEvents(String text) {
    Iterator<Event> events = new Parse(settings).parseReader(new StringReader(text)).iterator();
    while (events.hasNext() && !problems.any()) {
      check(events.next());
    }
  }

  private void check(Event event) {
    switch (event) {
      case DocumentStartEvent start -> {
        if (++documents > 1) {
          problems.add(start.getStartMark(), "begins a second document; a plan is one document");
        }
      }
      case CollectionStartEvent start -> {
        refuseTag(start, start.getTag().isPresent());
        if (++depth > MAX_DEPTH) {
          problems.add(
              start.getStartMark(), "is nested too deeply; at most " + MAX_DEPTH + " levels");
        }
      }
      case CollectionEndEvent end -> depth--;
      case ScalarEvent scalar -> refuseTag(scalar, scalar.getTag().isPresent());
      case AliasEvent alias -> {
        if (++aliases > MAX_ALIASES) {
          problems.add(alias.getStartMark(), "is one alias too many; at most " + MAX_ALIASES);
        }
      }
      default -> {
        // Stream and document ends, comments: nothing to bound.
      }
    }
  }

  private void refuseTag(Event event, boolean tagged) {
    if (tagged) {
      problems.add(event.getStartMark(), "has a tag; plans use none: remove the word after !");
    }
  }

  private void count(Node node, int level) {
    if (problems.any()) {
      return;
    }
    if (level > MAX_DEPTH) {
      problems.add(node, "is nested too deeply through aliases; at most " + MAX_DEPTH + " levels");
    } else if (++nodes > MAX_NODES) {
      problems.add(node, "grows too large through aliases; at most " + MAX_NODES + " values");
    } else if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> count(item, level + 1));
    } else if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        count(entry.getKeyNode(), level + 1);
        count(entry.getValueNode(), level + 1);
      }
    }
  }

  private void addUnprintable(String text, ReaderException e) {
    int at = Math.min(e.getPosition(), text.length());
    String before = text.substring(0, at);
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    problems.add(
        line,
        at - before.lastIndexOf('\n'),
        String.format(
            "holds the character U+%04X, which YAML does not allow; write \"\\u%04x\" in quotes",
            e.getCodePoint(), e.getCodePoint()));
  }

  private static String notYaml(@org.jspecify.annotations.Nullable String reason) {
    return "is not YAML: "
        + (reason == null ? "unreadable" : reason.lines().findFirst().orElse(""));
  }
}
