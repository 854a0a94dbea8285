/**
 * Moves bytes: pollers and wires, without any protocol.
 *
 * <p>{@link dev.barrage.engine.io.Pollers} chooses a {@link dev.barrage.engine.io.Poller} (epoll on
 * Linux, NIO elsewhere), which opens a {@link dev.barrage.engine.io.Wire} for each connection. Both
 * are used on their loop's thread; only a poller waits, and a wire never blocks.
 */
@NullMarked
package dev.barrage.engine.io;

import org.jspecify.annotations.NullMarked;
