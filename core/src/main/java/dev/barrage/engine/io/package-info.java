/** Moves bytes: pollers and wires, without any protocol. */
@NullMarked
package dev.barrage.engine.io;

import org.jspecify.annotations.NullMarked;
