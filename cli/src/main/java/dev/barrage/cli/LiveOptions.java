package dev.barrage.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who is told of a run while it goes on. */
final class LiveOptions {
  @Option(
      names = "--prometheus",
      paramLabel = "ADDR",
      description = {
        "Serve the run's metrics for Prometheus at PORT of loopback (0: any free one) or"
            + " HOST:PORT;",
        "beyond loopback scrapers must show BARRAGE_PROMETHEUS_TOKEN."
      })
  @Nullable String prometheus;

  @Option(
      names = "--linger",
      paramLabel = "D",
      description = "Wait so long at the end, until the last values have been scraped.")
  @Nullable String linger;

  @Option(
      names = "--otlp",
      paramLabel = "URL",
      description = {
        "Push the run's metrics to an OpenTelemetry collector (OTLP over HTTP); headers from",
        "OTEL_EXPORTER_OTLP_HEADERS."
      })
  @Nullable String otlp;
}
