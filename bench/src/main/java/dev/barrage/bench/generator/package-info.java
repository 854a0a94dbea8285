/** Load generators as child processes: Barrage and its peers, told to do the same. One thread. */
@NullMarked
package dev.barrage.bench.generator;

import org.jspecify.annotations.NullMarked;
