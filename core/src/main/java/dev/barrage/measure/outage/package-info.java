/**
 * What a target answered while a failure was injected behind it: how soon it refused fast, and when
 * it was good again. Loops write, each into a log of its own; the run reads when they have ended.
 */
@NullMarked
package dev.barrage.measure.outage;

import org.jspecify.annotations.NullMarked;
