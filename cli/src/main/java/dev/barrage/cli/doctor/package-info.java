/**
 * What of this machine would spoil a run, and what mends it.
 *
 * <pre>
 *   /proc, /sys, JDK -> Machine -> Runtimes, Processors, Memory,  -> Finding
 *                                   Descriptors, Ports, Links
 * </pre>
 *
 * <p>{@link dev.barrage.cli.doctor.Findings} is the entry point. Checks are pure functions over a
 * {@link dev.barrage.cli.doctor.Machine}, which reads files below a root that tests replace. All of
 * it may be called from any thread.
 */
@NullMarked
package dev.barrage.cli.doctor;

import org.jspecify.annotations.NullMarked;
