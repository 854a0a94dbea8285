package dev.barrage.engine;

import dev.barrage.plan.Plan;
import dev.barrage.plan.Request;
import dev.barrage.plan.Step;
import dev.barrage.plan.Steps;
import dev.barrage.plan.User;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The distinct request names of a plan, numbered: results are grouped by that number.
 *
 * <p>Declared names are known from the beginning. Scripts name their requests while they run: those
 * get the numbers that follow, up to a bound, beyond which they share the last one. Any thread.
 */
public final class Requests {
  /** Names that scripts can make. */
  static final int SCRIPTED = 100;

  /** The name of all further ones. */
  static final String FURTHER =
      "more than " + SCRIPTED + " names of scripts: group requests with name(…) or {}";

  private final List<String> names;
  private final List<String> methods;
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Integer>> byPath = new ConcurrentHashMap<>();
  private final int declared;
  private final boolean scripted;

  /**
   * @param names in order of first appearance
   * @param methods of the first request with that name
   */
  public Requests(List<String> names, List<String> methods) {
    this(names, methods, false);
  }

  private Requests(List<String> names, List<String> methods, boolean scripted) {
    this.names = new ArrayList<>(names);
    this.methods = new ArrayList<>(methods);
    this.declared = names.size();
    this.scripted = scripted;
    for (int i = 0; i < declared; i++) {
      numbers.putIfAbsent(names.get(i), i);
    }
  }

  public static Requests of(Plan plan) {
    Map<String, String> found = new LinkedHashMap<>();
    boolean scripted = false;
    for (User user : plan.users()) {
      Steps.of(user)
          .filter(Request.class::isInstance)
          .map(Request.class::cast)
          .forEach(request -> {
            found.putIfAbsent(request.name(), request.method());
            if (request.handling().follow() > 0) {
              found.putIfAbsent(request.redirectedName(), request.method());
            }
          });
      scripted |= Steps.of(user).anyMatch(Step.Scripted.class::isInstance);
    }
    return new Requests(List.copyOf(found.keySet()), List.copyOf(found.values()), scripted);
  }

  /** Names so far, by number. */
  public synchronized List<String> names() {
    return List.copyOf(names);
  }

  /** Methods of the first request with each name. */
  public synchronized List<String> methods() {
    return List.copyOf(methods);
  }

  /** Numbers that there can be. */
  public int capacity() {
    return declared + (scripted ? SCRIPTED + 1 : 0);
  }

  /** -1 if there is no such name. */
  public int indexOf(String name) {
    return numbers.getOrDefault(name, -1);
  }

  synchronized String name(int number) {
    return names.get(number);
  }

  /** The number of a script's request that has no name but this; -1 if it is new. */
  int known(String method, String path) {
    Map<String, Integer> paths = byPath.get(method);
    return paths == null ? -1 : paths.getOrDefault(path, -1);
  }

  /** As {@link #scripted(String, String)}, for {@link #known} to find. */
  int scripted(String method, String path, String name) {
    int number = scripted(method, name);
    if (number < declared + SCRIPTED) { // paths beyond the bound may be any number
      byPath.computeIfAbsent(method, m -> new ConcurrentHashMap<>()).put(path, number);
    }
    return number;
  }

  /** The number of a name that a script gives. */
  int scripted(String method, String name) {
    Integer known = numbers.get(name);
    return known != null ? known : add(method, name);
  }

  private synchronized int add(String method, String name) {
    Integer known = numbers.get(name);
    if (known != null) {
      return known;
    }
    int number = names.size();
    if (number >= declared + SCRIPTED) {
      if (number == declared + SCRIPTED) {
        names.add(FURTHER);
        methods.add("*");
      }
      return declared + SCRIPTED;
    }
    names.add(name);
    methods.add(method);
    numbers.put(name, number);
    return number;
  }
}
