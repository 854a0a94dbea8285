/**
 * Data of users: gives the variables of a user new values with each iteration.
 *
 * <p>A {@link dev.barrage.engine.feed.Feed} is made from a plan's feeder before the run and shared
 * by all event loops. Files are read then; nothing is allocated when values are taken.
 *
 * <pre>
 *   Feeder ──► Feed ──take──► Value cells of a user ──► slots of its requests
 * </pre>
 */
@NullMarked
package dev.barrage.engine.feed;

import org.jspecify.annotations.NullMarked;
