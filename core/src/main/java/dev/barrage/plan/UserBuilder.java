package dev.barrage.plan;

import dev.barrage.plan.Plans.StepSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Builds a class of user; see {@link Plans}. For one thread. */
public final class UserBuilder {
  private final String name;
  private int weight = 1;
  private OptionalInt fixed = OptionalInt.empty();
  private Wait waits = new Wait.None();
  private final List<String> tags = new ArrayList<>();
  private final List<Step> start = new ArrayList<>();
  private final List<Task> tasks = new ArrayList<>();
  private final List<Step> stop = new ArrayList<>();
  private boolean cookies;
  private Optional<Client.Auth> auth = Optional.empty();
  private final List<Request.Header> headers = new ArrayList<>();
  private final List<Feeder> data = new ArrayList<>();

  private boolean whole = true;

  UserBuilder(String name) {
    this.name = name;
  }

  public UserBuilder weight(int weight) {
    this.weight = weight;
    return this;
  }

  /** So many users of this class, whatever its weight (closed model only). */
  public UserBuilder users(int count) {
    this.fixed = OptionalInt.of(count);
    return this;
  }

  /** Words that {@code -T} and {@code -E} select tasks by: of all tasks so far and to come. */
  public UserBuilder tags(String... words) {
    var _ =
        PlanMistakes.attempt(() -> Arrays.stream(words).map(StepReader::tag).forEach(tags::add));
    return this;
  }

  public UserBuilder waits(Wait waits) {
    this.waits = waits;
    return this;
  }

  /** Whether it keeps the cookies that answers set and sends them again. */
  public UserBuilder cookies(boolean cookies) {
    this.cookies = cookies;
    return this;
  }

  /** {@code basic("ann", "${password}")} or {@code bearer("${token}")}. */
  public UserBuilder auth(Client.Auth auth) {
    this.auth = Optional.of(auth);
    return this;
  }

  /** One more header field, sent with every request. */
  public UserBuilder header(String name, String value) {
    var _ = PlanMistakes.attempt(() -> headers.add(RequestBuilder.checkedHeader(name, value)));
    return this;
  }

  /** New values with each iteration: {@code data("id", random("uuid"))}. */
  public UserBuilder data(String name, Feeder.Source source) {
    return data(name, source, Feeder.Take.NEXT, Feeder.AtEnd.RECYCLE);
  }

  public UserBuilder data(String name, Feeder.Source source, Feeder.Take take, Feeder.AtEnd atEnd) {
    var _ =
        PlanMistakes.attempt(() ->
            data.add(FeedersReader.fitting(FeedersReader.variable(name), source, take, atEnd)));
    return this;
  }

  /** Steps run once per user, before its first task. */
  public UserBuilder start(StepSource... steps) {
    start.addAll(Plans.steps(steps));
    return this;
  }

  /** A task of one or several steps. */
  public UserBuilder task(int weight, StepSource... steps) {
    return task(weight, List.of(), steps);
  }

  /** As above, with tags. */
  public UserBuilder task(int weight, List<String> tags, StepSource... steps) {
    whole &=
        PlanMistakes.attempt(() -> {
          tags.forEach(StepReader::tag);
          tasks.add(new Task(weight, Plans.steps(steps), tags));
        });
    return this;
  }

  /** A task written in Java, named after the user; see {@link Script}. */
  public UserBuilder task(int weight, Script script) {
    return task(weight, Plans.script(name + " " + (tasks.size() + 1), script));
  }

  /** Steps run once per user that has started, when it leaves. */
  public UserBuilder stop(StepSource... steps) {
    stop.addAll(Plans.steps(steps));
    return this;
  }

  /** Whether it has all its tasks, also those that were refused. */
  boolean isWhole() {
    return whole;
  }

  User user() {
    return new User(
        name,
        weight,
        waits,
        start,
        tasks,
        stop,
        fixed,
        tags,
        new Client(cookies, auth, headers),
        data);
  }
}
