/**
 * Servers to be loaded: nginx as a process, and one in Java that knows the truth on its own thread.
 */
@NullMarked
package dev.barrage.bench.server;

import org.jspecify.annotations.NullMarked;
