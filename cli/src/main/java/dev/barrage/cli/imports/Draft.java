package dev.barrage.cli.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A plan in the making: what was found in the input, what was left out, what could not be taken.
 */
final class Draft {
  /** Notes kept; an input may be wrong in a million places. */
  private static final int MAX_NOTES = 50;

  /**
   * One step of a task: a request or a wait in the grammar of plan files, and what to say of it.
   */
  record Step(Map<String, Object> tree, List<String> comments) {
    static Step of(DraftRequest request, String... comments) {
      return new Step(request.tree(), List.of(comments));
    }

    static Step pause(String duration) {
      return new Step(Map.of("wait", duration), List.of());
    }
  }

  record Task(List<Step> steps, List<String> comments) {}

  record User(String name, List<Task> tasks) {}

  final String source;
  final LeftOut leftOut = new LeftOut();
  final Map<String, Object> target = new LinkedHashMap<>();
  final Map<String, String> variables = new LinkedHashMap<>();
  final List<User> users = new ArrayList<>();
  final List<String> load = new ArrayList<>();
  final Map<String, Object> bounds = new LinkedHashMap<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private int unsaid;

  /**
   * @param source what it was made from, for the first line of the plan
   */
  Draft(String source) {
    this.source = source;
  }

  /** Says that something could not be imported, once. */
  void note(String text) {
    if (notes.size() < MAX_NOTES || notes.contains(text)) {
      notes.add(text);
    } else {
      unsaid++;
    }
  }

  List<String> notes() {
    List<String> all = new ArrayList<>(notes);
    if (unsaid > 0) {
      all.add("and " + unsaid + " more");
    }
    return all;
  }
}
