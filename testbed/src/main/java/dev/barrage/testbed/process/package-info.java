/**
 * Starts upstream and gateway as child processes; what a command line needs of the testbed.
 *
 * <p>{@link dev.barrage.testbed.process.Testbed} is the entry point. Uses the JDK only, so that it
 * runs without the testbed's own dependencies on the class path; those are for the children. Safe
 * for any thread; starting blocks.
 */
@NullMarked
package dev.barrage.testbed.process;

import org.jspecify.annotations.NullMarked;
