package dev.barrage.report;

import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What every format is made from: a run just ended and one read back from disk look alike.
 *
 * @param run the tree of {@code run.json}
 * @param directory where the interval logs are; empty: none were kept
 */
public record StoredRun(JsonNode run, Optional<Path> directory) {}
