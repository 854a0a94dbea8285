/**
 * Judges a measurement: pure functions of what was planned and what was measured.
 *
 * <p>{@link dev.barrage.verdict.Judge} asks three questions in this order: can the measurement be
 * trusted, was the load delivered, are the objectives met. Stateless, for any thread.
 */
@NullMarked
package dev.barrage.verdict;

import org.jspecify.annotations.NullMarked;
