package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import tools.jackson.databind.JsonNode;

/** Records beside the schemas that {@code barrage schema} prints. */
final class RecordSchema {
  private RecordSchema() {}

  /**
   * Fails unless the record is what the schema says.
   *
   * @param file as the command names it: {@code suite}
   */
  static void assertValid(String file, JsonNode record) {
    String schema = CommandLineRun.of("schema", file).out();
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema, InputFormat.JSON)
                .validate(record))
        .as("%s: %s", file, record)
        .isEmpty();
  }
}
