package dev.barrage.measure;

import dev.barrage.engine.ScriptFailures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What scripts threw, by script and message, with the first stack trace of each; bounded. */
final class ScriptFailureTable {
  private static final int KINDS = 50;

  /** One kind of failure. */
  static final class Kind {
    final String script;
    final String message;
    final String trace;
    final long firstNs;
    long count;
    long lastNs;

    Kind(String script, String message, String trace, long firstNs) {
      this.script = script;
      this.message = message;
      this.trace = trace;
      this.firstNs = firstNs;
    }
  }

  private record Key(String script, String message) {}

  private final Map<Key, Kind> kinds = new LinkedHashMap<>();

  void record(String script, Throwable thrown, long atNs) {
    String message = ScriptFailures.message(thrown);
    boolean known = kinds.containsKey(new Key(script, message));
    Key key = new Key(script, known || kinds.size() < KINDS ? message : FailureTable.FURTHER);
    add(
        kinds.computeIfAbsent(
            key, k -> new Kind(script, k.message(), ScriptFailures.trace(thrown), atNs)),
        1,
        atNs);
  }

  private static void add(Kind kind, long count, long atNs) {
    kind.count += count;
    kind.lastNs = Math.max(kind.lastNs, atNs);
  }

  /** Adds another loop's; first comes what was first here. */
  void add(ScriptFailureTable other) {
    for (Map.Entry<Key, Kind> theirs : other.kinds.entrySet()) {
      Kind kind = theirs.getValue();
      Kind mine =
          kinds.computeIfAbsent(
              theirs.getKey(), k -> new Kind(kind.script, kind.message, kind.trace, kind.firstNs));
      add(mine, kind.count, kind.lastNs);
    }
  }

  List<Kind> all() {
    return new ArrayList<>(kinds.values());
  }
}
