package dev.barrage.plan;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Which of a plan's users take part, and by which weights: what Locust's command line says of it.
 */
final class UserSelection {
  private UserSelection() {}

  /**
   * The named users, in the plan's order.
   *
   * @param names none: all users
   * @throws IllegalArgumentException a name is no user's; the nearest one is told
   */
  static List<User> only(List<User> users, List<String> names) {
    List<String> known = users.stream().map(User::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            Quoted.of(name)
                + " is no user of this plan; its users are: "
                + known.stream().limit(10).collect(Collectors.joining(", "))
                + (known.size() > 10 ? ", …" : "")
                + NearestWord.hint(name, known));
      }
    }
    return names.isEmpty()
        ? users
        : users.stream().filter(user -> names.contains(user.name())).toList();
  }

  /** Every user as likely as any other, and so its tasks. */
  static List<User> equalWeights(List<User> users) {
    return users.stream().map(User::withEqualWeights).toList();
  }
}
