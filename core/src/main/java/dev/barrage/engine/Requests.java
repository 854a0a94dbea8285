package dev.barrage.engine;

import dev.barrage.plan.Plan;
import dev.barrage.plan.Request;
import dev.barrage.plan.Steps;
import dev.barrage.plan.User;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The distinct request names of a plan, numbered: results are grouped by that number.
 *
 * @param names in order of first appearance
 * @param methods of the first request with that name
 */
public record Requests(List<String> names, List<String> methods) {
  public Requests {
    names = List.copyOf(names);
    methods = List.copyOf(methods);
  }

  public static Requests of(Plan plan) {
    Map<String, String> found = new LinkedHashMap<>();
    for (User user : plan.users()) {
      Steps.of(user)
          .filter(Request.class::isInstance)
          .map(Request.class::cast)
          .forEach(request -> found.putIfAbsent(request.name(), request.method()));
    }
    return new Requests(List.copyOf(found.keySet()), List.copyOf(found.values()));
  }

  public int indexOf(String name) {
    return names.indexOf(name);
  }
}
