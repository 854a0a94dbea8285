/** Drives load: event loops, users and connections. */
@NullMarked
package dev.barrage.engine;

import org.jspecify.annotations.NullMarked;
