package dev.barrage.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What templates and random choices follow from.
 *
 * @param variables constants that templates may name, {@code --set} overrides them; in order
 * @param seed every random choice follows from it
 */
public record Inputs(Map<String, String> variables, long seed) {
  /** No variables, and the seed of plans that name none. */
  public static final Inputs DEFAULT = new Inputs(Map.of(), 1);

  public Inputs {
    // Not Map.copyOf: its order changes from one JVM to the next, and records must not.
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
  }

  /** These with another seed. */
  public Inputs withSeed(long other) {
    return new Inputs(variables, other);
  }
}
