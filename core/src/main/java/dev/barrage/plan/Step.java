package dev.barrage.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One step of a flow: a request, a pause, a script, or what decides about further steps. */
public sealed interface Step
    permits Step.Pause, Step.Group, Step.If, Step.Repeat, Step.Assign, Step.Scripted, Request {
  /** Think time between two steps: {@code wait: 200ms}; a range is drawn uniformly. */
  record Pause(Duration min, Duration max) implements Step {
    public Pause {
      if (min.isNegative() || max.compareTo(min) < 0) {
        throw new IllegalArgumentException(
            "pause is " + min + ".." + max + "; must be >= 0 and in rising order");
      }
    }
  }

  /**
   * Steps with a latency of their own: from the intended time of their first request to the last
   * byte of their last one, pauses between them included.
   *
   * @param name groups results, as a request's name does
   */
  record Group(String name, List<Step> steps) implements Step {
    public Group {
      steps = nonEmpty("group", steps);
    }
  }

  /**
   * A choice.
   *
   * @param then run if the condition holds; at least one
   * @param otherwise run if it does not
   */
  record If(Condition condition, List<Step> then, List<Step> otherwise) implements Step {
    public If {
      then = nonEmpty("if", then);
      otherwise = List.copyOf(otherwise);
    }
  }

  /** Steps run several times: a loop always has a bound. */
  record Repeat(Times times, List<Step> steps) implements Step {
    public Repeat {
      steps = nonEmpty("repeat", steps);
    }
  }

  /** Sets a variable of the user: {@code set: {state: none}}. */
  record Assign(String variable, Template value) implements Step {}

  /** How often a loop goes round. */
  sealed interface Times {
    /** Rounds at most. */
    int atMost();

    /** So many rounds. */
    record Count(int atMost) implements Times {
      public Count {
        positive(atMost);
      }
    }

    /** Each round only if the condition holds before it. */
    record While(Condition condition, int atMost) implements Times {
      public While {
        positive(atMost);
      }
    }

    /** At least one round; no further one once the condition holds after it. */
    record Until(Condition condition, int atMost) implements Times {
      public Until {
        positive(atMost);
      }
    }

    /** The condition that ends the loop before its bound; empty: none. */
    default Optional<Condition> asks() {
      return switch (this) {
        case Count count -> Optional.empty();
        case While loop -> Optional.of(loop.condition());
        case Until loop -> Optional.of(loop.condition());
      };
    }

    private static void positive(int atMost) {
      if (atMost <= 0) {
        throw new IllegalArgumentException("a loop has " + atMost + " rounds; must be > 0");
      }
    }
  }

  private static List<Step> nonEmpty(String what, List<Step> steps) {
    if (steps.isEmpty()) {
      throw new IllegalArgumentException(what + " needs at least one step");
    }
    return List.copyOf(steps);
  }

  /**
   * Java code. Equal to another of the same name that sets the same: a plan that was recorded and
   * read again has the name alone.
   *
   * @param name for reports and messages
   * @param script {@link #ELSEWHERE} if only the name is known
   * @param sets variables that later steps may use
   */
  record Scripted(String name, Script script, List<String> sets) implements Step {
    /** Stands for code that a plan file cannot hold. */
    public static final Script ELSEWHERE =
        session -> {
          throw new IllegalStateException("the script is not in the plan");
        };

    public Scripted {
      sets = List.copyOf(sets);
    }

    /**
     * @throws IllegalArgumentException the code is not here
     */
    public void requireCode() {
      if (script.equals(ELSEWHERE)) {
        throw new IllegalArgumentException(
            "script "
                + Quoted.of(name)
                + " is written in Java, which this plan file cannot hold; run its source,"
                + " e.g. barrage run plan.java");
      }
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Scripted that && name.equals(that.name) && sets.equals(that.sets);
    }

    @Override
    public int hashCode() {
      return 31 * name.hashCode() + sets.hashCode();
    }
  }
}
