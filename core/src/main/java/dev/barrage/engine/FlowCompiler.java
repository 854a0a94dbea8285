package dev.barrage.engine;

import dev.barrage.engine.http1.RequestBytes.Binding;
import dev.barrage.engine.http1.Text;
import dev.barrage.plan.Condition;
import dev.barrage.plan.Request;
import dev.barrage.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lays nested steps out in a row, with jumps in the place of nesting.
 *
 * <pre>
 *   if: C          0 Branch C, else 3     repeat: {until: C, at most: 9}   0 LoopBegin
 *   steps: [A]     1 A                    steps: [A]                       1 A
 *   else: [B]      2 Jump 4                                                2 LoopEnd C, to 1
 *                  3 B
 * </pre>
 */
final class FlowCompiler {
  private final Groups groups;
  private final Function<Request, CompiledStep.Call> calls;
  private final Function<Step.Scripted, CompiledStep> scripts;
  private final Function<String, Binding> bindings;
  private final List<@Nullable CompiledStep> row = new ArrayList<>();
  private int loops;
  private int mostLoops;
  private int openGroups;
  private int mostGroups;

  /**
   * @param calls compiles a request
   * @param scripts compiles a script
   * @param bindings knows a variable by its name
   */
  FlowCompiler(
      Groups groups,
      Function<Request, CompiledStep.Call> calls,
      Function<Step.Scripted, CompiledStep> scripts,
      Function<String, Binding> bindings) {
    this.groups = groups;
    this.calls = calls;
    this.scripts = scripts;
    this.bindings = bindings;
  }

  CompiledStep[] compile(List<Step> steps) {
    row.clear();
    steps.forEach(this::add);
    return row.toArray(CompiledStep[]::new);
  }

  /** Loops within each other at most, in all that was compiled. */
  int mostLoops() {
    return mostLoops;
  }

  /** Groups within each other at most, in all that was compiled. */
  int mostGroups() {
    return mostGroups;
  }

  private void add(Step step) {
    switch (step) {
      case Request request -> row.add(calls.apply(request));
      case Step.Scripted script -> row.add(scripts.apply(script));
      case Step.Pause pause ->
          row.add(new CompiledStep.Pause(pause.min().toNanos(), pause.max().toNanos()));
      case Step.Assign assign ->
          row.add(
              new CompiledStep.Assign(
                  number(assign.variable()), Text.of(assign.value(), bindings)));
      case Step.Group group -> {
        mostGroups = Math.max(mostGroups, ++openGroups);
        row.add(new CompiledStep.GroupBegin(groups.indexOf(group.name())));
        group.steps().forEach(this::add);
        row.add(new CompiledStep.GroupEnd());
        openGroups--;
      }
      case Step.If choice -> choice(choice);
      case Step.Repeat repeat -> {
        mostLoops = Math.max(mostLoops, ++loops);
        repeat(repeat, loops - 1);
        loops--;
      }
    }
  }

  private void choice(Step.If choice) {
    int branch = place();
    choice.then().forEach(this::add);
    int behindThen = row.size();
    if (!choice.otherwise().isEmpty()) {
      behindThen = place() + 1;
      choice.otherwise().forEach(this::add);
      row.set(behindThen - 1, new CompiledStep.Jump(row.size()));
    }
    row.set(branch, new CompiledStep.Branch(condition(choice.condition()), behindThen));
  }

  private void repeat(Step.Repeat repeat, int counter) {
    row.add(new CompiledStep.LoopBegin(counter));
    int top = row.size();
    int rounds = repeat.times().atMost();
    switch (repeat.times()) {
      case Step.Times.Count count -> {
        repeat.steps().forEach(this::add);
        row.add(new CompiledStep.LoopEnd(counter, rounds, null, top));
      }
      case Step.Times.Until until -> {
        repeat.steps().forEach(this::add);
        row.add(new CompiledStep.LoopEnd(counter, rounds, condition(until.condition()), top));
      }
      case Step.Times.While loop -> {
        int branch = place();
        repeat.steps().forEach(this::add);
        row.add(new CompiledStep.LoopEnd(counter, rounds, null, top));
        row.set(branch, new CompiledStep.Branch(condition(loop.condition()), row.size()));
      }
    }
  }

  /** A place for a step that is known later. */
  private int place() {
    row.add(null);
    return row.size() - 1;
  }

  private CompiledCondition condition(Condition condition) {
    return switch (condition) {
      case Condition.StatusIs c -> new CompiledCondition.StatusIs(c.order(), c.status());
      case Condition.LastFailed c -> new CompiledCondition.LastFailed(c.failed());
      case Condition.TextIs c ->
          switch (bindings.apply(c.variable())) {
            case Binding.Constant value ->
                new CompiledCondition.Always(value.text().equals(c.text()) == c.equal());
            case Binding.Variable variable ->
                new CompiledCondition.TextIs(variable.number(), c.equal(), Text.bytes(c.text()));
          };
      case Condition.IsSet c ->
          switch (bindings.apply(c.variable())) {
            case Binding.Constant value ->
                new CompiledCondition.Always(!value.text().isEmpty() == c.set());
            case Binding.Variable variable ->
                new CompiledCondition.IsSet(variable.number(), c.set());
          };
      case Condition.NumberIs c -> {
        double number = c.number().doubleValue();
        yield switch (bindings.apply(c.variable())) {
          case Binding.Constant value -> {
            byte[] text = Text.bytes(value.text());
            double constant = CompiledCondition.decimal(text, 0, text.length);
            yield new CompiledCondition.Always(
                !Double.isNaN(constant) && c.order().holds(Double.compare(constant, number)));
          }
          case Binding.Variable variable ->
              new CompiledCondition.NumberIs(variable.number(), c.order(), number);
        };
      }
    };
  }

  private int number(String variable) {
    return switch (bindings.apply(variable)) {
      case Binding.Variable bound -> bound.number();
      case Binding.Constant constant ->
          throw new IllegalArgumentException(
              "variable " + variable + " is a constant of the plan; a step cannot set it");
    };
  }
}
