/** Judges a measurement. */
@NullMarked
package dev.barrage.verdict;

import org.jspecify.annotations.NullMarked;
