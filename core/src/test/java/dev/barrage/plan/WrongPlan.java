package dev.barrage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;

/** A plan with mistakes, and the lines it answers with: place, what, allowed, nearest word. */
record WrongPlan(String yaml, String... messages) {
  static final String USERS = "users: {u: {tasks: [{get: /}]}}\n";
  static final String TARGET = "target: http://h\n";
  static final String LOAD = "load: hold 1 users for 1s\n";
  static final String REST = TARGET + USERS + LOAD;

  /** A line before an otherwise good plan. */
  static WrongPlan more(String line, String... messages) {
    return new WrongPlan(line + "\n" + REST, messages);
  }

  static WrongPlan target(String target, String... messages) {
    return new WrongPlan("target: " + target + "\n" + USERS + LOAD, messages);
  }

  static WrongPlan load(String stage, String... messages) {
    return new WrongPlan(TARGET + USERS + "load: " + stage + "\n", messages);
  }

  /** Keys of a user with a task in an otherwise good plan; they begin at line 1, column 13. */
  static WrongPlan user(String keys, String... messages) {
    return users("{u: {" + keys + ", tasks: [{get: /}]}}", messages);
  }

  /** All users of an otherwise good plan; they begin at line 1, column 8. */
  static WrongPlan users(String users, String... messages) {
    return new WrongPlan("users: " + users + "\n" + TARGET + LOAD, messages);
  }

  /** A request in an otherwise good plan; it begins at line 1, column 21. */
  static WrongPlan request(String request, String... messages) {
    return users("{u: {tasks: [" + request + "]}}", messages);
  }

  /** Steps of a task in an otherwise good plan; the first begins at line 1, column 30. */
  static WrongPlan flow(String steps, String... messages) {
    return request("{steps: [" + steps + "]}", messages);
  }

  void assertTold() {
    PlanException thrown = catchThrowableOfType(PlanException.class, () -> read(yaml));
    assertThat(thrown).as(yaml).isNotNull();
    assertThat(thrown.problems()).extracting(Problem::toString).containsExactly(messages);
  }

  static Plan read(String yaml) {
    return PlanReader.read("p", "p", yaml, Path.of(""), new PlanOverrides());
  }

  @Override
  public String toString() {
    return messages[0];
  }
}
