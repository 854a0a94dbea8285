package dev.barrage.engine.feed;

import dev.barrage.engine.http1.Value;
import dev.barrage.engine.http1.Values;
import dev.barrage.engine.schedule.Draw;
import dev.barrage.plan.Feeder;
import dev.barrage.plan.data.Table;

/** Records of a file, used where they stand. */
final class TableFeed extends Feed {
  private final Table table;
  private final int[] variables;
  private final Position position;

  TableFeed(Feeder feeder, Table table, int[] variables, Draw draw) {
    super(feeder);
    this.table = table;
    this.variables = variables;
    this.position = new Position(feeder, table.rows(), draw);
  }

  @Override
  public boolean take(Values values, long user, long draw) {
    long row = position.take(user, draw);
    if (row == Position.NONE) {
      return false;
    }
    for (int column = 0; column < variables.length; column++) {
      int cell = table.cell((int) row, column);
      Value.Kind kind =
          switch (table.kind(cell)) {
            case TEXT -> Value.Kind.TEXT;
            case STRING -> Value.Kind.STRING;
            case JSON -> Value.Kind.JSON;
          };
      values.value(variables[column]).share(table.bytes(), table.from(cell), table.end(cell), kind);
    }
    return true;
  }
}
