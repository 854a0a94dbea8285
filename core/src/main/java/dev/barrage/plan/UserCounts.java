package dev.barrage.plan;

import java.util.List;

/** Whether the fixed numbers of users fit the load. */
final class UserCounts {
  private UserCounts() {}

  /**
   * @throws IllegalArgumentException if they do not
   */
  static void check(List<User> users, Load load) {
    check(users, load, false);
  }

  /**
   * As above, of the users that a command line has chosen.
   *
   * @param chosen whether others are left out
   */
  static void check(List<User> users, Load load, boolean chosen) {
    long fixed = users.stream().mapToLong(user -> user.fixed().orElse(0)).sum();
    if (fixed == 0) {
      return;
    }
    switch (load) {
      case Load.Open open ->
          throw new IllegalArgumentException(
              "users: N (a fixed count) goes with a load of users; this load is of arrivals, which"
                  + " are shared out by weight");
      case Load.Closed closed -> {
        int most =
            closed.stages().stream()
                .mapToInt(stage -> Math.max(stage.startUsers(), stage.endUsers()))
                .max()
                .orElse(0);
        boolean allFixed = users.stream().allMatch(user -> user.fixed().isPresent());
        if (most < fixed || (allFixed && most > fixed)) {
          throw new IllegalArgumentException(
              "the load reaches "
                  + most
                  + " users, but the fixed counts of users add up to "
                  + fixed
                  + (most < fixed
                      ? "; raise the load or lower the counts"
                      : chosen
                          ? " where no user with a weight is chosen; give the load too: -u " + fixed
                          : " and no class has a weight; lower the load or give a class weight"));
        }
      }
    }
  }
}
