/** Watches the generator and its host. */
@NullMarked
package dev.barrage.monitor;

import org.jspecify.annotations.NullMarked;
