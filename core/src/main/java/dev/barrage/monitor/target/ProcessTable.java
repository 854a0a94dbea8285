package dev.barrage.monitor.target;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The processes of this machine as proc(5) tells them; what cannot be read is left out. */
final class ProcessTable {
  /** Fields of {@code stat} after the name, which may hold blanks: index 0 is the third field. */
  private static final int PARENT = 1;

  private static final int USER_TICKS = 11;
  private static final int CHILDREN_SYSTEM_TICKS = 14;
  private static final int START_TICKS = 19;
  private static final String LISTEN = "0A";

  private final Path proc;

  ProcessTable(Path proc) {
    this.proc = proc;
  }

  /** What one process uses now; CPU with that of the children it has waited for. */
  record Status(double cpuTicks, double rssBytes, double threads) {}

  Optional<Status> status(long pid) {
    Optional<String[]> stat = stat(pid);
    Map<String, Double> status = keyed(proc.resolve(pid + "/status"));
    if (stat.isEmpty()) {
      return Optional.empty();
    }
    double ticks = 0;
    for (int i = USER_TICKS; i <= CHILDREN_SYSTEM_TICKS; i++) {
      ticks += Double.parseDouble(stat.get()[i]);
    }
    double rssKb = status.getOrDefault("VmRSS", 0.0); // a zombie has none
    return Optional.of(new Status(ticks, rssKb * 1024, status.getOrDefault("Threads", Double.NaN)));
  }

  /** When it started, in ticks since boot: a process of the same number and start is the same. */
  Optional<Long> startTicks(long pid) {
    return stat(pid).map(fields -> Long.parseLong(fields[START_TICKS]));
  }

  private Optional<String[]> stat(long pid) {
    String text = read(proc.resolve(pid + "/stat"));
    int nameEnd = text.lastIndexOf(')');
    if (nameEnd < 0 || nameEnd + 2 >= text.length()) {
      return Optional.empty();
    }
    String[] fields = text.substring(nameEnd + 2).trim().split(" ");
    boolean gone = fields.length <= START_TICKS || fields[0].equals("Z") || fields[0].equals("X");
    return gone ? Optional.empty() : Optional.of(fields);
  }

  /** Open descriptors; NaN if they are not ours to see. */
  double descriptors(long pid) {
    try {
      return names(proc.resolve(pid + "/fd")).size();
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  /** Voluntary and other context switches of all threads. */
  double switches(long pid) {
    double sum = 0;
    try {
      for (String thread : names(proc.resolve(pid + "/task"))) {
        Map<String, Double> status = keyed(proc.resolve(pid + "/task/" + thread + "/status"));
        sum += status.getOrDefault("voluntary_ctxt_switches", 0.0);
        sum += status.getOrDefault("nonvoluntary_ctxt_switches", 0.0);
      }
      return sum;
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  /** Bytes received and sent by the process's network namespace, all devices. */
  double[] netBytes(long pid) {
    double received = 0;
    double sent = 0;
    boolean any = false;
    for (String line : read(proc.resolve(pid + "/net/dev")).lines().toList()) {
      int colon = line.indexOf(':');
      String[] fields = colon < 0 ? new String[0] : line.substring(colon + 1).trim().split("\\s+");
      if (fields.length >= 9) {
        received += Double.parseDouble(fields[0]);
        sent += Double.parseDouble(fields[8]);
        any = true;
      }
    }
    return any ? new double[] {received, sent} : new double[] {Double.NaN, Double.NaN};
  }

  /** The processes and all that descend from them. */
  Set<Long> descendants(Set<Long> roots) throws IOException {
    Map<Long, Long> parents = parents();
    Set<Long> tree = new TreeSet<>(roots);
    for (boolean grew = true; grew; ) {
      grew = false;
      for (Map.Entry<Long, Long> entry : parents.entrySet()) {
        grew |= tree.contains(entry.getValue()) && tree.add(entry.getKey());
      }
    }
    return tree;
  }

  private Map<Long, Long> parents() throws IOException {
    Map<Long, Long> parents = new HashMap<>();
    for (long pid : pids()) {
      stat(pid).ifPresent(fields -> parents.put(pid, Long.parseLong(fields[PARENT])));
    }
    return parents;
  }

  /** Who listens on a TCP port; of parents and children that share the socket, the parents. */
  Set<Long> listeners(int port) throws IOException {
    Set<String> sockets = new HashSet<>();
    for (String file : new String[] {"net/tcp", "net/tcp6"}) {
      read(proc.resolve(file))
          .lines()
          .skip(1)
          .forEach(line -> {
            String[] fields = line.trim().split("\\s+");
            String local = fields.length > 9 ? fields[1] : ":";
            String hexPort = local.substring(local.lastIndexOf(':') + 1);
            if (fields.length > 9 && fields[3].equals(LISTEN) && hexPort.equals(hex(port))) {
              sockets.add("socket:[" + fields[9] + "]");
            }
          });
    }
    Set<Long> holders = new TreeSet<>();
    if (!sockets.isEmpty()) {
      for (long pid : pids()) {
        if (holds(pid, sockets)) {
          holders.add(pid);
        }
      }
    }
    Map<Long, Long> parents = parents();
    Set<Long> roots = new TreeSet<>(holders);
    roots.removeIf(pid -> holders.contains(parents.getOrDefault(pid, 0L)));
    return roots;
  }

  private static String hex(int port) {
    return String.format(java.util.Locale.ROOT, "%04X", port);
  }

  private boolean holds(long pid, Set<String> sockets) {
    Path folder = proc.resolve(pid + "/fd");
    try {
      return names(folder).stream().anyMatch(fd -> sockets.contains(link(folder.resolve(fd))));
    } catch (IOException e) {
      return false; // another user's, or it has just ended
    }
  }

  /** Where a descriptor leads; empty if it was closed a moment ago. */
  private static String link(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private Set<Long> pids() throws IOException {
    Set<Long> pids = new TreeSet<>();
    for (String name : names(proc)) {
      if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
        pids.add(Long.parseLong(name));
      }
    }
    return pids;
  }

  private static Set<String> names(Path folder) throws IOException {
    Set<String> names = new HashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      files.forEach(file -> names.add(String.valueOf(file.getFileName())));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  /** Numbers of {@code key: value} lines. */
  private static Map<String, Double> keyed(Path file) {
    Map<String, Double> values = new HashMap<>();
    for (String line : read(file).lines().toList()) {
      int colon = line.indexOf(':');
      String value = colon < 0 ? "" : line.substring(colon + 1).trim().split(" ")[0];
      if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
        values.put(line.substring(0, colon), Double.parseDouble(value));
      }
    }
    return values;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
