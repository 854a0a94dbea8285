package dev.barrage.plan;

import dev.barrage.plan.data.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Gives variables of a user new values with each of its iterations.
 *
 * @param name distinct within the user; the variable's name unless the source has columns
 * @param source where values come from
 * @param take which record an iteration gets
 * @param atEnd what happens when there are no more
 */
public record Feeder(String name, Source source, Take take, AtEnd atEnd) {
  public Feeder(String name, Source source) {
    this(name, source, Take.NEXT, AtEnd.RECYCLE);
  }

  /** The variables it sets; empty where a file's columns are not known yet. */
  public List<String> variables() {
    return switch (source) {
      case Source.File file -> file.columns();
      case Source.Sequence sequence -> List.of(name);
      case Source.Random random -> List.of(name);
    };
  }

  /** Which record an iteration gets. */
  public enum Take {
    /** The one after the last that any user took. */
    NEXT,
    /** User k keeps record k. */
    PER_USER,
    /** One drawn by the seed. */
    RANDOM
  }

  /** What happens when all records are taken. */
  public enum AtEnd {
    /** Begin again with the first. */
    RECYCLE,
    /** The run ends: iterations under way are finished. */
    STOP,
    /** As {@link #STOP}, and the run counts as failed. */
    ERROR
  }

  /** Where values come from. */
  public sealed interface Source {
    /**
     * Records of a file.
     *
     * @param columns names of its variables; empty: the file was not there when the plan was read
     */
    record File(Path path, Table.Format format, List<String> columns) implements Source {
      public File {
        columns = List.copyOf(columns);
      }
    }

    /** {@code from}, {@code from + step} … up to {@code to}, if that is given. */
    record Sequence(long from, OptionalLong to, long step) implements Source {
      public Sequence {
        if (from < 0 || step < 1 || (to.isPresent() && to.getAsLong() < from)) {
          throw new IllegalArgumentException(
              "a sequence begins at 0 or more and rises, e.g. sequence from 1 to 100 step 1");
        }
      }
    }

    /** Made anew by the seed; never ends. */
    sealed interface Random extends Source {}

    /** Any of them is as likely, both ends included; {@code >= 0}. */
    record Integers(long min, long max) implements Random {
      public Integers {
        if (min < 0 || max < min || max == Long.MAX_VALUE) {
          throw new IllegalArgumentException(
              "a range of integers begins at 0 or more and rises, e.g. integer 1..100");
        }
      }
    }

    /** Random (version 4) UUIDs (RFC 9562 section 5.4). */
    record Uuid() implements Random {}

    /** Lower-case hexadecimal digits. */
    record Hex(int digits) implements Random {}

    /** Names of people. */
    record Name(NamePart part) implements Random {}

    /** Letters, digits, {@code -} and {@code _}: nothing that any encoding would change. */
    record Text(Sizes sizes) implements Random {}
  }

  /** Which part of a name. */
  public enum NamePart {
    FULL,
    FIRST,
    LAST
  }
}
