package dev.barrage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** One way through: plan, engine, measure, verdict, report; nothing knows what is to its right. */
class ArchitectureTest {
  private static final List<String> LINE =
      List.of("plan", "engine", "measure", "verdict", "report");

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.barrage");

  private static String in(String noun) {
    return "dev.barrage." + noun + "..";
  }

  @TestFactory
  Stream<DynamicTest> nothingKnowsWhatIsToItsRight() {
    return LINE.stream()
        .limit(LINE.size() - 1)
        .map(noun -> DynamicTest.dynamicTest(noun, () -> knowsNothingToItsRight(noun)));
  }

  private static void knowsNothingToItsRight(String noun) {
    String[] right =
        LINE.stream().skip(LINE.indexOf(noun) + 1).map(ArchitectureTest::in).toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(in(noun))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(right)
        .because("the arrows are " + String.join(" -> ", LINE) + "; hand what is needed over")
        .check(CORE);
  }

  @Test
  void monitorKnowsOnlyPlan() {
    classes()
        .that()
        .resideInAPackage(in("monitor"))
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackages(in("engine"), in("measure"), in("verdict"), in("report"))
        .check(CORE);
  }

  @Test
  void coreKnowsNoOtherModule() {
    noClasses()
        .that()
        .resideOutsideOfPackage(in("testkit"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(in("cli"), in("testbed"), in("testkit"), in("bench"), "picocli..")
        .because("core is a library: the command line wires it")
        .check(CORE);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.barrage.(**)").should().beFreeOfCycles().check(CORE);
  }

  @Test
  void looksAtEveryPackageOfTheLine() {
    for (String noun : LINE) {
      assertThat(CORE.stream().anyMatch(c -> c.getPackageName().equals("dev.barrage." + noun)))
          .as(noun)
          .isTrue();
    }
  }
}
