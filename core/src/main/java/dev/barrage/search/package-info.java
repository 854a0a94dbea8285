/**
 * Questions that several runs answer together.
 *
 * <p>{@link dev.barrage.search.CapacitySearch} finds the highest rate that meets a plan's
 * objectives; it takes the runs from a function, so that it decides purely.
 */
@NullMarked
package dev.barrage.search;

import org.jspecify.annotations.NullMarked;
