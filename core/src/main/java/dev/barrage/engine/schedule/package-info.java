/**
 * When load is due: pure functions from the number of an arrival to its intended time and back, and
 * from time to the number of users. No clocks, no threads, no sockets.
 *
 * <pre>
 *   Load.Open   + warm-up + seed ──► ArrivalSchedule ──cursor(first, stride)──► one loop's arrivals
 *   Load.Closed + warm-up        ──► UserSchedule    ──usersAt / nextChangeNs──► users to start
 *   seed + stream                ──► Draw            ──────────────────────────► random choices
 * </pre>
 *
 * <p>All offsets are nanoseconds since the first planned arrival (the warm-up's beginning). Every
 * type may be shared between threads, but for {@link
 * dev.barrage.engine.schedule.ArrivalSchedule.Cursor}, which belongs to one loop.
 */
@NullMarked
package dev.barrage.engine.schedule;

import org.jspecify.annotations.NullMarked;
