/**
 * One class per row of the table of goals; each measures, says its goal and whether it was met. One
 * thread.
 */
@NullMarked
package dev.barrage.bench.figure;

import org.jspecify.annotations.NullMarked;
