package dev.barrage.plan;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The arrivals of a replay: a file of lines {@code offset,task}, the offset in microseconds from
 * the beginning, never falling; the task by its number in the plan, from 1. Lines that begin with
 * {@code #} say nothing.
 *
 * <pre>
 *   # offset_us,task
 *   0,1
 *   1500,2
 * </pre>
 *
 * <p>The file is read when its arrivals are first asked for, once: 8 bytes of memory for each. Two
 * are equal if their paths are. Any thread.
 */
public final class ReplayFile {
  /** Arrivals at most: 160 MB. */
  static final int MAX_ARRIVALS = 20_000_000;

  private static final int TASK_BITS = 20;
  private static final int MAX_TASK = (1 << TASK_BITS) - 1;
  private static final long MAX_OFFSET_US = 366L * 24 * 3600 * 1_000_000;

  private final Path path;

  /** Offset above, task below: in order by itself. */
  private long @Nullable [] arrivals;

  private int largestTask;

  public ReplayFile(Path path) {
    this.path = path;
  }

  public Path path() {
    return path;
  }

  /**
   * Number of arrivals.
   *
   * @throws IllegalArgumentException the file cannot be read, or a line of it
   */
  public int count() {
    return arrivals().length;
  }

  /** When arrival k is due at the speed of the recording. */
  public long offsetUs(int k) {
    return arrivals()[k] >> TASK_BITS;
  }

  /** The task of arrival k, from 0. */
  public int task(int k) {
    return (int) (arrivals()[k] & MAX_TASK) - 1;
  }

  /** The largest number of a task, from 1; 0 if there is no arrival. */
  public int largestTask() {
    return arrivals().length == 0 ? 0 : largestTask;
  }

  /** Arrivals whose offset is less than this. */
  public int countBefore(long offsetUs) {
    if (offsetUs > MAX_OFFSET_US) {
      return count();
    }
    int at = Arrays.binarySearch(arrivals(), Math.max(0, offsetUs) << TASK_BITS);
    return at < 0 ? -at - 1 : at; // no task is 0, so the key itself is never found
  }

  private synchronized long[] arrivals() {
    if (arrivals == null) {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
        arrivals = new Reading(in).all();
      } catch (IOException e) {
        String why = e instanceof NoSuchFileException ? "no such file" : e.getMessage();
        throw new IllegalArgumentException("replay file " + path + " cannot be read: " + why, e);
      }
    }
    return arrivals;
  }

  /** One pass over the file. */
  private final class Reading {
    private final InputStream in;
    private long[] found = new long[1024];
    private int count;
    private int line;
    private long last;

    Reading(InputStream in) {
      this.in = in;
    }

    long[] all() throws IOException {
      for (int c = in.read(); c >= 0; c = in.read()) {
        line++;
        if (c == '#') {
          while (c >= 0 && c != '\n') {
            c = in.read();
          }
        } else if (c != '\n' && c != '\r') {
          arrival(c);
        }
      }
      return Arrays.copyOf(found, count);
    }

    private void arrival(int first) throws IOException {
      long offset = number(first, ',', MAX_OFFSET_US);
      long task = number(in.read(), '\n', MAX_TASK);
      if (task == 0) {
        throw wrong("tasks are numbered from 1");
      }
      if (offset < last) {
        throw wrong("offsets must not fall");
      }
      if (count == MAX_ARRIVALS) {
        throw wrong("there are more than " + MAX_ARRIVALS + " arrivals");
      }
      if (count == found.length) {
        found = Arrays.copyOf(found, Math.min(MAX_ARRIVALS, count * 2));
      }
      last = offset;
      largestTask = Math.max(largestTask, (int) task);
      found[count++] = offset << TASK_BITS | task;
    }

    private long number(int first, char end, long most) throws IOException {
      long value = 0;
      int digits = 0;
      int c = first;
      for (; c >= '0' && c <= '9' && value <= most; c = in.read()) {
        value = value * 10 + c - '0';
        digits++;
      }
      c = c == '\r' ? in.read() : c;
      if (digits == 0 || value > most || (c != end && !(end == '\n' && c < 0))) {
        throw wrong("a line is offset_us,task, e.g. 1500,2");
      }
      return value;
    }

    private IllegalArgumentException wrong(String what) {
      return new IllegalArgumentException("replay file " + path + ":" + line + ": " + what);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ReplayFile that && path.equals(that.path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
