/**
 * The testbed's entry point: {@link dev.barrage.testbed.Main} runs the scriptable upstream, the
 * sample gateway, or both as child processes.
 */
@NullMarked
package dev.barrage.testbed;

import org.jspecify.annotations.NullMarked;
