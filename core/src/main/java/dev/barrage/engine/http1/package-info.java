/**
 * HTTP/1.1 on a wire (RFC 9110, RFC 9112).
 *
 * <pre>
 *   plan's request ──once──► RequestBytes ──values──► bytes
 *   bytes ──► ResponseParser ──header, body──► Inspection: checks, captures, cookies
 * </pre>
 *
 * <p>What is compiled from a plan is immutable and shared by the loops; parsers, inspections and
 * cookie jars belong to one connection or user, on its loop's thread.
 */
@NullMarked
package dev.barrage.engine.http1;

import org.jspecify.annotations.NullMarked;
