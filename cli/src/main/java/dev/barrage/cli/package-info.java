/**
 * The command line: one class per command; {@link dev.barrage.cli.Barrage} lists them.
 *
 * <p>Commands wire the parts of the core together and hold no knowledge of their own. Each runs on
 * the main thread and returns one of {@link dev.barrage.cli.ExitCode}; a mistake of the user is
 * thrown as {@link dev.barrage.cli.UsageException}.
 */
@NullMarked
package dev.barrage.cli;

import org.jspecify.annotations.NullMarked;
