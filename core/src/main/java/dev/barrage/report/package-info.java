/**
 * Tells people and programs about a run.
 *
 * <pre>
 *   Progress ──ConsoleProgress──► standard error, while the run goes on
 *
 *              ┌──Summary──► the text at the end, summary.txt
 *   RunRecord ─┤
 *              └──RunJson──► run.json ─┐
 *   latency.hlog, service.hlog ────────┴──HtmlReport──► report.html
 * </pre>
 *
 * <p>The HTML report is always made from what is on disk, so that {@code barrage report DIR} makes
 * the same one again ({@link dev.barrage.report.RecordDirectory}). Text from outside (names,
 * messages, samples) is hostile: {@code Html} and {@code Printable} make it harmless. Formatting of
 * values is in {@link dev.barrage.report.Figures} alone.
 *
 * <p>Everything is stateless and for any thread, but {@link dev.barrage.report.ConsoleProgress},
 * which locks itself.
 */
@NullMarked
package dev.barrage.report;

import org.jspecify.annotations.NullMarked;
