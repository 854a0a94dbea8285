/**
 * Records from files: what feeders give to users.
 *
 * <p>{@link dev.barrage.plan.data.Table} reads a file of comma-separated values or JSON lines and
 * holds its records compactly, ready to be sent. Files are hostile input: size, records and columns
 * are bounded, and every mistake is told with its line; {@link dev.barrage.plan.data.BoundedFile}
 * reads any file that users name. Immutable; any thread.
 */
@NullMarked
package dev.barrage.plan.data;

import org.jspecify.annotations.NullMarked;
