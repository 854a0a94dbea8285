/**
 * Servers to be loaded: nginx and the testbed as processes, and in Java, each on a thread of its
 * own, one that knows the truth and a proxy that holds answers back ({@link
 * dev.barrage.bench.server.SpinningServer}).
 */
@NullMarked
package dev.barrage.bench.server;

import org.jspecify.annotations.NullMarked;
