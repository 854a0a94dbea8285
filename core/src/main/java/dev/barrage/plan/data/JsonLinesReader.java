package dev.barrage.plan.data;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a file of one JSON object a line; empty lines are passed over. */
final class JsonLinesReader {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final byte[] in;
  private final Mistakes mistakes;
  private final Cells cells = new Cells();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<String> columns = new ArrayList<>();

  JsonLinesReader(byte[] content, Mistakes mistakes) {
    this.in = content;
    this.mistakes = mistakes;
  }

  Table read() {
    int line = 1;
    for (int from = 0; from < in.length && !mistakes.isFull(); line++) {
      int end = from;
      while (end < in.length && in[end] != '\n') {
        end++;
      }
      if (!new String(in, from, end - from, StandardCharsets.UTF_8).isBlank()) {
        record(line, from, end);
      }
      from = end + 1;
    }
    if (cells.count() == 0 && mistakes.messages().isEmpty()) {
      mistakes.add(0, "is empty; each line is a JSON object, e.g. {\"user\":\"ann\"}");
    }
    return new Table(columns, out.toByteArray(), cells.ends(), cells.kinds());
  }

  private void record(int line, int from, int end) {
    JsonNode node;
    try {
      node = JSON.readTree(in, from, end - from);
    } catch (JacksonException e) {
      mistakes.add(line, "is not JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
      return;
    }
    if (!node.isObject() || node.isEmpty()) {
      mistakes.add(line, "is not a JSON object with members, e.g. {\"user\":\"ann\"}");
    } else if (cells.count() / Math.max(1, columns.size()) >= Table.MAX_ROWS) {
      mistakes.add(line, "is beyond the " + Table.MAX_ROWS + " records that are read");
    } else if (hasTheColumns(line, node)) {
      columns.forEach(column -> add(node.get(column)));
    }
  }

  private boolean hasTheColumns(int line, JsonNode node) {
    if (columns.isEmpty()) {
      if (node.size() > Table.MAX_COLUMNS) {
        mistakes.add(line, "has " + node.size() + " members; at most " + Table.MAX_COLUMNS);
        return false;
      }
      columns.addAll(node.propertyNames());
    }
    for (String column : columns) {
      if (!node.has(column)) {
        mistakes.add(line, "has no \"" + column + "\", which the first line has");
        return false;
      }
    }
    for (String name : node.propertyNames()) {
      if (!columns.contains(name)) {
        mistakes.add(line, "has \"" + name + "\", which the first line has not");
        return false;
      }
    }
    return true;
  }

  private void add(JsonNode node) {
    String text = node.isString() ? node.stringValue() : node.toString();
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    cells.add(out.size(), node.isString() ? Table.Kind.STRING : Table.Kind.JSON);
  }
}
