package dev.barrage.testbed.upstream;

import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** JSON in and out; malformed input is refused with 400. */
final class Json {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  static String write(Map<String, ?> object) {
    return MAPPER.writeValueAsString(object);
  }

  static JsonNode readObject(byte[] body) {
    JsonNode node;
    try {
      node = MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw new RefusedException(400, "body is not JSON: " + e.getOriginalMessage());
    }
    if (!node.isObject()) {
      throw new RefusedException(400, "body must be a JSON object");
    }
    return node;
  }
}
