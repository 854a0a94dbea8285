package dev.barrage.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.search.CapacitySearch.End;
import dev.barrage.search.CapacitySearch.Result;
import dev.barrage.search.CapacitySearch.Settings;
import dev.barrage.search.Probe.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapacitySearchTest {
  private static Result search(double capacity, double generator, Settings settings)
      throws Exception {
    return new CapacitySearch(
            settings,
            (perS, confirms) ->
                new Probe(
                    perS,
                    confirms,
                    Math.min(perS, capacity),
                    1,
                    1,
                    perS > generator
                        ? Answer.GENERATOR
                        : perS > capacity ? Answer.FAILS : Answer.HOLDS,
                    List.of()))
        .search();
  }

  @ParameterizedTest
  @ValueSource(doubles = {3, 99, 100, 101, 1234, 98_765})
  void comesWithinThePrecisionFromBelow(double capacity) throws Exception {
    Result result = search(capacity, 1e9, new Settings(100, 1e6, 0.02));
    assertThat(result.end()).isEqualTo(End.FOUND);
    assertThat(result.perS()).isBetween(capacity * 0.98, capacity);
    assertThat(result.probes().getLast().confirms()).isTrue();
    assertThat(result.probes()).hasSizeLessThan(25);
  }

  @Test
  void neverTakesTheGeneratorsLimitForTheTargets() throws Exception {
    Result result = search(1e9, 1000, new Settings(100, 1e6, 0.05));
    assertThat(result.end()).isEqualTo(End.GENERATOR_LIMIT);
    assertThat(result.perS()).isLessThanOrEqualTo(1000);
  }

  @Test
  void findsATargetThatGivesWayBelowTheGeneratorsLimit() throws Exception {
    Result result = search(900, 1000, new Settings(100, 1e6, 0.02));
    assertThat(result.end()).isEqualTo(End.FOUND);
    assertThat(result.perS()).isBetween(880.0, 900.0);
  }

  @Test
  void saysWhenTheLargestRateHolds() throws Exception {
    Result result = search(1e9, 1e9, new Settings(100, 1000, 0.05));
    assertThat(result.end()).isEqualTo(End.NOT_REACHED);
    assertThat(result.perS()).isEqualTo(1000);
  }

  @Test
  void saysWhenNothingHolds() throws Exception {
    Result result = search(0.1, 1e9, new Settings(100, 1000, 0.05));
    assertThat(result.end()).isEqualTo(End.NOTHING_HELD);
    assertThat(result.perS()).isZero();
  }

  @Test
  void goesDownWhereTheLongRunDoesNotHold() throws Exception {
    CapacitySearch search =
        new CapacitySearch(
            new Settings(100, 1e6, 0.05),
            (perS, confirms) ->
                new Probe(
                    perS,
                    confirms,
                    perS,
                    1,
                    1,
                    perS > (confirms ? 950 : 1000) ? Answer.FAILS : Answer.HOLDS,
                    List.of()));
    assertThat(search.search().perS()).isBetween(880.0, 950.0);
  }

  @Test
  void aGeneratorThatIsNeverFitSaysNothingOfTheTarget() throws Exception {
    assertThat(search(1e9, 0, new Settings(100, 1000, 0.05)).end()).isEqualTo(End.GENERATOR_LIMIT);
  }
}
