package dev.barrage.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Mistakes of a plan that is built in Java. Each is thrown where it is made, unless somebody
 * collects them to tell all at once: then the builders go on without the part that was wrong.
 */
public final class PlanMistakes {
  private static final ScopedValue<PlanMistakes> COLLECTING = ScopedValue.newInstance();

  private final List<IllegalArgumentException> found = new ArrayList<>();

  /** Where the source made what may turn out to be wrong later: a stack trace for each. */
  private final Map<Object, Throwable> places = new IdentityHashMap<>();

  private PlanMistakes() {}

  /** All mistakes, in the order in which they were found; at least one. */
  public static final class FoundException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<IllegalArgumentException> all;

    private FoundException(List<IllegalArgumentException> all) {
      super(all.getFirst().getMessage(), all.getFirst());
      this.all = List.copyOf(all);
    }

    /** Each with the trace of its place in the source, if that is known. */
    public List<IllegalArgumentException> all() {
      return all;
    }
  }

  /**
   * Builds a plan on this thread.
   *
   * @throws FoundException with all mistakes of the builders
   */
  public static <T> T collect(Callable<T> builds) throws Exception {
    PlanMistakes mistakes = new PlanMistakes();
    T built;
    try {
      built = ScopedValue.where(COLLECTING, mistakes).call(builds::call);
    } catch (IllegalArgumentException e) {
      if (mistakes.found.isEmpty()) {
        throw e;
      }
      if (!(e instanceof FoundException)) {
        mistakes.found.add(e);
      }
      throw new FoundException(mistakes.found);
    }
    mistakes.check();
    return built;
  }

  private void check() {
    if (!found.isEmpty()) {
      throw new FoundException(found);
    }
  }

  /** What a part gives; where that is wrong and mistakes are collected, what stands in for it. */
  static <T> T attempt(T standIn, Supplier<T> part) {
    if (!COLLECTING.isBound()) {
      return part.get();
    }
    try {
      return part.get();
    } catch (IllegalArgumentException e) {
      COLLECTING.get().found.add(e);
      return standIn;
    }
  }

  /** As above, of what is only done; whether it was. */
  static boolean attempt(Runnable part) {
    return attempt(
        false,
        () -> {
          part.run();
          return true;
        });
  }

  /** This place of the source, for what is checked later; null where nobody collects. */
  static @Nullable Throwable here() {
    return COLLECTING.isBound() ? new Throwable() : null;
  }

  /** These were made there. */
  static void remember(@Nullable Throwable place, Collection<?> parts) {
    if (place != null && COLLECTING.isBound()) {
      parts.forEach(part -> COLLECTING.get().places.put(part, place));
    }
  }

  /**
   * Something that was made before is wrong.
   *
   * @throws IllegalArgumentException nobody collects
   */
  static void refuse(Object part, String message) {
    IllegalArgumentException mistake = new IllegalArgumentException(message);
    if (!COLLECTING.isBound()) {
      throw mistake;
    }
    Throwable place = COLLECTING.get().places.get(part);
    if (place != null) {
      mistake.setStackTrace(place.getStackTrace());
    }
    COLLECTING.get().found.add(mistake);
  }

  /**
   * Goes no further if there were any so far.
   *
   * @throws FoundException with all of them
   */
  static void throwIfAny() {
    if (COLLECTING.isBound()) {
      COLLECTING.get().check();
    }
  }
}
