/**
 * A run's numbers for other systems while it goes on.
 *
 * <pre>
 *   Run ── LiveRun, once a second ──► RunMetrics ──► PrometheusText ◄── ScrapeEndpoint ◄── scrapes
 *                                          └───────► OtlpPush ──► a collector
 * </pre>
 *
 * <p>{@link dev.barrage.cli.live.RunMetrics} names every metric, once for both ways. Nothing here
 * runs on an event loop: runs are told on the recording's thread, scrapes are answered and pushes
 * sent on threads of their own.
 */
@NullMarked
package dev.barrage.cli.live;

import org.jspecify.annotations.NullMarked;
