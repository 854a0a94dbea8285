/**
 * Mains: {@link dev.barrage.bench.Compare} beside peers, {@link dev.barrage.bench.Figures} alone.
 * One thread.
 */
@NullMarked
package dev.barrage.bench;

import org.jspecify.annotations.NullMarked;
