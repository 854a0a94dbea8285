/** Numbers: what the engine tells, as counts, histograms and timelines. */
@NullMarked
package dev.barrage.measure;

import org.jspecify.annotations.NullMarked;
