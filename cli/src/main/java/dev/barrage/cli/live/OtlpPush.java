package dev.barrage.cli.live;

import dev.barrage.run.LiveRun;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.resources.Resource;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Pushes a run's metrics to a collector: OTLP over HTTP, protobuf.
 *
 * <p>Every five seconds and once at the end. A push is sent on a thread of the exporter's; while
 * one is under way none begins. A collector that does not answer costs the run nothing: {@link
 * #problem} tells of it. Told by one thread at a time.
 */
public final class OtlpPush implements Consumer<LiveRun>, AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final String PATH = "/v1/metrics";

  /** Held, so that its level stays: the exporter would write to standard error. */
  private static final Logger EXPORTERS = Logger.getLogger("io.opentelemetry");

  private final String url;
  private final Resource resource;
  private final OtlpHttpMetricExporter exporter;
  private final AtomicInteger failed = new AtomicInteger();
  private int pushed;
  private long nextNs = System.nanoTime();
  private CompletableResultCode underWay = CompletableResultCode.ofSuccess();

  /**
   * @param url of the collector: its base, to which {@code /v1/metrics} is added, or the whole
   * @param headers as {@code OTEL_EXPORTER_OTLP_HEADERS} has them: {@code name=value}, separated by
   *     commas, percent-encoded; never shown
   * @param plan the plan's name
   * @throws IllegalArgumentException either is not what it should be
   */
  public OtlpPush(String url, Optional<String> headers, String plan) {
    this.url = endpoint(url);
    EXPORTERS.setLevel(Level.OFF);
    resource =
        Resource.create(
            Attributes.of(
                AttributeKey.stringKey("service.name"),
                "barrage",
                AttributeKey.stringKey("barrage.plan"),
                plan));
    OtlpHttpMetricExporterBuilder builder =
        OtlpHttpMetricExporter.builder()
            .setEndpoint(this.url)
            .setTimeout(TIMEOUT)
            .setConnectTimeout(TIMEOUT)
            .setRetryPolicy(null);
    headers.ifPresent(text -> headers(text).forEach(builder::addHeader));
    exporter = builder.build();
  }

  private static String endpoint(String text) {
    try {
      URI url = new URI(text);
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (!web || url.getHost() == null || url.getRawUserInfo() != null) {
        throw new IllegalArgumentException(
            "not the URL of a collector; write e.g. http://localhost:4318, and credentials in"
                + " OTEL_EXPORTER_OTLP_HEADERS");
      }
      String path = url.getRawPath();
      return path.isEmpty() || path.equals("/") ? text.replaceFirst("/?$", PATH) : text;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "not a URL: " + e.getReason() + "; write e.g. http://localhost:4318", e);
    }
  }

  /** The form of the W3C's baggage, as OpenTelemetry's specification says. */
  static Map<String, String> headers(String text) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String pair : text.split(",")) {
      int equals = pair.indexOf('=');
      if (pair.isBlank()) {
        continue;
      }
      if (equals < 1) {
        throw new IllegalArgumentException(
            "OTEL_EXPORTER_OTLP_HEADERS has a part without name=value; separate them by commas");
      }
      String value = pair.substring(equals + 1).strip().replace("+", "%2B");
      headers.put(
          pair.substring(0, equals).strip(), URLDecoder.decode(value, StandardCharsets.UTF_8));
    }
    return headers;
  }

  @Override
  public void accept(LiveRun run) {
    boolean last = run.verdict().isPresent();
    if (last) {
      underWay.join(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } else if (System.nanoTime() - nextNs < 0 || !underWay.isDone()) {
      return;
    }
    nextNs = System.nanoTime() + PERIOD.toNanos();
    push(run);
    if (last) {
      underWay.join(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void push(LiveRun run) {
    long startNs = epochNs(run.numbers().startedAt());
    long nowNs = Math.max(startNs, epochNs(Instant.now()));
    List<MetricData> metrics = new ArrayList<>();
    RunMetrics.of(run)
        .forEach(metric -> metrics.add(OtlpMetric.of(metric, resource, startNs, nowNs)));
    pushed++;
    CompletableResultCode result = exporter.export(metrics);
    result.whenComplete(() -> {
      if (!result.isSuccess()) {
        failed.incrementAndGet();
      }
    });
    underWay = result;
  }

  private static long epochNs(Instant at) {
    return TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano();
  }

  /** What did not arrive, in one sentence; to be asked at the end. */
  public Optional<String> problem() {
    int lost = failed.get() + (underWay.isDone() ? 0 : 1);
    return lost == 0
        ? Optional.empty()
        : Optional.of(
            "--otlp: "
                + lost
                + " of "
                + pushed
                + " pushes to "
                + url.replaceFirst("\\?.*", "")
                + " did not arrive");
  }

  @Override
  public void close() {
    exporter.shutdown().join(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
