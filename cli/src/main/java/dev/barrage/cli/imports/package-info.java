/**
 * What a team already has, as a plan: curl commands, HAR files, OpenAPI descriptions, access logs.
 *
 * <pre>
 *   input ──► CurlImport, HarImport, OpenApiImport, LogImport ──► Draft ──► DraftText ──► plan.yaml
 * </pre>
 *
 * <p>A {@link dev.barrage.cli.imports.Draft} collects requests, secrets that were left out and
 * notes of what could not be imported. Input is hostile: its size and depth are bounded, nothing in
 * it is run, and nothing is fetched. Everything here is used by one thread.
 */
@NullMarked
package dev.barrage.cli.imports;

import org.jspecify.annotations.NullMarked;
