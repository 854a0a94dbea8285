/** The machine that measures: CPU time, noise, pinned processes, Barrage's launcher. One thread. */
@NullMarked
package dev.barrage.bench.machine;

import org.jspecify.annotations.NullMarked;
