package dev.barrage.cli.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What the control groups of this process leave it, of version 2 or 1. Each group bounds all below
 * it, so its own and those above are asked; in a container the topmost that is seen is the
 * container's.
 */
final class ControlGroups {
  private static final String TOP = "sys/fs/cgroup";

  private ControlGroups() {}

  /**
   * A limit of memory.
   *
   * @param freeMb what is left of it; what the kernel would drop from its file cache is free
   */
  record MemoryLimit(long freeMb, long limitMb) {}

  /** The least quota of processors: {@code cpu.max}, in version 1 quota ÷ period. */
  static OptionalDouble cpus(Machine machine) {
    return folders(machine, "cpu")
        .flatMapToDouble(folder -> quotaCpus(machine, folder).stream())
        .min();
  }

  private static OptionalDouble quotaCpus(Machine machine, String folder) {
    String[] max = machine.text(folder + "/cpu.max").orElse("").split(" ");
    OptionalLong quotaUs =
        max.length == 2 ? Machine.parse(max[0]) : machine.number(folder + "/cpu.cfs_quota_us");
    OptionalLong periodUs =
        max.length == 2 ? Machine.parse(max[1]) : machine.number(folder + "/cpu.cfs_period_us");
    return quotaUs.orElse(-1) <= 0 || periodUs.orElse(-1) <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) quotaUs.getAsLong() / periodUs.getAsLong());
  }

  /** The limit that leaves least. */
  static Optional<MemoryLimit> memory(Machine machine) {
    return folders(machine, "memory")
        .flatMap(folder -> memory(machine, folder).stream())
        .min(Comparator.comparingLong(MemoryLimit::freeMb));
  }

  private static Optional<MemoryLimit> memory(Machine machine, String folder) {
    boolean isSecond = machine.has(folder + "/memory.max");
    OptionalLong limit =
        machine.number(folder + (isSecond ? "/memory.max" : "/memory.limit_in_bytes"));
    OptionalLong used =
        machine.number(folder + (isSecond ? "/memory.current" : "/memory.usage_in_bytes"));
    if (limit.isEmpty() || used.isEmpty()) {
      return Optional.empty();
    }
    String cache = isSecond ? "inactive_file " : "total_inactive_file ";
    long keptBytes = used.getAsLong() - machine.number(folder + "/memory.stat", cache).orElse(0);
    return Optional.of(
        new MemoryLimit((limit.getAsLong() - keptBytes) >> 20, limit.getAsLong() >> 20));
  }

  /** Folders of the groups with this controller. */
  private static Stream<String> folders(Machine machine, String controller) {
    return machine.lines("proc/self/cgroup").stream()
        .map(line -> line.split(":", 3))
        .filter(parts -> parts.length == 3)
        .flatMap(parts -> {
          if (parts[1].isEmpty()) {
            return upwards(TOP, parts[2]);
          }
          boolean has = List.of(parts[1].split(",")).contains(controller);
          return has ? upwards(TOP + "/" + controller, parts[2]) : Stream.empty();
        });
  }

  private static Stream<String> upwards(String top, String group) {
    List<String> folders = new ArrayList<>();
    // A group outside of the container's view is written with dots.
    String path = group.startsWith("/") && !group.startsWith("/..") ? group : "";
    while (path.length() > 1) {
      folders.add(top + path);
      path = path.substring(0, path.lastIndexOf('/'));
    }
    folders.add(top);
    return folders.stream();
  }
}
