/** Tells people and programs about a run. */
@NullMarked
package dev.barrage.report;

import org.jspecify.annotations.NullMarked;
