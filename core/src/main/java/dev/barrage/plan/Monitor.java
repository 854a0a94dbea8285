package dev.barrage.plan;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Something that watches the target while a run goes on: a name, what it looks at, how often.
 *
 * @param name what objectives and reports call it; distinct in a plan
 * @param source what it looks at
 * @param every time between two looks
 * @param optional whether the run may go on where it cannot be reached at the start
 */
public record Monitor(String name, Source source, Duration every, boolean optional) {
  public static final Duration EVERY = Duration.ofSeconds(1);

  /** A monitor that looks once a second and must be there. */
  public Monitor(String name, Source source) {
    this(name, source, EVERY, false);
  }

  /** What is looked at. */
  public sealed interface Source {
    /** Names of the series it gives, in order. */
    List<Series> series();

    /** The kind's word in plans. */
    String kind();

    /** A process of this machine, its descendants included. */
    record Process(Selector selector) implements Source {
      private static final List<Series> SERIES =
          List.of(
              new Series("cpu", "ratio", Stat.MEAN),
              new Series("rss", "bytes", Stat.MAX),
              new Series("threads", "threads", Stat.MAX),
              new Series("fds", "fds", Stat.MAX),
              new Series("context-switches", "per_s", Stat.MEAN),
              new Series("net-received", "bytes_per_s", Stat.MEAN),
              new Series("net-sent", "bytes_per_s", Stat.MEAN),
              new Series("restarts", "restarts", Stat.INCREASE));

      @Override
      public List<Series> series() {
        return SERIES;
      }

      @Override
      public String kind() {
        return "process";
      }
    }

    /**
     * A page in the Prometheus text format.
     *
     * @param url of the page
     * @param queries name of a series to what selects it: {@code name{label="value"}}, summed over
     *     all that match; {@code rate(…)} of a counter is per second
     */
    record Prometheus(URI url, Map<String, SeriesQuery> queries) implements Source {
      public Prometheus {
        queries = Collections.unmodifiableMap(new LinkedHashMap<>(queries));
      }

      @Override
      public List<Series> series() {
        return queries.entrySet().stream()
            .map(e -> new Series(e.getKey(), e.getValue().rate() ? "per_s" : "", Stat.MEAN))
            .toList();
      }

      @Override
      public String kind() {
        return "prometheus";
      }
    }

    /** A page that answers below 400 while the target is well. */
    record Health(URI url) implements Source {
      private static final List<Series> SERIES =
          List.of(new Series("up", "ratio", Stat.MEAN), new Series("latency", "us", Stat.MAX));

      @Override
      public List<Series> series() {
        return SERIES;
      }

      @Override
      public String kind() {
        return "health";
      }
    }

    /** Lines that are added to a file and match. */
    record Log(Path file, Pattern errors) implements Source {
      private static final List<Series> SERIES =
          List.of(new Series("errors", "lines", Stat.INCREASE));

      @Override
      public List<Series> series() {
        return SERIES;
      }

      @Override
      public String kind() {
        return "log";
      }

      @Override
      public boolean equals(Object other) {
        return other instanceof Log(Path path, Pattern pattern)
            && file.equals(path)
            && errors.pattern().equals(pattern.pattern());
      }

      @Override
      public int hashCode() {
        return file.hashCode() * 31 + errors.pattern().hashCode();
      }
    }
  }

  /** Which process. */
  public sealed interface Selector {
    record Pid(long pid) implements Selector {}

    /** Whoever listens on this TCP port of this machine. */
    record Port(int port) implements Selector {}

    /** The first process of a container, asked of {@code docker} or {@code podman}. */
    record Container(String name) implements Selector {}
  }

  /**
   * One line of a monitor.
   *
   * @param name as objectives call it
   * @param unit of its values, as the last word of a name; empty: as the source has it
   * @param usual what an objective that says nothing else asks for
   */
  public record Series(String name, String unit, Stat usual) {}

  /** One figure of a series over the measured window. */
  public enum Stat {
    MEAN,
    MAX,
    MIN,
    LAST,
    /** Last − first. */
    INCREASE,
    /** Per minute, robust: Theil–Sen on block means. */
    SLOPE;

    /** As plans write it. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
