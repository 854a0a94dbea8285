package dev.barrage.plan;

import java.util.ArrayList;
import java.util.List;

/** Builds a step written in Java; see {@link Plans#script}. For one thread. */
public final class ScriptBuilder implements Plans.StepSource {
  private final String name;
  private final Script script;
  private final List<String> sets = new ArrayList<>();

  ScriptBuilder(String name, Script script) {
    this.name = RequestReader.name(name);
    this.script = script;
  }

  /** Variables that declared steps may use after it. */
  public ScriptBuilder sets(String... variables) {
    for (String variable : variables) {
      sets.add(Templates.checkName(variable));
    }
    return this;
  }

  @Override
  public Step.Scripted step() {
    return new Step.Scripted(name, script, sets);
  }
}
