package dev.barrage.cli.imports;

import dev.barrage.cli.UsageException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON that others wrote: bounded in depth, mistakes in one line. */
final class JsonDocument {
  private static final int MAX_DEPTH = 200;

  private static final JsonMapper BOUNDED =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonDocument() {}

  /**
   * @param name of the file, for the message
   * @throws UsageException it is not JSON
   */
  static JsonNode read(String name, String text) {
    try {
      return BOUNDED.readTree(text);
    } catch (JacksonException e) {
      String why = e.getOriginalMessage() == null ? "" : e.getOriginalMessage();
      TokenStreamLocation at = e.getLocation();
      String place = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
      throw new UsageException(name + place + " is not JSON: " + Address.shortened(why), e);
    }
  }
}
